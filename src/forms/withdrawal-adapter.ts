/** A consumer's withdrawal from a contract is a word on an order, told by whoever made it: it finds its order among those of their address, or waits for staff. */

import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { shaped } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { rowsOf } from '../orders/order.ts'

/** The kind of connection by which withdrawals come. */
export const withdrawalKind = 'withdrawal'

const word = z.string().max(2000)

/** What was confirmed on the page. */
const declared = z.strictObject({
  id: z.string().min(8).max(80),
  name: word,
  email: word,
  /** The order's number, as the shop told it. */
  order: word,
  /** What is withdrawn from, where it is not the whole order; ''. */
  part: word,
  at: z.iso.datetime(),
  lang: z.enum(['fi', 'sv', 'en']),
  noticeVersion: z.int(),
  shownAt: z.iso.datetime(),
})
export type Declared = z.infer<typeof declared>

const read = ({ body }: Delivery): Declared => shaped(declared, readExactly(body))

export const withdrawal = adapter({
  kind: withdrawalKind,
  isOurs: true,
  method: 'POST',
  secret: 'made',
  settings: z.object({}),
  authenticate: () => false, // nobody delivers to it from outside
  identify: delivery => {
    const { id, noticeVersion } = read(delivery)
    return { id, topic: 'contract.withdrawn', noticeVersion }
  },
  translate: delivery => {
    const { email, order, part, at, lang, noticeVersion, shownAt } = read(delivery)
    return {
      about: { email },
      reference: order,
      rows: [],
      said: [],
      shown: { place: '/withdraw', lang, noticeVersion, at: shownAt },
      thing: {
        group: '',
        reference: '',
        category: 'orders',
        // Only the whole order follows by itself: of a part somebody reads which it is.
        sought: { order_number: order, ...(part !== '' && { note: part }) },
        told: { withdrawal: { at, rank: 1, value: { at } } },
        rows: rowsOf,
      },
    }
  },
})
