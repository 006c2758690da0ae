/** A register whose purposes contact people by every rule there is, and persons who have said what a test says, written straight into it. */

import { newId } from '../src/base/ids.ts'
import { publishChecked } from '../src/database/publish.ts'
import { parse } from '../src/notice/parse.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type RegisterCaller, registerCaller } from './register-caller.ts'

/** By e-mail, marketing needs consent, offers a purchase at least, sales nothing but no prohibition; research keeps a permit for a year. */
export const permissionsNotice = `notice: 1
register: { id: test, name: { fi: Testirekisteri, sv: Testregister, en: Test register } }
effective: 2026-01-01
languages: [fi, sv, en]
controller: { name: Esimerkkikurssit Oy, business-id: 3183213-3, address: "Esimerkkikatu 1, 00100 Helsinki" }
contact: { email: tietosuoja@example.fi }
authority: fi
purposes:
  customer-care:
  marketing: { channels: { email: consent, sms: consent, social-media: never } }
  offers:
    name: { fi: Tarjoukset, sv: Erbjudanden, en: Offers }
    explanation: { fi: Kerromme tarjouksista., sv: Vi berättar om erbjudanden., en: We tell about offers. }
    channels: { email: consent or similar purchase }
  sales: { channels: { email: unless objected, phone: unless objected, post: unless objected } }
  trade:
    name: { fi: Yritysmyynti, sv: Företagsförsäljning, en: Sales to companies }
    explanation: { fi: Myymme yrityksille., sv: Vi säljer till företag., en: We sell to companies. }
    channels: { email: consent }
  rights:
interests:
  keep-in-touch: { text: { fi: kertoa kursseista, sv: att berätta om kurser, en: telling of courses }, assessment: TT-1, weighed: 2026-01-01 }
recipients: none
categories:
  identity: { fields: [given-name, family-name], required: none, from: [forms], for: { customer-care: contract, rights: legal obligation }, keep: 24 months }
  contact-points:
    fields: [email, phone, post]
    required: none
    from: [forms]
    for: { customer-care: contract, marketing: { basis: permission, fields: [email] }, offers: permission, sales: interest keep-in-touch, trade: interest keep-in-touch, rights: legal obligation }
    keep: 24 months
  work: { fields: [title], required: none, from: [forms], for: { customer-care: contract, rights: legal obligation }, keep: 24 months }
  profile: { fields: [language], required: none, from: [forms], for: { customer-care: contract, rights: legal obligation }, keep: 24 months }
  permissions:
    from: [forms, phone]
    for: { customer-care: legal obligation, marketing: legal obligation, trade: legal obligation, rights: legal obligation }
    keep: 12 months for trade, otherwise 3 years after consent is withdrawn
duties: { privacy: [rights], customer-service: [customer-care], marketing: [marketing] }
rights: { channels: [email] }
minors: { from: 13, guardian: below }
`

/**
 * What a person has said: `kind purpose channel [[YYYY-]MM-DD] [at=address] [age=…] [group=…]`; with ! it is withdrawn at that moment,
 * `-` is every one. A purchase is of courses unless told; `group=` is of a group that nobody knows.
 */
export type Words = string

export interface SomePerson {
  readonly said?: readonly Words[]
  /** `address [state] [whose] [primary]` */
  readonly has?: readonly string[]
  readonly title?: string
}

export interface PermissionsDesk extends RegisterCaller {
  readonly db: TestDatabase
  /** The login of a purpose with an actor token for it. */
  asking(purpose?: string): { readonly reader: TestDatabase['app']; readonly token: string }
  /** Their ids, in this order. */
  persons(all: readonly SomePerson[]): Promise<readonly string[]>
  /** The person says this too. */
  hear(person: string, said: readonly Words[]): Promise<void>
  /** The notice with other words in it becomes the one in force. */
  publish(change?: (text: string) => string): Promise<void>
  close(): Promise<void>
}

