/** What staff do for a person as if at the person's own page: send the way to it, which nobody else sees, and contest an inference as they were told. */

import { z } from '@hono/zod-openapi'
import { transaction } from '../database/transaction.ts'
import { idField, route } from '../http/route.ts'
import { queueMessages } from '../mail/outbox.ts'
import { refuseUnseen } from '../permissions/shown.ts'
import { channels } from '../rights/request-answers.ts'
import { contestFor } from './contest-for.ts'
import { ownPageLink } from './link-message.ts'
import { makeWayIn } from './way-in.ts'

export const sendLink = route({
  method: 'post',
  path: '/persons/{id}/own-page-links',
  summary: 'my.api.send-link',
  params: z.object({ id: idField }),
  status: 201,
  answer: z.object({ sent: z.literal(true) }),
  handler: async (ask, { params: { id } }) => {
    ask.saw([id], 'my.link', ['contact-points'])
    await refuseUnseen(ask, id)
    const at = ask.clock.now()
    await transaction(ask.program.database.app, async client => {
      const about = await makeWayIn(client, {
        person: id,
        asked: null,
        way: 'email',
        addressRow: null,
        by: ask.asker.actor,
        at,
      })
      await queueMessages(client, { kind: ownPageLink.kind, about, persons: [id], at })
    })
    return { sent: true as const }
  },
})

export const contest = route({
  method: 'post',
  path: '/persons/{id}/contests',
  summary: 'my.api.contest',
  params: z.object({ id: idField }),
  body: z.strictObject({
    category: z.string().max(60),
    row: z.uuid().describe('The inference'),
    which: z.enum(['one', 'all']).describe('This value, or anything of the category, from now on'),
    channel: z.enum(channels).exclude(['own-page']).describe('How the person said it'),
    words: z.string().trim().max(3500).default('').describe('In their words'),
  }),
  status: 201,
  answer: z.object({ request: z.uuid() }),
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([id], 'my.contest', [body.category])
    return { request: await contestFor(ask, id, body) }
  },
})
