/** What is past its date goes, with its history, and nothing else does; what is held back stays; what was removed is counted. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { registerCaller } from '../../test/register-caller.ts'
import { retentionDesk } from '../../test/retention-desk.ts'
import { newId } from '../base/ids.ts'

const desk = await retentionDesk()
const { db, passOn } = desk
const register = registerCaller(db)
afterAll(() => db.close())
beforeEach(() => desk.empty())

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows
const count = async (table: string, person: string) =>
  (await rows(`select count(*)::int as n from ${table} where person_id = $1`, person))[0].n
const due = async (category: string, person: string) =>
  (await rows(`select due::text as due from register.${category} where person_id = $1 order by due`, person)).map(
    row => row.due,
  )

/** A customer whose relationship ended on a day, or has not ended. */
async function customer(ended: string | null, started = '2019-01-01'): Promise<string> {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: 'Aino', family_name: 'Virtanen' })
  await register.write('relationships', person, null, { kind: 'customer', started, ...(ended && { ended }) })
  return person
}
const add = (category: string, person: string, values: object) => register.write(category, person, null, values)

describe('until when', () => {
  test('the longest of the periods counts, and none while its event has not come', async () => {
    const person = await customer('2024-03-01')
    await passOn('2026-03-01', 'dry')
    expect(await due('identity', person)).toEqual(['2027-03-01'])
    await add('orders', person, { ordered: '2023-05-04T10:00:00Z' })
    await passOn('2026-03-01', 'dry')
    expect(await due('identity', person)).toEqual(['2029-12-31'])
    const staying = await customer(null)
    await add('orders', staying, { ordered: '2025-05-04T10:00:00Z' })
    await passOn('2026-03-01', 'dry')
    // the relationship of somebody silent ends 24 months after the last contact
    expect(await due('identity', staying)).toEqual(['2031-12-31'])
  })

  test.each([
    ['2024-03-31', '2030-12-31', '2034-03-31'],
    ['2017-04-30', '2023-12-31', '2027-04-30'],
  ])('vouchers of a fiscal year that ends on %s are kept until %s, its ledgers until %s', async (ends, six, ten) => {
    await db.app.query(`insert into retention.fiscal_year values ($1, now(), 'test')`, [ends])
    const person = await customer('2014-01-01')
    await add('orders', person, { ordered: `${ends.slice(0, 4)}-02-10T10:00:00Z` })
    await add('ledgers', person, { booked: ends, entry: '1' })
    await passOn('2026-03-01', 'dry')
    expect(await due('orders', person)).toEqual([six])
    expect(await due('ledgers', person)).toEqual([ten])
  })

  test('without a told fiscal year it is the calendar year; a told one repeats, the end of a month staying the end', async () => {
    const ends = async (...days: string[]) =>
      (
        await rows(
          'select retention.fiscal_year_end(d::date, retention.told_years())::text as e from unnest($1::text[]) d',
          days,
        )
      ).map(row => row.e)
    expect(await ends('2023-01-01', '2023-12-31')).toEqual(['2023-12-31', '2023-12-31'])
    await db.app.query(`insert into retention.fiscal_year values ('2023-02-28', now(), 'test')`)
    expect(await ends('2024-02-28', '2024-02-29', '2024-03-01', '2019-02-28')).toEqual([
      '2024-02-29',
      '2024-02-29',
      '2025-02-28',
      '2019-02-28',
    ])
    // a year of 18 months
    await db.app.query(`insert into retention.fiscal_year values ('2024-08-31', now(), 'test')`)
    expect(await ends('2023-03-01', '2024-08-31', '2024-09-01')).toEqual(['2024-08-31', '2024-08-31', '2025-08-31'])
  })

  test('each event is found where the register tells of it', async () => {
    const person = await customer('2025-01-31')
    await add('work', person, { title: 'Kouluttaja' })
    await add('contact-points', person, { email: 'aino@example.org' })
    await add('feedback', person, { content: 'Hyvä kurssi', state: 'closed', answered: '2024-02-29T12:00:00Z' })
    await add('feedback', person, { content: 'Toinen', state: 'answered', answered: '2024-02-29T12:00:00Z' })
    await add('participation', person, { kind: 'raffle', event: 'Kevät', entered: '2025-12-01T10:00:00Z' })
    const other = await register.customer()
    await add('participation', other, { kind: 'raffle', event: 'Kevät', entered: '2026-01-31T23:30:00Z' })
    await passOn('2026-03-01', 'dry')
    expect(await due('contact_points', person)).toEqual(['2026-01-31'])
    expect(await due('work', person)).toEqual(['2028-01-01']) // the contract of customer() is of 1 January 2026
    expect(await due('feedback', person)).toEqual(['2027-02-28', null])
    expect(await due('participation', person)).toEqual(['2026-08-01']) // the event's last entry, 1 February in Helsinki
    expect(await due('relationships', person)).toEqual(['2025-02-28'])
  })

  test('consent: three years from its withdrawal, never while it stands', async () => {
    const person = await register.customer()
    await add('publication', person, { kind: 'photo', agreed: '2020-01-01' })
    await register.say(person, 'consent', 'publication')
    await passOn('2026-03-01', 'dry')
    expect(await due('publication', person)).toEqual([null])
    await register.say(person, 'consent', 'publication', '2026-02-01')
    await passOn('2026-03-01', 'dry')
    expect(await due('publication', person)).toEqual(['2029-02-01'])
  })
})

