/** What is said in a chat whose visitor has told an address is an arrival like any other: matched, declared, written once. */

import { z } from 'zod'
import { adapter, type Delivery, type Facts } from '../arrivals/adapter.ts'
import { shaped } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { rightAskedIn } from '../rights/asked-in.ts'

export const chatKind = 'chat'
/** Of what the trigger of 0014-chat.sql looks for. */
const topic = 'chat.said'
/** Where the notice stands before the first word. */
export const chatPath = '/chat'

const said = z.strictObject({
  id: z.string().max(80),
  talk: z.uuid(),
  at: z.iso.datetime(),
  by: z.enum(['visitor', 'staff']),
  text: z.string().max(5000),
  email: z.string().max(300).optional(),
  /** Staff have told whose it is. */
  joined: z.boolean().default(false),
  /** It is a request on the board already. */
  asked: z.boolean(),
  lang: z.enum(['fi', 'sv', 'en']),
  noticeVersion: z.int(),
  shownAt: z.iso.datetime(),
})
export type Said = z.output<typeof said>

export const deliveryOf = (one: Said): Delivery => ({
  method: 'POST',
  headers: new Headers(),
  query: new URLSearchParams(),
  body: Buffer.from(JSON.stringify(one)),
})

const read = ({ body }: Delivery): Said => shaped(said, readExactly(body))

export const chat = adapter({
  kind: chatKind,
  isOurs: true,
  method: 'POST',
  secret: 'made',
  settings: z.object({}),
  authenticate: () => false, // nobody delivers to it from outside: its own page does
  identify: delivery => {
    const { id, email, joined, noticeVersion } = read(delivery)
    return { id: `${id} ${joined ? 'joined' : email === undefined ? 'nameless' : 'named'}`, topic, noticeVersion }
  },
  translate: (delivery): Facts => {
    const { talk, at, by, text, email, asked, lang, noticeVersion, shownAt } = read(delivery)
    const right = by === 'visitor' && !asked ? rightAskedIn(text) : undefined
    return {
      about: { email },
      reference: talk,
      rows: [
        {
          category: 'service-events',
          values: { kind: 'chat', direction: by === 'visitor' ? 'in' : 'out', occurred: at, content: text },
        },
      ],
      said: [],
      act: { kind: 'message', at: shownAt },
      // Whoever asks something before they are a customer is answered because they asked (Art. 6(1)(b)).
      saidByNewcomer: [{ kind: 'contract', givenAt: at, method: 'message' }],
      shown: { place: chatPath, lang, noticeVersion, at: shownAt },
      ...(right && {
        asks: { right: right.right, channel: 'chat' as const, requester: email ?? 'chat', words: text },
      }),
    }
  },
})
