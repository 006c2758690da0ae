/** The stamp of a form's page says which words were shown: its version, language and notice. */

import { z } from 'zod'
import * as page from '../http/stamp.ts'

/** What was on the page. */
export interface Shown {
  readonly form: string
  readonly version: number
  readonly lang: 'fi' | 'sv' | 'en'
  readonly noticeVersion: number
}

export interface Stamp extends Shown, Pick<page.Stamp, 'at' | 'nonce'> {}

export const giveStamp = (home: string, { form, version, lang, noticeVersion }: Shown, now: Date): string =>
  page.giveStamp(home, form, now, [version, lang, noticeVersion])

const shown = z.tuple([z.coerce.number().int().min(1), z.enum(['fi', 'sv', 'en']), z.coerce.number().int().min(0)])

export function readStamp(home: string, form: string, given: string, now: Date): Stamp | page.BadStamp {
  const stamp = page.readStamp(home, form, given, now)
  if (typeof stamp === 'string') return stamp
  const [version, lang, noticeVersion] = shown.parse(stamp.says) // ours, or it would not be sealed
  return { form, version, lang, noticeVersion, at: stamp.at, nonce: stamp.nonce }
}
