/** Two persons become one and two again: nothing is lost, no prohibition is, and whatever was done is undone exactly. */

import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import '../../test/drawn-cases.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { newId } from '../base/ids.ts'
import { maySend } from '../permissions/gate.ts'

const desk = await permissionsDesk()
const { db } = desk
const register = registerCaller(db)
afterAll(() => desk.close())

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows
const at = '2026-03-02T10:00:00Z'
const merge = (kept: string, lost: string, chosen: object = {}, purpose = 'rights') =>
  register.call(purpose, 'duplicates.merge($1, $2, $3, $4, $5)', kept, lost, chosen, at)
const part = (merging: string, purpose = 'rights') =>
  register.call(purpose, 'duplicates.unmerge($1, $2, $3)', merging, at)
const refusal = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** A customer by a first name, with an address of their own. */
async function customer(given: string, email = `${given.toLowerCase()}@example.org`): Promise<string> {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: given, family_name: 'Virtanen' })
  await register.write('contact-points', person, null, { email })
  return person
}

/** All that the register holds of persons, and whence each value comes; not the ledger of what was done. */
async function state(): Promise<unknown> {
  const held: Record<string, unknown> = {}
  for (const table of ['person', 'identity', 'contact_points', 'work', 'profile', 'statement']) {
    held[table] = await rows(`select to_jsonb(t) - 'due' as row from register.${table} t order by 1`)
  }
  const persons = await rows('select id from register.person order by id')
  held.provenance = await Promise.all(
    persons.map(
      async ({ id }) =>
        (
          await db
            .purpose('rights')
            .query(
              'select category, row_id, column_name, change_id from register.provenance($1, $2) order by 1, 2, 3',
              [register.token('rights'), id],
            )
        ).rows,
    ),
  )
  return held
}

/** Persons whose standing is not what they have said, by the live check. */
const wrong = async () =>
  (await db.purpose('rights').query('select wrong_persons, wrong_rows from register.count_wrong_standings()')).rows

test('everything of both is there, gaps are filled, and what is chosen is taken; parted, both are as they were', async () => {
  const [aino, bertta] = [await customer('Aino'), await customer('Aino-Maria', 'am@example.org')]
  await register.write('profile', bertta, null, { language: 'sv' })
  const nothingWrong = await wrong()
  const before = await state()
  const merging = await merge(aino, bertta, { identity: ['given_name'] })
  expect(await rows('select given_name, family_name from register.identity where person_id = $1', aino)).toEqual([
    { given_name: 'Aino-Maria', family_name: 'Virtanen' },
  ])
  expect(await rows('select email from register.contact_points where person_id = $1 order by 1', aino)).toEqual([
    { email: 'aino@example.org' },
    { email: 'am@example.org' },
  ])
  expect(await rows('select id, language from register.profile where person_id = $1', aino)).toEqual([
    { id: aino, language: 'sv' },
  ])
  expect(await rows('select from register.person where id = $1', bertta)).toEqual([])
  expect(
    await rows('select distinct person_id from register.change where person_id = any ($1)', [aino, bertta]),
  ).toEqual([{ person_id: aino }])
  const merged = await wrong()
  await part(merging)
  expect(await state()).toEqual(before)
  expect([merged, await wrong()]).toEqual([nothingWrong, nothingWrong])
})

