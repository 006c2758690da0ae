/** A page that was fetched is sent once, some seconds later and within half a day; its stamp says which words it showed, and nobody else can make one. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { openHome } from '../base/home.ts'

/** What was on the page. */
export interface Shown {
  readonly form: string
  readonly version: number
  readonly lang: 'fi' | 'sv' | 'en'
  readonly noticeVersion: number
  /** When it was fetched, in milliseconds. */
  readonly at: number
}

export interface Stamp extends Shown {
  /** By which what is sent counts once. */
  readonly nonce: string
}

export const soonest = 2000 // milliseconds: nobody fills in a form in less
export const latest = 43_200_000

const keys = new Map<string, Buffer>()
function keyOf(home: string): Buffer {
  const key = keys.get(home) ?? openHome(home).key('form-stamp')
  keys.set(home, key)
  return key
}

const sealOf = (home: string, told: string): Buffer => createHmac('sha256', keyOf(home)).update(told).digest()

export function giveStamp(home: string, shown: Shown): string {
  const { form, version, lang, noticeVersion, at } = shown
  const nonce = randomBytes(12).toString('base64url')
  const told = [form, version, lang, noticeVersion, at, nonce].join('~')
  return `${told}~${sealOf(home, told).toString('base64url')}`
}

const parts = z.tuple([
  z.uuid(),
  z.coerce.number().int().min(1),
  z.enum(['fi', 'sv', 'en']),
  z.coerce.number().int().min(0),
  z.coerce.number().int(),
  z.string().length(16),
])

/** Why a stamp counts for nothing. `early` and `stale` are ours. */
export type BadStamp = 'forged' | 'early' | 'stale'

export function readStamp(home: string, form: string, given: string, now: Date): Stamp | BadStamp {
  const at = given.lastIndexOf('~')
  const [sent, own] = [Buffer.from(given.slice(at + 1), 'base64url'), sealOf(home, given.slice(0, Math.max(at, 0)))]
  if (at < 0 || given.length > 300 || sent.length !== own.length || !timingSafeEqual(sent, own)) return 'forged'
  const read = parts.safeParse(given.slice(0, at).split('~'))
  if (!read.success || read.data[0] !== form) return 'forged'
  const [, version, lang, noticeVersion, shown, nonce] = read.data
  const age = now.getTime() - shown
  if (age < soonest) return 'early'
  if (age > latest) return 'stale'
  return { form, version, lang, noticeVersion, at: shown, nonce }
}
