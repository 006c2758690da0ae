/** Staff have the link to a person's own page sent to the person; nobody but the person ever sees it. */

import { z } from '@hono/zod-openapi'
import { transaction } from '../database/transaction.ts'
import { idField, route } from '../http/route.ts'
import { queueMessages } from '../mail/outbox.ts'
import { refuseUnseen } from '../permissions/shown.ts'
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
