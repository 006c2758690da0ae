/** At 100,000 persons no query behind a screen reads a table from end to end, whatever is sorted, filtered or searched for. */

import pg, { type QueryConfig } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, courseRegister } from '../../test/course-register.ts'
import { readCard } from './card.ts'
import { listPersons } from './persons-list.ts'
import type { Find } from './requests.ts'
import { readTimeline } from './timeline.ts'
import { changes, permits } from './timeline-changes.ts'
import { activities, contacts, orders } from './timeline-rows.ts'
import { sent } from './timeline-sent.ts'

const register = await courseRegister()
const { db, ask } = register
afterAll(() => register.close())

const persons = 100_000

/** Every person has a contract but one in a hundred; one in fifty has no name, one in five a second city. */
const seed = `
  create temporary table seeded as
    select n, register.new_id() as id, case when n % 100 = 0 then 0 else 2 end::bigint as standing from generate_series(1, ${persons}) n;
  insert into register.person (id, standing, created_by) select id, standing, 'system' from seeded;
  insert into register.identity (person_id, id, standing, given_name, family_name)
    select id, id, standing,
      (array['Aino', 'Bertta', 'Cecilia', 'Eino', 'Frans', 'Helmi', 'Ilmari', 'Väinö', 'Örjan', 'Åke'])[1 + n % 10] || ' ' || (n % 97),
      case when n % 11 > 0 then (array['Virtanen', 'Mäkelä', 'Korhonen', 'Hämäläinen', 'Öhman'])[1 + n % 5] || n % 1009 end
    from seeded where n % 50 > 0;
  insert into register.contact_points (person_id, id, standing, email, is_primary)
    select id, register.new_id(), standing, 'person' || n || '@example' || n % 40 || '.fi', true from seeded where n % 10 > 0;
  insert into register.contact_points (person_id, id, standing, phone)
    select id, register.new_id(), standing, '+35840' || lpad(n::text, 7, '0') from seeded;
  insert into register.contact_points (person_id, id, standing, city)
    select id, register.new_id(), standing, (array['Helsinki', 'Turku', 'Oulu', 'Inari'])[1 + least(3, n % 7)] from seeded where n % 5 = 0;
  insert into register.work (person_id, id, standing, organisation) select id, register.new_id(), standing, 'Yritys ' || n % 5000 from seeded where n % 3 = 0;
  insert into register.profile (person_id, id, standing, language) select id, id, standing, case when n % 9 = 0 then 'sv' else 'fi' end from seeded;
  insert into register.relationships (person_id, id, standing, kind, started) select id, register.new_id(), standing, 'customer', '2026-01-01' from seeded;
  insert into register.interests (person_id, id, standing, interest) select id, register.new_id(), standing, 'aihe ' || n % 30 from seeded where n % 6 = 0;
  insert into register.shoe_size (person_id, id, standing, size) select id, register.new_id(), standing, 30 + n % 20 from seeded where n % 4 = 0;
  insert into register.change (person_id, id, actor, purpose, source, notice_version, category, row_id, after)
    select id, register.new_id(), 'system', 'customer-care', case when n % 500 = 0 then 'phone' else 'forms' end, 1, 'person', id, '{}' from seeded;
  insert into register.change (person_id, id, actor, purpose, source, notice_version, category, row_id, after)
    select id, register.new_id(), 'system', 'customer-care', 'forms', 1, 'identity', id, '{"given_name": "Aino"}' from seeded where n % 50 > 0;
  insert into register.statement (person_id, id, kind, given_at, source, recorded_by, notice_version)
    select id, register.new_id(), 'contract', '2026-01-01', 'forms', 'test', 1 from seeded where n % 100 > 0;
  insert into register.shut (person_id, category, row_id, bits, since)
    select id, 'work', register.new_id(), 1::bigint << 50, '2026-01-01' from seeded where n % 10 = 0;
  drop table seeded`

beforeAll(async () => {
  await db.admin.query(seed)
  await db.admin.query('vacuum analyze') // as autovacuum does after a while: trigram indexes take in what waits for them
}, 120_000)

