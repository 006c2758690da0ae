/** Who is to get a letter, in which language and at which address, as the rights purpose sees them. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Published } from '../http/program.ts'
import { langFor } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'

export interface Addressee {
  readonly person: Id
  readonly name: string
  readonly lang: Lang
  /** Lines below the name; none when no postal address is known. */
  readonly address: readonly string[]
}

/** What is looked at, for the look log. */
export const looked = ['identity', 'contact-points', 'profile']

/** In the order of `persons`; one whom the purpose does not see any more is left out. */
export async function addresseesOf(
  reader: Pool,
  { notice }: Published,
  persons: readonly Id[],
): Promise<readonly Addressee[]> {
  const has = (category: string, column: string): boolean =>
    notice?.categories.some(
      ({ id, fields }) => id === category && fields.some(({ columns }) => columns.some(({ name }) => name === column)),
    ) ?? false
  const name = ['given_name', 'family_name'].filter(column => has('identity', column))
  const post = ['street', 'postcode', 'city', 'country'].every(column => has('contact-points', column))
  const { rows } = await reader.query<{
    person: Id
    name: string | null
    street: string | null
    town: string | null
    country: string | null
    language: string | null
  }>(
    `select p.id as person,
       ${name.length > 0 ? `(select concat_ws(' ', ${name.join(', ')}) from register.identity i where i.person_id = p.id)` : 'null'} as name,
       post.street, post.town, post.country,
       ${has('profile', 'language') ? '(select language from register.profile l where l.person_id = p.id)' : 'null'} as language
     from unnest($1::uuid[]) with ordinality as given (id, place) join register.person p using (id)
     left join lateral (${
       post
         ? `select street, concat_ws(' ', postcode, city) as town, country from register.contact_points c
            where c.person_id = p.id and c.street is not null order by is_primary desc nulls last, id limit 1`
         : 'select null as street, null as town, null as country'
     }) post on true
     order by given.place`,
    [persons],
  )
  return rows.map(({ person, name, street, town, country, language }) => {
    const lang = langFor(language, notice?.languages)
    return { person, name: name ?? '', lang, address: street === null ? [] : linesOf(street, town, country, lang) }
  })
}

const linesOf = (street: string, town: string | null, country: string | null, lang: Lang): readonly string[] => [
  street,
  ...(town ? [town] : []),
  ...(country && country !== 'FI'
    ? [new Intl.DisplayNames(lang, { type: 'region' }).of(country)?.toUpperCase() ?? country]
    : []),
]