export async function permissionsDesk(): Promise<PermissionsDesk> {
  const db = await testDatabase()
  const caller = registerCaller(db)
  const publish: PermissionsDesk['publish'] = async (change = text => text) => {
    const source = change(permissionsNotice)
    const { notice, findings } = parse(source)
    if (!notice) throw new Error(`the notice of this test cannot be read: ${JSON.stringify(findings)}`)
    await publishChecked(db, notice, { source, by: 'test', clock: db.clock })
  }
  await publish()
  const say = (said: readonly object[]) =>
    db.admin.query(
      `insert into register.statement (person_id, id, kind, purpose, channel, given_at, withdrawn_at, source, wording, place,
         recorded_by, notice_version, address_hash, age, product_group)
       select person, id, kind, purpose, channel, given, withdrawn, 'forms', 'Saa lähettää', 'lomake', 'test', 1,
         register.address_hash(address), age, "group"
       from jsonb_to_recordset($1) as r (person uuid, id uuid, kind text, purpose text, channel text, given timestamptz,
         withdrawn timestamptz, address text, age text, "group" text)`,
      [JSON.stringify(said)],
    )
  return {
    ...caller,
    db,
    publish,
    asking: (purpose = 'rights') => ({ reader: db.purpose(purpose), token: caller.token(purpose) }),
    hear: async (person, said) => {
      await say(said.map(words => ({ person, ...statementOf(words) })))
      await db.admin.query('select register.relabel($1)', [[person]])
    },
    persons: async all => {
      const ids = all.map(() => newId())
      await db.admin.query(`insert into register.person (id, created_by) select unnest($1::uuid[]), 'test'`, [ids])
      await db.admin.query(
        `insert into register.contact_points (person_id, id, standing, email, phone, street, state, whose, is_primary)
         select person, id, 0, email, phone, street, state, whose, "primary" from jsonb_to_recordset($1)
           as r (person uuid, id uuid, email text, phone text, street text, state text, whose text, "primary" boolean)`,
        [JSON.stringify(all.flatMap(({ has = [] }, at) => has.map(one => ({ person: ids[at], ...addressOf(one) }))))],
      )
      await db.admin.query(
        `insert into register.work (person_id, id, standing, title)
         select person, id, 0, title from jsonb_to_recordset($1) as r (person uuid, id uuid, title text)`,
        [JSON.stringify(all.flatMap(({ title }, at) => (title ? [{ person: ids[at], id: newId(), title }] : [])))],
      )
      await say(all.flatMap(({ said = [] }, at) => said.map(words => ({ person: ids[at], ...statementOf(words) }))))
      await db.admin.query('select register.relabel($1)', [ids])
      return ids
    },
    close: () => db.close(),
  }
}

function addressOf(words: string) {
  const [value = '', ...marks] = words.split(' ')
  const field = value.includes('@') ? 'email' : value.startsWith('+') ? 'phone' : 'street'
  return {
    id: newId(),
    [field]: value,
    state: marks.find(mark => ['unverified', 'verified', 'bounced'].includes(mark)),
    whose: marks.find(mark => ['own', 'work', 'organisation'].includes(mark)),
    primary: marks.includes('primary'),
  }
}

function statementOf(words: Words) {
  const [kind = '', purpose = '-', channel = '-', ...more] = words.split(' ')
  const day = more.find(one => /^(\d{4}-)?\d\d-\d\d$/.test(one)) ?? '01-01'
  const mark = (name: string) => more.find(one => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const isWithdrawn = kind.endsWith('!')
  const moment = `${day.length === 5 ? `2026-${day}` : day}T10:00:00Z`
  return {
    id: newId(),
    kind: kind.replace('!', ''),
    purpose: purpose === '-' ? null : purpose,
    channel: channel === '-' ? null : channel,
    given: isWithdrawn ? '2023-12-01T10:00:00Z' : moment,
    withdrawn: isWithdrawn ? moment : null,
    address: mark('at'),
    age: mark('age'),
    group: kind === 'similar-purchase' ? (mark('group') ?? 'courses') || null : null,
  }
}
