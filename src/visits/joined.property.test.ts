/** In whatever order browsers agree and refuse, persons come in, consent and withdraw, what is left is what the rules allow. */

import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { visitsDesk } from '../../test/visits-desk.ts'
import { givePass } from '../personalisation/visitor.ts'
import { joinByPass, joinVisits } from './joined.ts'
import { join } from './visits.jobs.ts'

const desk = await visitsDesk()
const { db, server, visitor, customer, pagesOf, count } = desk
afterAll(() => desk.close())

const say = (person: string, isWithdrawn = false) =>
  desk.register.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'consent', 'development', null, $3, $4, 'Saa kehittää käyntieni mukaan')`,
    ...[person, db.clock.now(), isWithdrawn ? db.clock.now() : null],
  )

type Act =
  | readonly ['agree' | 'refuse' | 'see', number]
  | readonly ['sign-in', number, number]
  | readonly ['consent' | 'withdraw', number]

/** What is left by the rules alone. */
function modelOf(customers: number, browsers: number) {
  let now = 0
  const persons = Array.from({ length: customers }, () => ({
    consent: '',
    withdrawn: -1,
    pages: new Map<string, number>(),
  }))
  const known = Array.from({ length: browsers }, () => ({
    isKnown: false,
    agreed: -1,
    of: -1,
    waiting: [] as string[],
  }))
  const forget = (at: number) => Object.assign(known[at] ?? {}, { isKnown: false, of: -1, waiting: [] })
  const joins = new Set<string>()
  const cut = (person: number, browser: number) => {
    joins.delete(`${person} ${browser}`)
    const pages = persons[person]?.pages ?? new Map()
    for (const [page, from] of pages) if (from === browser) pages.delete(page)
  }
  return {
    pages: () => persons.map(({ pages }) => [...pages.keys()].sort()),
    step: ([what, one, other = 0]: Act, page: string): void => {
      now++
      const browser = known[one]
      const person = persons[what === 'sign-in' ? other : one]
      if (what === 'agree' && browser) Object.assign(browser, { agreed: now, isKnown: true })
      if (what === 'see' && browser?.isKnown) browser.waiting.push(page)
      if (what === 'refuse') {
        for (const [at, joined] of persons.entries()) {
          if (!joins.has(`${at} ${one}`)) continue
          cut(at, one)
          if (![...joins].some(join => join.startsWith(`${at} `)) && joined.consent === 'banner')
            Object.assign(joined, { consent: '', withdrawn: now })
        }
        forget(one)
      }
      if (what === 'sign-in' && browser?.isKnown && person) {
        if (browser.of < 0 && person.withdrawn < browser.agreed) {
          browser.of = other
          joins.add(`${other} ${one}`)
          person.consent ||= 'banner'
        } else if (browser.of !== other) forget(one)
      }
      if (what === 'consent' && person) person.consent = 'own'
      if (what === 'withdraw' && person?.consent) {
        for (const at of known.keys())
          if (joins.has(`${one} ${at}`)) {
            cut(one, at)
            if (known[at]?.of === one) forget(at)
          }
        Object.assign(person, { consent: '', withdrawn: now })
      }
      for (const [at, { of, waiting }] of known.entries())
        if (of >= 0) for (const seen of waiting.splice(0)) persons[of]?.pages.set(seen, at)
    },
  }
}

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom('agree' as const, 'refuse' as const), fc.nat(1)) },
    { weight: 4, arbitrary: fc.tuple(fc.constant('see' as const), fc.nat(1)) },
    { weight: 4, arbitrary: fc.tuple(fc.constant('sign-in' as const), fc.nat(1), fc.nat(1)) },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom('consent' as const, 'withdraw' as const), fc.nat(1)) },
  ),
  { minLength: 6, maxLength: 24 },
)

/** Each rule once, whatever is drawn beside it. */
const everything: readonly Act[] = [
  ...([
    ['agree', 0],
    ['see', 0],
    ['sign-in', 0, 0],
    ['withdraw', 0],
    ['see', 0],
    ['sign-in', 0, 0],
  ] as const),
  ...([
    ['agree', 0],
    ['see', 0],
    ['sign-in', 0, 0],
    ['consent', 0],
    ['refuse', 0],
    ['withdraw', 0],
  ] as const),
]

const long = process.env.SELOSTE_LONG === '1'

test('agreeing and withdrawing in any order leaves exactly what the rules allow', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async all => {
      await desk.begin()
      const customers = [await customer('aino@example.org'), await customer('bertta@example.org')]
      const browsers: readonly ReturnType<typeof visitor>[] = [visitor(), visitor()]
      const model = modelOf(customers.length, browsers.length)
      const consents = new Map<string, boolean>()
      for (const [n, act] of all.entries()) {
        const [what, one, other] = act
        const browser = browsers[one]
        const person = customers[what === 'sign-in' ? (other ?? 0) : one]
        if (!browser || !person) throw new Error('nobody of that number')
        db.clock.forward(60_000)
        if (what === 'agree') await browser.choose('analytics')
        if (what === 'refuse') await browser.choose('')
        if (what === 'see') await browser.see(`/${n}`)
        // At their own page, or at the shop.
        if (what === 'sign-in' && n % 2 === 0)
          await joinVisits(server.program, { key: browser.key(), person: person.person, act: 'sign-in' })
        else if (what === 'sign-in') {
          const { pass } = givePass(server.program.home, { ...person, by: 'key:test' }, db.clock.now())
          await joinByPass(server.program, { key: browser.key(), pass })
        }
        if (what === 'consent') await say(person.person)
        if (what === 'withdraw') {
          const { rowCount } = await db.admin.query(
            `select from register.standing_statements(array[$1::uuid]) where kind = 'consent' and purpose = 'development'`,
            [person.person],
          )
          consents.set(person.person, rowCount === 1)
          if (rowCount === 1) await say(person.person, true)
        }
        await runDueJobs(db, [join], server.program)
        await db.admin.query('delete from graphile_worker._private_jobs') // pages are taken at once below, not in a minute
        await join.run(server.program, {}, new AbortController().signal)
        model.step(act, `/${n}`)
        const kept = [await pagesOf(customers[0]?.person ?? ''), await pagesOf(customers[1]?.person ?? '')]
        expect(kept).toEqual(model.pages())
      }
      const rows = await count('register.visits')
      expect(await count(`register.change where category = 'visits'`)).toBe(rows)
      expect(await count('visits.person_page')).toBe(rows)
    }),
    { numRuns: long ? 200 : 6, endOnFailure: true, examples: [[everything]] },
  )
})
