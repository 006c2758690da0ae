/** Purpose soundness: whatever the notice, the persons and what they have said, a purpose login sees exactly what the model says. */

import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import { publishChecked } from '../src/database/publish.ts'
import { testDatabase } from './database.ts'
import { emptyRegister } from './empty-register.ts'
import { type ChannelRules, type SmallCategory, smallNotice } from './small-notice.ts'
import {
  acceptsPurchase,
  columnsFor,
  covers,
  type Person,
  type Statement,
  seen,
  uses,
  type Values,
} from './soundness.model.ts'

const db = await testDatabase()
afterAll(() => db.close())

const cases = process.env.SELOSTE_LONG === '1' ? 2500 : 300

// ── What is drawn ─────────────────────────────────────────────────────────────────────────────────────────────────────

const purposes = ['p1', 'p2', 'p3'] as const
const purpose = fc.constantFrom(...purposes)
const fields = [
  { id: 'f1', type: 'text', search: 'prefix', format: 'person-name' },
  { id: 'f2', type: 'integer', search: 'range' },
  { id: 'f3', type: 'text' },
] as const
const fieldIds = fields.map(field => field.id)
const basis = fc.constantFrom('contract', 'consent', 'permission', 'interest', 'legal-obligation')

const use = fc.oneof(
  basis,
  fc.tuple(basis, fc.shuffledSubarray(fieldIds, { minLength: 1 })).map(([kind, ids]) => [kind, ...ids] as const),
)

const category = (id: string, rows: 'one' | 'many'): fc.Arbitrary<SmallCategory> =>
  fc.record({
    id: fc.constant(id),
    rows: fc.constant(rows),
    fields: fc.shuffledSubarray([...fields], { minLength: 1 }),
    uses: fc.dictionary(purpose, use, { noNullPrototype: true }),
  })

/** A register without any category would have no source to open a person from. */
const alwaysThere: SmallCategory = { id: 'c4', fields: ['f3'], uses: {} }

/** A use may name only fields that the category has. */
const lawful = (drawn: SmallCategory): SmallCategory => ({
  ...drawn,
  uses: Object.fromEntries(
    Object.entries(drawn.uses).flatMap(([id, how]): [string, SmallCategory['uses'][string]][] => {
      if (typeof how === 'string') return [[id, how]]
      const [kind, ...named] = how
      const held = named.filter(name => drawn.fields.some(field => typeof field !== 'string' && field.id === name))
      return held.length > 0 ? [[id, [kind, ...held]]] : []
    }),
  ),
})

const rule = fc.constantFrom('consent', 'consent or similar purchase')
const rules: fc.Arbitrary<ChannelRules> = fc.dictionary(
  purpose,
  fc.record({ email: rule, post: rule }, { requiredKeys: [] }),
  { noNullPrototype: true },
)

interface Drawn {
  readonly categories: readonly SmallCategory[]
  readonly rules: ChannelRules
}

const categories = fc
  .tuple(fc.option(category('c1', 'one')), fc.option(category('c2', 'many')), fc.option(category('c3', 'many')))
  .map(drawn => [...drawn.filter(one => one !== null).map(lawful), alwaysThere])
const notice: fc.Arbitrary<Drawn> = fc.record({ categories, rules })

const day = fc.integer({ min: 0, max: 5 })
const statement: fc.Arbitrary<Statement> = fc
  .record({
    kind: fc.constantFrom('contract', 'consent', 'similar-purchase', 'objection', 'restriction'),
    purpose: fc.option(purpose),
    channel: fc.option(fc.constantFrom('email', 'post')),
    given: day,
    lasts: fc.option(day),
  })
  .map(({ kind, purpose: to, channel, given, lasts }) => ({
    kind,
    purpose: kind === 'consent' || kind === 'similar-purchase' ? (to ?? 'p1') : kind === 'objection' ? to : null,
    channel:
      kind === 'similar-purchase' ? (channel ?? 'email') : kind === 'consent' || kind === 'objection' ? channel : null,
    given,
    withdrawn: lasts === null ? null : given + lasts,
  }))

