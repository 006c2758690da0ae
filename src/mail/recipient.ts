/** Where a person can be reached is asked at the moment of sending, through the login of the rights purpose, and is a look like any other. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Program, Published } from '../http/program.ts'
import type { Lang } from '../notice/notice.ts'

export type Reaching = Pick<Program, 'clock' | 'database' | 'published' | 'recordLooks'>

export interface Recipient {
  readonly lang: Lang
  /** None that has not bounced. */
  readonly email: string | undefined
}

/** What is looked at, for the look log. */
const looked = ['contact-points', 'profile']

/** The purpose that sees every person (Art. 12–22); every notice that passes its check has one. */
export function rightsPurpose({ purposes }: Published): string {
  const rights = purposes.find(({ seesAll }) => seesAll)
  if (!rights) throw new Refused('mail.no-rights-purpose', 'conflict')
  return rights.id
}

/** Who looks, and for what: the system, at the address of a message, unless told. */
interface Looking {
  readonly actor: string
  readonly operation: string
}
const sendingLooks: Looking = { actor: 'system', operation: 'mail.address' }

/** The person's e-mail address and language. `request` is written into the look: the message that the address was asked for. */
export async function recipientOf(
  program: Reaching,
  person: Id,
  request: Id,
  looking: Looking = sendingLooks,
): Promise<Recipient> {
  const published = await program.published()
  const purpose = rightsPurpose(published)
  const { notice, version: noticeVersion } = published
  const has = (category: string, column: string): boolean =>
    notice?.categories.some(
      ({ id, stored, fields }) =>
        id === category &&
        stored === 'table' &&
        fields.some(({ columns }) => columns.some(({ name }) => name === column)),
    ) ?? false
  await program.recordLooks([
    {
      at: program.clock.now(),
      ...looking,
      purpose,
      personId: person,
      categories: looked,
      requestId: request,
      noticeVersion,
    },
  ])
  const email = has('contact-points', 'email')
    ? `(select email from register.contact_points where person_id = $1 and email is not null and state is distinct from 'bounced'
        order by is_primary desc nulls last, id limit 1)`
    : 'null'
  const language = has('profile', 'language') ? '(select language from register.profile where person_id = $1)' : 'null'
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ email: string | null; language: string | null }>(
      `select ${email} as email, ${language} as language from register.person where id = $1`,
      [person],
    )
  const [found] = rows
  return { lang: langFor(found?.language, notice?.languages), email: found?.email ?? undefined }
}

/** The person's language as far as the notice is written in it; another one than Finnish or Swedish is answered in English. */
export function langFor(language: string | null | undefined, of: readonly Lang[] = ['fi']): Lang {
  const first = of[0] ?? 'fi'
  if (!language) return of.find(lang => lang === 'fi') ?? first
  return of.find(lang => lang === language) ?? of.find(lang => lang === 'en') ?? first
}
