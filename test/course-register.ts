/** A course company's register, published from its notice, in which the tests of upper floors live: persons are invented. */

import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import { publishChecked } from '../src/database/publish.ts'
import { parse } from '../src/notice/parse.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** customer-care works on contracts, marketing on consent and interest, development without names, rights on everything. */
export const courseNotice = `
notice: 1
register: { id: courses, name: { fi: Kurssirekisteri, en: Course register } }
effective: 2026-03-01
languages: [fi, en]
controller: { name: Esimerkkikurssit Oy, address: "Esimerkkikatu 1, 00100 Helsinki, FI" }
contact: { email: tietosuoja@example.fi }
authority: fi
purposes:
  customer-care:
  marketing: { channels: { email: consent } }
  development:
  rights:
interests:
  keep-in-touch: { text: { fi: kertoa omista kursseista, en: telling of our own courses }, assessment: 2026-01, weighed: 2026-01-20 }
categories:
  identity:
    fields: [given-name, family-name]
    from: [forms, phone, email]
    for: { customer-care: contract, marketing: interest keep-in-touch }
    keep: 24 months after relationship ends, then delete
  contact-points:
    fields: [email, phone, post, web, social-media]
    from: same as identity
    for: { customer-care: contract, marketing: permission }
    keep: same as identity
  work:
    fields: [title, organisation]
    from: same as identity
    for: { customer-care: contract }
    keep: same as identity
  profile:
    fields: [language]
    from: [forms]
    for: { customer-care: contract, development: interest keep-in-touch }
    keep: 12 months
  interests:
    from: [forms]
    for: { customer-care: contract, marketing: interest keep-in-touch }
    keep: same as identity
  relationships:
    from: [forms, phone]
    for: { customer-care: contract }
    keep: same as identity
  permissions:
    from: same as identity
    for: { marketing: legal obligation }
    keep: same as identity
  shoe-size:
    name: { fi: Kengännumero, en: Shoe size }
    fields: { size: { type: number, name: { fi: koko, en: size }, search: yes }, colour: { type: text, name: { fi: väri, en: colour }, search: yes } }
    from: [forms]
    for: { customer-care: contract }
    keep: same as identity
duties:
  customer-service: [customer-care]
  marketing: [marketing]
  management: [development]
  privacy: [rights]
rights: { channels: [email], identity: one-time link }
security: [named accounts]
`

export interface CourseRegister {
  readonly db: TestDatabase
  readonly version: number
  /** Somebody's request for a purpose, as the verbs of the register take it. */
  ask(
    purpose: string,
    more?: { readonly actor?: string; readonly kind?: 'staff' | 'key'; readonly lang?: 'fi' | 'sv' | 'en' },
  ): Ask
  close(): Promise<void>
}

export type Ask = ReturnType<typeof askIn>

export async function courseRegister(text = courseNotice): Promise<CourseRegister> {
  const db = await testDatabase()
  const { notice, findings } = parse(text)
  if (!notice) throw new Error(`the notice of the tests is not understood: ${JSON.stringify(findings)}`)
  const { version } = await publishChecked(db, notice, { source: text, by: 'system', clock: db.clock })
  return { db, version, ask: (purpose, more) => askIn(db, version, purpose, more), close: () => db.close() }
}

const askIn = (
  db: TestDatabase,
  version: number,
  purpose: string,
  more: { readonly actor?: string; readonly kind?: 'staff' | 'key'; readonly lang?: 'fi' | 'sv' | 'en' } = {},
) => ({
  purpose,
  published: { version },
  program: { database: db },
  reader: db.purpose(purpose),
  token: signActor(db.actorKey, { actor: more.actor ?? 'staff:test', purpose, request: newId() }),
  asker: { kind: more.kind ?? ('staff' as const) },
  clock: db.clock,
  lang: more.lang ?? ('fi' as const),
})
