/** What a visitor has written becomes an entry of the event, once an address; at the stand it says that they were there. */

import { createHash } from 'node:crypto'
import type { Door } from '../arrivals/receive.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { Notice } from '../notice/notice.ts'
import { keepEntry, keyOf } from '../participation/entry.ts'
import { emailKeyOf, type Typed } from '../participation/entry-form.ts'
import { isContract, permitWords } from '../participation/place.ts'
import { text } from '../texts/texts.ts'
import type { Event } from './event.ts'

export interface Taking {
  readonly event: Event
  readonly notice: Notice
  readonly typed: Typed
  /** The address of the page, without whatever lets in. */
  readonly path: string
  readonly at: Date
  readonly attended: boolean
}

/** In the notice's first language, as the register says that somebody was there. */
export const attendedWords = (notice: Notice): string => text(notice.languages[0] ?? 'fi', 'events.attended')

export async function takeEntry(
  { program, lang }: OpenAsk,
  door: Door,
  { event, notice, typed, path, at, attended }: Taking,
): Promise<void> {
  const words = permitWords(notice, lang, event.permits)
  const permit =
    typed.permit && words !== undefined && event.permits ? { purpose: event.permits, wording: words } : null
  const once = keyOf(event.salt, emailKeyOf(typed.email) ?? '')
  await keepEntry(door, event.connection, {
    // Whoever registered before is noted at the stand too, where each is noted once.
    key: attended ? createHash('sha256').update(`stand ${once}`).digest('hex') : once,
    kind: event.kind,
    event: event.name,
    at: at.toISOString(),
    place: `${program.url}${path}`,
    lang,
    noticeVersion: (await program.published()).version,
    given: typed.given,
    family: typed.family,
    email: typed.email,
    ofAge: typed.ofAge,
    byContract: isContract(notice, event.purpose),
    permit,
    ...(attended && { result: attendedWords(notice) }),
  })
}