const values: fc.Arbitrary<Values> = fc.record(
  {
    f1: fc.option(fc.constantFrom('Aino', 'Bertta', 'Åke Öhman')),
    f2: fc.option(fc.integer({ min: -9, max: 9 })),
    f3: fc.option(fc.string({ minLength: 1, maxLength: 4 }).map(text => `x${text.replaceAll('\0', '')}x`)),
  },
  { requiredKeys: [] },
)

const who = fc.nat(2)
const categoryId = fc.constantFrom('c1', 'c2', 'c3', 'c4')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say'), who, statement }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write'), who, to: categoryId, row: fc.nat(2), values }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove'), who, to: categoryId }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('publish'), notice }) },
)

// ── What is done, in the database and in the model ────────────────────────────────────────────────────────────────────

class World {
  notice: readonly SmallCategory[] = []
  rules: ChannelRules = {}
  /** Every category and field of this case, those that were dropped from the notice too. */
  readonly persons: Person[] = []
  readonly rights = db.purpose('rights')

  token(purposeId: string): string {
    return signActor(db.actorKey, { actor: 'staff:test', purpose: purposeId, request: newId() })
  }

  async call(sql: string, ...args: unknown[]): Promise<string> {
    const { rows } = await this.rights.query<{ id: string }>(`select ${sql} as id`, [this.token('rights'), ...args])
    return rows[0]?.id ?? ''
  }

  async publish(drawn: Drawn): Promise<void> {
    this.notice = drawn.categories
    this.rules = drawn.rules
    const publication = { source: '', by: 'system', clock: db.clock }
    await publishChecked(db, smallNotice(drawn.categories, [...purposes, 'rights'], drawn.rules), publication)
  }

  async person(index: number): Promise<Person> {
    const known = this.persons[index]
    if (known) return known
    const id = await this.call(`register.add_person($1, 'forms', null)`)
    const person: Person = { id, statements: [], rows: [] }
    this.persons[index] = person
    return person
  }

  async say(person: Person, said: Statement): Promise<void> {
    const moment = (at: number | null) => (at === null ? null : `2026-01-0${1 + Math.floor(at / 2)}T${at % 2}0:00:00Z`)
    const recording = this.call(
      `register.record_statement($1, 'forms', null, $2, $3, $4, $5, $6, $7, null)`,
      person.id,
      said.kind,
      said.purpose,
      said.channel,
      moment(said.given),
      moment(said.withdrawn),
    )
    if (this.accepts(said)) {
      await recording
      person.statements.push(said)
    } else await expect(recording).rejects.toThrow('register.purchase-not-enough')
  }

  accepts({ kind, purpose: to, channel, withdrawn }: Statement): boolean {
    if (kind !== 'similar-purchase' || withdrawn !== null) return true
    return to !== null && channel !== null && acceptsPurchase(this.rules, to, channel)
  }

  async write(person: Person, to: string, row: number, given: Values): Promise<void> {
    const held = this.notice.find(candidate => candidate.id === to)
    if (!held) return
    const allowed = columnsFor(held, 'rights')
    const values = Object.fromEntries(Object.entries(given).filter(([name]) => allowed.includes(name)))
    const old = person.rows.filter(candidate => candidate.category === to)[held.rows === 'one' ? 0 : row]
    if (old) {
      await this.call(`register.write_${to}($1, 'forms', null, $2, $3, $4, null)`, person.id, old.id, values)
      old.values = { ...old.values, ...values }
    } else if (Object.values(values).some(value => value !== null)) {
      const id = await this.call(`register.write_${to}($1, 'forms', null, $2, null, $3, null)`, person.id, values)
      person.rows.push({ category: to, id, values })
    }
  }

