/** A text message to a customer over HTTP, written by staff and sent when the gate still says so. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { idField, route } from '../http/route.ts'
import type { Sms } from '../sms/gateway.ts'
import { reply } from './reply.ts'

export const sendReply = (sms: Pick<Sms, 'configured'>) =>
  route({
    method: 'post',
    path: '/persons/{id}/text-messages',
    summary: 'messages.api.reply',
    params: z.object({ id: idField }),
    body: z.strictObject({ text: z.string().trim().min(1).max(800) }),
    status: 201,
    answer: z.object({ row: z.uuid().openapi({ description: 'Of service-events, where it is kept' }) }),
    handler: async (ask, { params: { id }, body: { text } }) => {
      if (!sms.configured) throw new Refused('messages.no-gateway', 'unavailable')
      ask.saw([id], 'messages.reply', ['contact-points', 'service-events'])
      return { row: await reply(ask, id, text) }
    },
  })
