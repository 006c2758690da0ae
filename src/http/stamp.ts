/** A page that was fetched is sent once, some seconds later and within a day; its stamp says what it showed, and nobody else can make one. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { homeKey } from '../base/home.ts'
import type { Clock } from '../base/time.ts'
import type { OpenAsk } from './ask.ts'

export interface Stamp {
  /** When the page was fetched, in milliseconds. */
  readonly at: number
  /** By which what is sent counts once. */
  readonly nonce: string
  /** What else was on the page, as it was given. */
  readonly says: readonly string[]
}

/** Why a stamp counts for nothing. `early` and `stale` are ours. */
export type BadStamp = 'forged' | 'early' | 'stale'

const soonest = 2000 // milliseconds: nobody fills in a form in less
const latest = 86_400_000 // a day: a limit of less than twenty hours would have to be adjustable (WCAG 2.2.1)

const sealOf = (home: string, told: string): Buffer =>
  createHmac('sha256', homeKey(home, 'form-stamp')).update(told).digest()

/** `page`: what it is good for and nothing else. Neither it nor what it says has a tilde. */
export function giveStamp(home: string, page: string, now: Date, says: readonly (string | number)[] = []): string {
  const told = [now.getTime(), randomBytes(12).toString('base64url'), page, ...says].join('~')
  return `${told}~${sealOf(home, told).toString('base64url')}`
}

export function readStamp(home: string, page: string, given: string, now: Date): Stamp | BadStamp {
  const end = given.lastIndexOf('~')
  if (end < 0 || given.length > 400) return 'forged'
  const told = given.slice(0, end)
  const [sent, own] = [Buffer.from(given.slice(end + 1), 'base64url'), sealOf(home, told)]
  if (sent.length !== own.length || !timingSafeEqual(sent, own)) return 'forged'
  const [at, nonce = '', of, ...says] = told.split('~')
  if (of !== page) return 'forged'
  const age = now.getTime() - Number(at)
  if (age < soonest) return 'early'
  return age > latest ? 'stale' : { at: Number(at), nonce, says }
}

/** For pages that answer a form that is sent again as they did the first time. */
export interface Stamps<Answer> {
  /** Goes into the form when it is fetched. */
  give(ask: Asked, page: string): string
  /** `good`: it may be taken, and is used up with `use`. Otherwise the answer that it was used up for, or why it cannot be taken. */
  look(
    ask: Asked,
    page: string,
    stamp: string,
  ): { readonly state: 'good' | 'early' | 'stale' } | { readonly state: 'used'; readonly answer: Answer }
  use(stamp: string, answer: Answer): void
}
type Asked = Pick<OpenAsk, 'program' | 'clock'>

const mostUsed = 10_000

/** What was answered is known to this process alone: whoever fetched the form before it began is asked to send it again, with all that they wrote. */
export function openStamps<Answer>(clock: Clock): Stamps<Answer> {
  const used = new Map<string, Answer>()
  const began = clock.now().getTime()
  return {
    give: ({ program, clock }, page) => giveStamp(program.home, page, clock.now()),
    look: ({ program, clock }, page, stamp) => {
      const read = readStamp(program.home, page, stamp, clock.now())
      if (read === 'early') return { state: 'early' }
      if (typeof read === 'string' || read.at < began) return { state: 'stale' }
      const answer = used.get(stamp)
      return answer === undefined ? { state: 'good' } : { state: 'used', answer }
    },
    use: (stamp, answer) => {
      const [oldest] = used.keys()
      if (used.size >= mostUsed && oldest !== undefined) used.delete(oldest)
      used.set(stamp, answer)
    },
  }
}