interface Plan {
  readonly 'Node Type': string
  readonly Schema?: string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

// PostgreSQL tells the plan of every statement, those within functions too.
const tellPlans = `load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
  set auto_explain.log_verbose = on; set auto_explain.log_format = json; set auto_explain.log_level = notice`

/** An asker of whose queries every whole table of the register that one of them reads is noted. */
function noting(purpose: string) {
  const plain = ask(purpose)
  const scanned: string[] = []
  const connect = async () => {
    const client = await db.admin.connect()
    client.on('notice', ({ message = '' }) => {
      const told = /plan:\n(.*)$/s.exec(message)?.[1]
      if (told === undefined) return
      const { 'Query Text': text, Plan: plan } = JSON.parse(told) as { 'Query Text': string; Plan: Plan }
      const scans = nodesOf(plan).filter(node => node['Node Type'] === 'Seq Scan' && node.Schema === 'register')
      scanned.push(...scans.map(node => `${node['Relation Name']}: ${text}`))
    })
    await client.query(`${tellPlans}; set session authorization ${pg.escapeIdentifier(db.roles.purpose(purpose))}`)
    return { query: client.query.bind(client), release: () => client.release(true) }
  }
  const query = async (config: string | QueryConfig, values?: unknown[]) => {
    const client = await connect()
    try {
      return await client.query(config, values)
    } finally {
      client.release()
    }
  }
  const reader = { query, connect } as unknown as Ask['reader']
  return { ask: { ...plain, reader }, scanned }
}

test('whole tables are noted, and those that functions read', async () => {
  const { ask: asking, scanned } = noting('customer-care')
  await asking.reader.query('select count(*) from register.identity')
  await asking.reader.query('select * from register.count_seen($1)', [asking.token])
  expect(scanned).toEqual([
    'identity: select count(*) from register.identity',
    expect.stringMatching(/^person: .*group by standing/s),
  ])
})

// How many persons there are is counted.
const unexpected = (scanned: readonly string[]) => scanned.filter(line => !/from register.person group by/.test(line))

const find = (more: Partial<Find>): Find => ({ filters: [], sort: 'name', limit: 50, columns: [], ...more })
const only = (field: string, is: 'equals' | 'starts' | 'from' | 'before', value: string | number | boolean) => ({
  filters: [{ field, is, value }],
})

const lists: readonly (readonly [string, Partial<Find>])[] = [
  ['by name', {}],
  ['newest', { sort: 'newest' }],
  ['changed', { sort: 'changed' }],
  ['a common city', only('city', 'equals', 'Inari')],
  ['a city in order of newest', { ...only('city', 'equals', 'Helsinki'), sort: 'newest' }],
  ['the language of nearly all', only('language', 'equals', 'fi')],
  ['the language of some, newest', { ...only('language', 'equals', 'sv'), sort: 'newest' }],
  ['customers', only('relationship', 'equals', 'customer')],
  ['an organisation', only('organisation', 'equals', 'Yritys 77')],
  ['organisations that begin so', only('organisation', 'starts', 'yritys 7')],
  ['who has an address', only('has-email', 'equals', true)],
  ['who has none', only('has-email', 'equals', false)],
  ['from a source', only('source', 'equals', 'phone')],
  ['of a shoe size', only('shoe-size.size', 'equals', 44)],
  ['of large shoes', only('shoe-size.size', 'from', 48)],
  ['an address', only('contact-points.email', 'equals', 'person7@example7.fi')],
  ['a telephone number', only('contact-points.phone', 'starts', '+3584000')],
  ['nobody', only('city', 'equals', 'Atlantis')],
  [
    'two filters',
    { filters: [...only('city', 'equals', 'Turku').filters, ...only('language', 'equals', 'sv').filters] },
  ],
  ['a name', { q: 'virtanen9 ain' }],
  ['a misspelt name', { q: 'Virtannen77' }],
  ['part of an address', { q: 'person77@' }],
  ['a number', { q: '040 000 77' }],
  ['nobody by name', { q: 'olematon henkilö' }],
]

test.each(lists)('%s', async (_, more) => {
  const { ask: asking, scanned } = noting('customer-care')
  const started = performance.now()
  const list = await listPersons(asking, find(more))
  const took = performance.now() - started
  expect(unexpected(scanned)).toEqual([])
  expect(took, 'milliseconds').toBeLessThan(1_500)
  if (list.next) {
    await listPersons(asking, find({ ...more, after: list.next }))
    expect(unexpected(scanned)).toEqual([])
  }
})

test('the last pages: those who have no name', async () => {
  const { ask: asking, scanned } = noting('customer-care')
  const after = Buffer.from(JSON.stringify(['nameless', null])).toString('base64url')
  const { persons: shown } = await listPersons(asking, find({ after }))
  expect(shown).toHaveLength(50)
  expect(unexpected(scanned)).toEqual([])
})

test('a card and a timeline', async () => {
  const { ask: asking, scanned } = noting('customer-care')
  const [person] = (await listPersons(asking, find({ limit: 1 }))).persons
  await readCard(asking, person?.id ?? '')
  await readTimeline(asking, [contacts, orders, activities, permits, sent, changes], person?.id ?? '', {})
  expect(unexpected(scanned)).toEqual([])
})
