/** What a raffle has published of its draw, in the form in which anybody can check it without us. */

import { z } from 'zod'
import { format, inOrder, listHashOf, orderOf, seedHashOf } from './draw.ts'

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))

export const drawFile = z.object({
  format: z.literal(format),
  name: z.string(),
  seedHash: hex(64),
  /** Null until the list is frozen. */
  list: z.object({ frozenAt: z.iso.datetime(), hash: hex(64), tokens: z.array(hex(32)) }).nullable(),
  /** Null until the draw. */
  draw: z
    .object({
      at: z.iso.datetime(),
      seed: hex(64),
      winners: z.array(z.object({ place: z.int().min(1), token: hex(32) })),
      /** Places that got no prize: the next one in the order did. */
      passed: z.array(z.object({ place: z.int().min(1), why: z.enum(['left', 'not-reached', 'declined']) })),
    })
    .nullable(),
})
export type DrawFile = z.infer<typeof drawFile>

/** What does not hold. */
export type Fault = 'list-order' | 'list-hash' | 'seed-hash' | 'winners' | 'passed-over'

/** Draws again from what was published. Empty when everything holds as far as it has been published. */
export function faultsIn({ seedHash, list, draw }: DrawFile): readonly Fault[] {
  const faults: Fault[] = []
  if (list) {
    const sorted = inOrder(list.tokens)
    if (new Set(sorted).size !== sorted.length || sorted.some((token, at) => token !== list.tokens[at]))
      faults.push('list-order')
    if (listHashOf(list.tokens).toString('hex') !== list.hash) faults.push('list-hash')
  }
  if (draw) {
    const seed = Buffer.from(draw.seed, 'hex')
    if (seedHashOf(seed).toString('hex') !== seedHash) faults.push('seed-hash')
    const order = orderOf(seed, list?.tokens ?? [])
    if (draw.winners.some(({ place, token }) => order[place - 1] !== token)) faults.push('winners')
    const settled = new Set([...draw.winners, ...draw.passed].map(({ place }) => place))
    if (Array.from(settled, (_, at) => at + 1).some(place => !settled.has(place))) faults.push('passed-over')
  }
  return faults
}
