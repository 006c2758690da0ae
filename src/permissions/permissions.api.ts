/** Whether persons may be contacted, receipts of their consents, and links to the page on which they decide it themselves. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { idField, route } from '../http/route.ts'
import { queueMessages } from '../mail/outbox.ts'
import { text } from '../texts/texts.ts'
import { mayEachBeSent } from './gate.ts'
import { endLinks, lasts, makeLink, pageOf } from './link.ts'
import { preferenceLink } from './link-message.ts'
import { channel, linkMade, maySendAnswer, permissions } from './permission-answers.ts'
import { no } from './reason.ts'
import { receiptOf } from './receipt.ts'
import { refuseUnseen, showPermissions } from './shown.ts'

const person = z.object({ id: idField })

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/permissions',
  summary: 'permissions.api.of-person',
  params: person,
  answer: permissions,
  handler: async (ask, { params: { id } }) => {
    ask.saw([id], 'permissions', ['permissions', 'contact-points'])
    return showPermissions(ask, id, ask.clock.now())
  },
})

export const mayBeSent = route({
  method: 'post',
  path: '/may-send',
  summary: 'permissions.api.may-send',
  body: z.strictObject({
    persons: z.array(z.uuid()).min(1).max(10_000),
    purpose: z.string().max(60),
    channel,
    aboutDuties: z
      .boolean()
      .default(false)
      .describe('Essentially linked to the recipients’ duties at work (917/2014 § 202)'),
    productGroup: z
      .string()
      .max(200)
      .optional()
      .describe('What it is about; without it nobody is sent anything because of a purchase (917/2014 § 200(3))'),
  }),
  answer: maySendAnswer,
  handler: async (ask, { body: { persons, ...sending } }) => {
    const found = await mayEachBeSent(ask, persons, { ...sending, at: ask.clock.now() })
    ask.saw([...found.keys()], 'may-send', ['permissions'])
    const answers = [...found]
    const leftOut = no.flatMap(reason => {
      const of = answers.flatMap(([id, answer]) => (answer.reason === reason ? [id] : []))
      return of.length === 0
        ? []
        : [{ reason, why: text(ask.lang, `permissions.reason.${reason}`), count: of.length, persons: of }]
    })
    return {
      may: answers.flatMap(([id, { allowed }]) => (allowed ? [id] : [])),
      leftOut: leftOut.sort((a, b) => b.count - a.count),
    }
  },
})

export const receipt = route({
  method: 'get',
  path: '/persons/{id}/receipts/{statement}',
  summary: 'permissions.api.receipt',
  params: person.extend({ statement: idField }),
  answer: z.record(z.string(), z.unknown()).describe('ISO/IEC TS 27560, as JSON-LD in DPV 2.3'),
  handler: async (ask, { params: { id, statement } }) => {
    ask.saw([id], 'permissions.receipt', ['permissions'])
    const { program, published } = ask
    const withdrawAt = published.contact ? `mailto:${published.contact}` : program.url
    const made = await receiptOf(ask, id, statement, { app: program.database.app, url: program.url, withdrawAt })
    if (made === undefined) throw new Refused('permissions.no-receipt', 'absent')
    return { ...made }
  },
})

export const giveLink = route({
  method: 'post',
  path: '/persons/{id}/preference-links',
  summary: 'permissions.api.give-link',
  params: person,
  body: z.strictObject({ by: z.enum(['copy', 'email']) }),
  status: 201,
  answer: linkMade,
  handler: async (ask, { params: { id }, body: { by } }) => {
    ask.saw([id], 'permissions.link', ['permissions'])
    await refuseUnseen(ask, id)
    const { app } = ask.program.database
    const at = ask.clock.now()
    if (by === 'email') {
      await transaction(app, client =>
        queueMessages(client, { kind: preferenceLink.kind, about: newId(), persons: [id], at }),
      )
      return { link: null, expiresAt: null }
    }
    const days = lasts.byStaff
    const token = await transaction(app, async client => {
      await endLinks(client, id, at)
      return makeLink(client, { person: id, stops: undefined, by: ask.asker.actor, at, days })
    })
    return { link: pageOf(ask.program.url, token), expiresAt: new Date(at.getTime() + days * 86_400_000) }
  },
})