describe('what goes', () => {
  test('a row goes on the day after its date, with its history, and what was removed is counted without it', async () => {
    const person = await customer('2023-03-01')
    await passOn('2024-03-01')
    const { outcomes: before } = await passOn('2026-03-01')
    expect(before).toEqual([])
    expect(await count('register.identity', person)).toBe(1)
    const { outcomes, forgotten } = await passOn('2026-03-02')
    expect(outcomes).toEqual([
      {
        category: 'identity',
        rule: 'P3Y relationship.ended delete',
        outcome: 'removed',
        rows: 1,
        oldest: '2026-03-01',
      },
    ])
    expect(forgotten).toBe(1)
    for (const table of ['register.identity', 'register.change', 'register.statement', 'retention.passed'])
      expect(await count(table, person), table).toBe(0)
    expect(await rows('select id from register.person')).toEqual([])
    const content = JSON.stringify(
      await rows('select * from retention.run r join retention.outcome o on o.run_id = r.id'),
    )
    expect(content).not.toMatch(/Aino|Virtanen/)
    expect(content).not.toContain(person)
  })

  test('the end of a relationship is remembered for the rows that outlive the row that told of it', async () => {
    const person = await customer('2024-03-01')
    await passOn('2024-05-01')
    expect(await count('register.relationships', person)).toBe(0)
    await passOn('2024-05-02')
    expect(await due('identity', person)).toEqual(['2027-03-01'])
    await passOn('2027-03-02')
    expect(await count('register.identity', person)).toBe(0)
  })

  test('a dry passage says the same and removes nothing', async () => {
    const person = await customer('2020-03-01')
    const dry = await passOn('2026-03-02', 'dry')
    expect(await count('register.identity', person)).toBe(1)
    const real = await passOn('2026-03-02')
    expect(dry.outcomes).toEqual(real.outcomes)
    expect(dry.outcomes.length).toBeGreaterThan(1)
  })

  test('again the same night does nothing more', async () => {
    await customer('2020-03-01')
    await customer(null)
    await passOn('2026-03-02')
    expect((await passOn('2026-03-02')).outcomes).toEqual([])
    expect(await rows('select count(*)::int as n from register.person')).toEqual([{ n: 1 }])
  })

  test('who has forbidden something stays for the sake of the prohibition, without any row', async () => {
    const person = await customer('2020-03-01')
    await register.say(person, 'objection', 'marketing')
    expect((await passOn('2026-03-02')).forgotten).toBe(0)
    expect(await count('register.identity', person)).toBe(0)
    expect(await count('register.statement', person)).toBeGreaterThan(0)
  })

  test('the proof of a withdrawal has its own time', async () => {
    const person = await customer('2020-03-01')
    await register.say(person, 'consent', 'marketing', '2026-02-01')
    expect((await passOn('2026-03-02')).forgotten).toBe(0)
    expect((await passOn('2029-02-01')).forgotten).toBe(0)
    expect((await passOn('2029-02-02')).forgotten).toBe(1)
  })

  test('a withdrawal outlives its time where an earlier purchase would permit again', async () => {
    const person = await customer(null)
    await register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, 'similar-purchase', 'marketing', 'email', '2019-01-01', null, null)`,
      person,
    )
    await register.say(person, 'consent', 'marketing', '2026-01-02')
    const [before] = await rows('select standing::text as standing from register.person where id = $1', person)
    await passOn('2029-06-01')
    expect(await rows('select standing::text as standing from register.person where id = $1', person)).toEqual([before])
    await db.admin.query('select register.relabel($1)', [[person]])
    expect(await rows('select standing::text as standing from register.person where id = $1', person)).toEqual([before])
  })

  test('a person who was opened lately is not forgotten for having no row yet', async () => {
    await register.customer()
    const today = new Date().toISOString().slice(0, 10)
    expect((await passOn(today)).forgotten).toBe(0)
    await db.admin.query(`update register.person set created_at = now() - interval '40 days'`)
    expect((await passOn(today)).forgotten).toBe(1)
  })

  test('history that a later change replaced, or of a row that staff removed, goes earlier; the source of a value stays', async () => {
    const person = await customer('2024-03-01')
    const [{ id }] = await rows('select id from register.identity where person_id = $1', person)
    await register.write('identity', person, id, { given_name: 'Aina' })
    const work = await add('work', person, { title: 'Kouluttaja' })
    await register.write('work', person, work, null)
    await passOn('2025-03-02')
    const kept = await rows(
      `select category, after from register.change where person_id = $1 and category in ('identity', 'work') order by id`,
      person,
    )
    expect(kept).toEqual([
      { category: 'identity', after: { given_name: 'Aino', family_name: 'Virtanen' } },
      { category: 'identity', after: { given_name: 'Aina' } },
    ])
    await register.write('identity', person, id, { given_name: 'Aila' })
    await passOn('2025-03-03')
    expect(
      await rows(`select after ->> 'given_name' as name from register.change where category = 'identity' order by id`),
    ).toEqual([{ name: 'Aino' }, { name: 'Aila' }])
  })
})

describe('what is anonymised', () => {
  test('what stays tells of no fewer than five of a kind', async () => {
    const entry = (kind: string) => ({ kind, event: 'Kevät', entered: '2025-05-01T10:00:00Z', result: 'Aino voitti' })
    for (let n = 0; n < 6; n++) await add('participation', await customer(null), entry('raffle'))
    for (let n = 0; n < 3; n++) await add('participation', await customer(null), entry('contest'))
    const { outcomes } = await passOn('2026-03-02')
    expect(outcomes.filter(({ category }) => category === 'participation')).toMatchObject([
      { outcome: 'anonymised', rows: 9 },
    ])
    expect(await rows('select category, year, facts, rows::int from retention.statistic order by rows')).toEqual([
      { category: 'participation', year: 2025, facts: {}, rows: 3 },
      { category: 'participation', year: 2025, facts: { kind: 'raffle' }, rows: 6 },
    ])
    expect(await rows('select id from register.participation')).toEqual([])
  })
})

describe('what is held back', () => {
  const hold = async (...persons: string[]) => {
    const id = newId()
    await desk.rights.query('select register.place_hold($1, $2, $3, $4, $5, $6)', [
      desk.token(),
      id,
      persons,
      'Riita kurssimaksusta',
      '2026-12-31',
      '2026-03-01T10:00:00Z',
    ])
    return id
  }

  test('a legal hold keeps everything of the person until a word ends it', async () => {
    const [held, free] = [await customer('2020-03-01'), await customer('2020-03-01')]
    const id = await hold(held)
    const { outcomes } = await passOn('2026-03-02')
    expect(outcomes.filter(({ category }) => category === 'identity')).toMatchObject([
      { outcome: 'hold', rows: 1 },
      { outcome: 'removed', rows: 1 },
    ])
    expect([await count('register.identity', held), await count('register.identity', free)]).toEqual([1, 0])
    // its day passing is no end
    await passOn('2027-03-02')
    expect(await count('register.identity', held)).toBe(1)
    const say = (until: string | null) =>
      desk.rights.query('select register.say_of_hold($1, $2, $3, $4, $5)', [
        desk.token(),
        id,
        'Sovittu',
        until,
        '2027-03-02T10:00:00Z',
      ])
    await say('2027-06-30')
    expect(await rows('select until::text as until from retention.standing_hold')).toEqual([{ until: '2027-06-30' }])
    await say(null)
    await expect(say(null)).rejects.toThrow('retention.no-hold')
    await passOn('2027-03-03')
    expect(await count('register.identity', held)).toBe(0)
    expect(await rows('select did from retention.hold_word order by id')).toEqual([
      { did: 'reviewed' },
      { did: 'ended' },
    ])
  })

  test('a restriction blocks removal (Art. 18(2))', async () => {
    const person = await customer('2020-03-01')
    await register.say(person, 'restriction')
    const { outcomes } = await passOn('2026-03-02')
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['restriction']))
    expect(await count('register.identity', person)).toBe(1)
    await register.say(person, 'restriction', undefined, '2026-02-01')
    await passOn('2026-03-03')
    expect(await count('register.identity', person)).toBe(0)
  })

  test('only the login of the rights purpose, with a token, passes or holds', async () => {
    const begin = `select register.begin_retention($1, 'nightly', '2026-03-02', now(), $2)`
    const care = db.purpose('customer-care')
    await expect(care.query(begin, [desk.token(), newId()])).rejects.toThrow('register.actor-unknown')
    await expect(care.query(begin, [register.token('customer-care'), newId()])).rejects.toThrow('register.not-given')
    await expect(desk.rights.query(begin, ['', newId()])).rejects.toThrow('register.actor-unknown')
    await expect(care.query('select * from register.count_overdue(current_date)')).rejects.toThrow('register.not-given')
  })
})

test('what is overdue is counted, but for what is held back', async () => {
  const overdue = async () =>
    (await desk.rights.query(`select category, rows, oldest from register.count_overdue('2026-03-02')`)).rows
  const [held, free] = [await customer('2020-03-01'), await customer('2020-03-01')]
  await passOn('2026-03-02', 'dry')
  expect(await overdue()).toMatchObject([
    { category: 'identity', rows: 2, oldest: '2023-03-01' },
    { category: 'relationships', rows: 2 },
  ])
  await register.say(held, 'restriction')
  expect(await overdue()).toMatchObject([{ rows: 1 }, { rows: 1 }])
  await passOn('2026-03-02')
  expect(await overdue()).toEqual([])
  expect(await count('register.identity', free)).toBe(0)
})