describe('a prohibition of either wins', () => {
  const gate = (person: string) =>
    maySend(desk.asking('rights'), person, { purpose: 'marketing', channel: 'email', at: new Date('2026-06-01') })
  const say = (person: string, kind: string, channel: string | null, given: string, withdrawn: string | null = null) =>
    register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, $3, 'marketing', $4, $5, $6, 'Saa lähettää')`,
      person,
      kind,
      channel,
      given,
      withdrawn,
    )
  // biome-ignore format: a table
  const table: readonly (readonly [name: string, kind: string, channel: string | null, given: string, withdrawn: string | null, other: string | null])[] = [
    ['a prohibition that the other took back later', 'objection', 'email', '2026-01-01', null, 'objection!'],
    ['a prohibition of every channel', 'objection', null, '2026-01-01', null, null],
    ['a consent taken back before the other gave one', 'consent', 'email', '2026-01-01', '2026-01-02', null],
    ['a consent to every channel taken back', 'consent', null, '2026-01-01', '2026-01-02', null],
  ]
  test.each(table.flatMap(row => [true, false].map(keepsIt => [...row, keepsIt] as const)))(
    '%s (%s)',
    async (_, kind, channel, given, withdrawn, other, keepsIt) => {
      const [no, yes] = [await customer('Aino'), await customer('Bertta')]
      await say(no, kind, channel, given, withdrawn)
      if (other !== null) await say(yes, 'objection', channel, '2026-01-01', '2026-02-01')
      await say(yes, 'consent', 'email', '2026-02-02')
      expect((await gate(no)).allowed).toBe(false)
      expect((await gate(yes)).allowed).toBe(true)
      const before = await state()
      const [kept, lost] = keepsIt ? [no, yes] : [yes, no]
      const merging = await merge(kept, lost)
      expect((await gate(kept)).allowed).toBe(false)
      await part(merging)
      expect(await state()).toEqual(before)
      expect((await gate(yes)).allowed).toBe(true)
    },
  )

  test('a consent of one, without a word of the other, holds', async () => {
    const [silent, yes] = [await customer('Aino'), await customer('Bertta')]
    await say(yes, 'consent', 'email', '2026-02-02')
    await merge(silent, yes)
    expect((await gate(silent)).allowed).toBe(true)
  })

  test('what is said after the merge is the kept one’s', async () => {
    const [kept, lost] = [await customer('Aino'), await customer('Bertta')]
    const merging = await merge(kept, lost)
    const said = await say(kept, 'consent', 'email', '2026-02-02')
    await part(merging)
    expect(await rows('select person_id from register.statement where id = $1', said)).toEqual([{ person_id: kept }])
  })
})

test('what is done to a row since goes with it; a value that was corrected since stays corrected', async () => {
  const [kept, lost] = [await customer('Aino'), await customer('Bertta')]
  const merging = await merge(kept, lost, { identity: ['given_name'] })
  const [point] = await rows(
    `select id from register.contact_points where person_id = $1 and email like 'bertta%'`,
    kept,
  )
  await register.write('contact-points', kept, point.id, { email: 'b@example.org' })
  await register.write('contact-points', kept, null, { phone: '+358401234567' })
  await register.write('identity', kept, kept, { family_name: 'Mäkelä' })
  await part(merging)
  expect(await rows('select email from register.contact_points where person_id = $1', lost)).toEqual([
    { email: 'b@example.org' },
  ])
  expect(await rows('select email, phone from register.contact_points where person_id = $1 order by 1', kept)).toEqual([
    { email: 'aino@example.org', phone: null },
    { email: null, phone: '+358401234567' },
  ])
  expect(await rows('select given_name, family_name from register.identity where person_id = $1', kept)).toEqual([
    { given_name: 'Aino', family_name: 'Mäkelä' },
  ])
  expect(
    await rows('select count(*)::int as n from register.change where person_id = $1 and row_id = $2', lost, point.id),
  ).toEqual([{ n: 2 }])
})

test('parted whatever keys other tables have, and in whatever order the database reads them', async () => {
  const [kept, lost] = [await customer('Aino'), await customer('Bertta')]
  await rows(`insert into segments.touched (person_id, purpose) values ($1, 'rights')`, lost)
  // The order that was found in a filled register: keys first, whatever they are of, and then changes.
  const plan = { enable_nestloop: 'off', join_collapse_limit: '1', from_collapse_limit: '1' }
  for (const [way, value] of Object.entries(plan)) await rows(`alter function duplicates.unmerge set ${way} = ${value}`)
  await part(await merge(kept, lost))
  await rows('alter function duplicates.unmerge reset all')
  await rows(`alter function duplicates.unmerge set search_path = '' set timezone = 'UTC'`)
  expect(await rows('select email from register.contact_points where person_id = $1', lost)).toEqual([
    { email: 'bertta@example.org' },
  ])
})

describe('refused', () => {
  test('whom the purpose does not see, whom is restricted, one person twice', async () => {
    const [aino, bertta, gone] = [await customer('Aino'), await customer('Bertta'), newId()]
    expect(await merge(aino, gone).catch(refusal)).toBe('register.person-absent')
    expect(await merge(aino, aino).catch(refusal)).toBe('duplicates.same-person')
    await register.say(bertta, 'restriction')
    expect(await merge(aino, bertta).catch(refusal)).toBe('duplicates.restricted')
    expect(await merge(aino, bertta, {}, 'customer-care').catch(refusal)).toBe('register.person-absent')
  })

  test('parting out of turn, twice, or when something of it has been removed for good', async () => {
    const [a, b, c] = [await customer('Aino'), await customer('Bertta'), await customer('Cecilia')]
    const first = await merge(a, b)
    const second = await merge(c, a)
    expect(await part(first).catch(refusal)).toBe('duplicates.later-first')
    await part(second)
    await db.admin.query(
      `with gone as (delete from register.contact_points where person_id = $1 and email like 'bertta%' returning id)
      delete from register.change c using gone where c.row_id = gone.id`,
      [a],
    )
    expect(await part(first).catch(refusal)).toBe('duplicates.not-whole')
    const third = await merge(c, a)
    await part(third)
    expect(await part(third).catch(refusal)).toBe('duplicates.parted-already')
  })
})

test('who is erased takes those merged into them along, and is on the ledger by every id', async () => {
  const [a, b, c] = [await customer('Aino'), await customer('Bertta'), await customer('Cecilia')]
  await merge(a, b)
  await merge(c, a)
  await db.admin.query('select register.forget(array[$1::uuid])', [c])
  for (const table of [
    'register.person where id',
    'register.change where person_id',
    'duplicates.merge where person_id',
  ]) {
    expect(await rows(`select from ${table} = any ($1)`, [a, b, c])).toEqual([])
  }
  expect(
    await rows(
      'select count(*)::int as n from backup.erased where hash in (select backup.erasure_hash(p) from unnest($1::uuid[]) p)',
      [a, b, c],
    ),
  ).toEqual([{ n: 3 }])
})

test('two who merge the same persons at once: one does, the other is told', async () => {
  const [a, b] = [await customer('Aino'), await customer('Bertta')]
  const told = await Promise.all([merge(a, b).catch(refusal), merge(b, a).catch(refusal)])
  expect(told.filter(one => one === 'register.person-absent')).toHaveLength(1)
})

test('any sequence of arrivals, changes and merges, undone in reverse, gives back the same register', async () => {
  const step = fc.record({
    does: fc.constantFrom('merge', 'merge', 'write', 'add', 'part', 'fill'),
    one: fc.nat(3),
    two: fc.nat(3),
    takes: fc.subarray(['given_name', 'family_name']),
  })
  const filled = { does: 'fill' as const, one: 1, two: 0, takes: [] }
  const merged = { does: 'merge' as const, one: 0, two: 1, takes: [] }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async steps => {
      const persons = await Promise.all(['Aino', 'Bertta', 'Cecilia', 'Doris'].map(name => customer(name)))
      const there = async () =>
        (await rows('select id from register.person where id = any ($1) order by id', persons)).map(
          ({ id }) => id as string,
        )
      const states = [await state()]
      const back: (() => Promise<unknown>)[] = []
      const merges: string[] = []
      const undo = async (person: string, write: () => Promise<unknown>) => {
        await write()
        const [last] = await rows(
          'select id from register.change where person_id = $1 order by id desc limit 1',
          person,
        )
        back.push(() => register.call('rights', 'register.undo($1, $2)', last.id))
      }
      for (const { does, one, two, takes } of steps) {
        const ids = await there()
        const [a, b] = [ids[one % ids.length] ?? '', ids[two % ids.length] ?? '']
        if (does === 'merge' && a !== b) {
          const merging = await merge(a, b, { identity: takes })
          merges.push(merging)
          back.push(() => part(merging))
        } else if (does === 'write') {
          const value = `Nimi${back.length}`
          await undo(a, () => register.write('identity', a, a, { given_name: value }))
        } else if (does === 'add') {
          await undo(a, () => register.write('contact-points', a, null, { email: `n${back.length}@example.org` }))
        } else if (
          does === 'fill' &&
          (await rows('select from register.profile where person_id = $1', a)).length === 0
        ) {
          await undo(a, () => register.write('profile', a, null, { language: 'sv' }))
        } else if (does === 'part' && back.length > 0 && merges.length > 0) {
          // A merge and its parting at once leave no trace but the ledger's.
          const ids = await there()
          const [x, y] = ids
          if (x !== undefined && y !== undefined) await part(await merge(x, y))
          expect(await state()).toEqual(states.at(-1))
          continue
        } else continue
        states.push(await state())
      }
      for (const undoing of back.toReversed()) {
        expect(await state()).toEqual(states.pop())
        await undoing()
      }
      expect(await state()).toEqual(states.pop())
      await db.admin.query('select register.forget($1)', [await there()])
    }),
    // What is added goes to and fro with a merge, and can be undone all the same.
    { numRuns: process.env.SELOSTE_LONG === undefined ? 12 : 200, examples: [[[filled, merged, filled]]] },
  )
}, 600_000)
