/** What a text message says of its sender: that they wrote it, what they ask, and nothing that they did not. */

import type { Facts, Via } from '../arrivals/adapter.ts'
import { rightAskedIn } from '../rights/asked-in.ts'

export interface TextMessage {
  readonly id: string
  /** E.164 */
  readonly from: string
  readonly content: string
  /** How many pictures came along: they are not taken. */
  readonly attachments: number
}

export function factsOf({ id, from, content, attachments }: TextMessage, { at }: Via): Facts {
  const occurred = at.toISOString()
  const asked = rightAskedIn(content)
  return {
    about: { phone: from, fromNumber: true },
    reference: id.slice(0, 60),
    rows: [{ category: 'service-events', values: { kind: 'sms', direction: 'in', occurred, content } }],
    said: [],
    act: { kind: 'message', at: occurred },
    // Whoever asks something before they are a customer is answered because they asked (Art. 6(1)(b)).
    saidByNewcomer: [{ kind: 'contract', givenAt: occurred, method: 'message' }],
    ...(attachments > 0 && { left: ['attachments'] }),
    ...(asked && { asks: { right: asked.right, channel: 'sms' as const, requester: from, words: content } }),
  }
}
