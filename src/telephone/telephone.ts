/** Any telephone system that can post JSON and sign it as Standard Webhooks are. */

import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { momentOf, shaped } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { isSigned, signed } from '../interactions/standard-webhook.ts'
import { phoneIn } from '../register/phone.ts'
import { factsOfCall } from './call.ts'
import { isOwn, ownNumbers } from './own-numbers.ts'
import { recordingDays } from './recording-days.ts'

const call = z.object({
  id: z.string().min(1).max(200),
  event: z.enum(['started', 'answered', 'ended']),
  at: z.string().max(40),
  direction: z.enum(['in', 'out']),
  number: z.string().max(40).nullish(),
  answered: z.boolean().default(false),
  seconds: z.number().int().min(0).max(200_000).default(0),
})

const read = ({ body }: Delivery) => shaped(call, readExactly(body))

export const telephone = adapter({
  kind: 'telephone',
  method: 'POST',
  secret: 'made',
  settings: z.object({ own: ownNumbers, recordingDays }),
  authenticate: isSigned,
  identify: delivery => {
    const { id, event } = read(delivery)
    return { id: `${id} ${event}`, topic: `call.${event}` }
  },
  translate: (delivery, via) => {
    const { id, event, at, direction, number: written, answered, seconds } = read(delivery)
    const number = phoneIn(written ?? '')
    if (number === undefined || isOwn(via.settings.own, number)) return { ignored: 'no-person' }
    const end = event === 'ended' && { end: { answered, seconds } }
    return factsOfCall({ id, direction, number, state: event, at: momentOf(at, 'at'), ...end }, via)
  },
  sample: (secret, now) => {
    const [id, at] = [`kokeilu-${now.getTime()}`, now.toISOString()]
    const told = { id, event: 'started', at, direction: 'in', number: '+358401234567' }
    return signed(JSON.stringify(told), 'application/json', secret, now)
  },
})