  async remove(person: Person, from: string): Promise<void> {
    const row = person.rows.find(candidate => candidate.category === from)
    if (!row || !this.notice.some(held => held.id === from)) return
    await this.call(`register.write_${from}($1, 'forms', null, $2, $3, null, null)`, person.id, row.id)
    person.rows = person.rows.filter(candidate => candidate !== row)
  }
}

// ── What is compared ──────────────────────────────────────────────────────────────────────────────────────────────────

const sorted = (rows: readonly object[]) => rows.map(row => JSON.stringify(row, Object.keys(row).sort())).sort()

async function compare(world: World): Promise<void> {
  await Promise.all([...purposes, 'rights'].map(id => compareFor(world, id)))
}

async function compareFor({ notice, rules: ruled, persons: drawn, token }: World, id: string): Promise<void> {
  const persons = drawn.filter(Boolean)
  const used = notice.filter(held => uses(held, id))
  const login = db.purpose(id)

  const granted = await login.query<{ name: string }>(`
    select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'register'::regnamespace and c.relkind = 'r' and not a.attisdropped
      and has_column_privilege(c.oid, a.attnum, 'select, insert, update, references')`)
  const readable = used.flatMap(held =>
    [
      'person_id',
      'id',
      'due',
      ...columnsFor(held, id).flatMap(name => (name === 'f1' ? ['f1', 'f1_key'] : [name])),
    ].map(name => `${held.id}.${name}`),
  )
  const ofPerson = used.length > 0 ? ['person.id', 'person.created_at'] : []
  expect(granted.rows.map(row => row.name).sort(), `${id} columns`).toEqual([...ofPerson, ...readable].sort())

  const [forbidden = 'standing'] = fieldIds.filter(name => !readable.includes(`c1.${name}`))
  const fault = await login.query(`select ${forbidden} from register.c1`).catch(error => error.code)
  expect(['42501', '42P01', '42703'], `${id} c1.${forbidden}`).toContain(fault) // no privilege, no table, no column

  for (const held of used) {
    const columns = ['person_id', 'id', ...columnsFor(held, id)]
    const { rows } = await login.query(`select ${columns.join(', ')} from register.${held.id}`)
    expect(sorted(rows), `${id} ${held.id}`).toEqual(sorted(seen(persons, held, id, ruled)))
  }
  if (used.length > 0) {
    const { rows } = await login.query<{ id: string }>('select id from register.person')
    const visible = persons.filter(person => used.some(held => covers(person, held, id, ruled)))
    expect(rows.map(row => row.id).sort(), `${id} person`).toEqual(visible.map(person => person.id).sort())
  }

  // provenance names every value that is seen and no other
  const provenance = await login.query<{ value: string }>(
    `select v.category || ' ' || v.row_id || ' ' || v.column_name as value
     from unnest($2::uuid[]) p (id) cross join lateral register.provenance($1, p.id) v`,
    [token(id), persons.map(person => person.id)],
  )
  const values = used.flatMap(held =>
    seen(persons, held, id, ruled).flatMap(row =>
      columnsFor(held, id)
        .filter(name => row[name] !== null)
        .map(name => `${held.id} ${row.id} ${name}`),
    ),
  )
  expect(provenance.rows.map(row => row.value).sort(), `${id} provenance`).toEqual(values.sort())
}

test(`${cases} registers`, { timeout: cases * 2_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(notice, fc.array(step, { maxLength: 14 }), async (first, steps) => {
      await emptyRegister(db)
      const world = new World()
      await world.publish(first)
      for (const one of steps) {
        if ('statement' in one) await world.say(await world.person(one.who), one.statement)
        else if ('values' in one) await world.write(await world.person(one.who), one.to, one.row, one.values)
        else if ('to' in one) await world.remove(await world.person(one.who), one.to)
        else {
          await compare(world)
          await world.publish(one.notice)
        }
      }
      await compare(world)
    }),
    { numRuns: cases },
  )
})
