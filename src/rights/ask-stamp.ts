/** A form is sent once, some seconds after it was fetched and within a day: a machine that sends many at once must fetch and wait for each. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/time.ts'

export interface Stamps<Answer> {
  /** Goes into the form when it is fetched. */
  give(): string
  /** `good`: it may be taken, and is used up with `use`. Otherwise the answer that it was used up for, or why it cannot be taken. */
  look(
    stamp: string,
  ): { readonly state: 'good' | 'early' | 'stale' } | { readonly state: 'used'; readonly answer: Answer }
  use(stamp: string, answer: Answer): void
}

const soonest = 3000 // milliseconds: nobody writes what they want in less
const latest = 86_400_000
const mostUsed = 10_000

/** Of this process: whoever fetched the form before a restart is asked to send it again, with all that they wrote. */
export function openStamps<Answer>(clock: Clock): Stamps<Answer> {
  const key = randomBytes(32)
  const used = new Map<string, Answer>()
  const seal = (at: string): string => createHmac('sha256', key).update(at).digest('base64url')
  const isOurs = (stamp: string): boolean => {
    const [at = '', mac = ''] = stamp.split('.').length === 3 ? splitLast(stamp) : []
    const [given, own] = [Buffer.from(mac), Buffer.from(seal(at))]
    return given.length === own.length && timingSafeEqual(given, own)
  }
  return {
    give: () => {
      const at = `${clock.now().getTime()}.${randomBytes(9).toString('base64url')}`
      return `${at}.${seal(at)}`
    },
    look: stamp => {
      if (!isOurs(stamp)) return { state: 'stale' }
      const answer = used.get(stamp)
      if (answer !== undefined) return { state: 'used', answer }
      const age = clock.now().getTime() - Number(stamp.split('.')[0])
      if (age < soonest) return { state: 'early' }
      return { state: age > latest ? 'stale' : 'good' }
    },
    use: (stamp, answer) => {
      const [oldest] = used.keys()
      if (used.size >= mostUsed && oldest !== undefined) used.delete(oldest)
      used.set(stamp, answer)
    },
  }
}

const splitLast = (stamp: string): readonly [string, string] => {
  const at = stamp.lastIndexOf('.')
  return [stamp.slice(0, at), stamp.slice(at + 1)]
}
