/** Whatever the rules and the lives, a row is due when the model says, goes that night and no earlier, and others stay due as they were. */

import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { registerCaller } from '../../test/register-caller.ts'
import { retentionDesk } from '../../test/retention-desk.ts'
import { smallNotice } from '../../test/small-notice.ts'
import { dateInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { publishChecked } from '../database/publish.ts'
import type { Notice } from '../notice/notice.ts'
import { keptUntil, type Life, type Note, type Rule } from './due.model.ts'

const desk = await retentionDesk()
const { db } = desk
const register = registerCaller(db)
afterAll(() => db.close())

const cases = process.env.SELOSTE_LONG === '1' ? 2000 : 100

// ── What is drawn ─────────────────────────────────────────────────────────────────────────────────────────────────────

const first = '2019-01-01'
const day = fc.integer({ min: 0, max: 2500 }).map(days => daysAfter(first, days))
const maybe = fc.option(day)
const duration = fc.constantFrom('P0D', 'P10D', 'P2W', 'P1M', 'P11M', 'P24M', 'P1Y', 'P3Y', 'P6Y', 'P10Y')
const rule = (anchors: readonly Rule['anchor'][]) =>
  fc.uniqueArray(fc.record({ duration, anchor: fc.constantFrom(...anchors) }), {
    minLength: 1,
    maxLength: 3,
    selector: one => `${one.duration} ${one.anchor}`,
  })
const personal = [
  'relationship.ended',
  'relationship.last-contact',
  'fiscal-year.ended',
  'books.closed',
  'recorded',
  'consent.withdrawn',
] as const

const life: fc.Arbitrary<Life> = fc.record({
  relationships: fc.array(
    fc.record({ started: day, lasts: fc.option(fc.integer({ min: 0, max: 900 })) }).map(({ started, lasts }) => ({
      started,
      ended: lasts === null ? null : daysAfter(started, lasts),
    })),
    { maxLength: 2 },
  ),
  orders: fc.array(day, { maxLength: 2 }),
  vouchers: fc.constant([]),
  consents: fc.array(
    fc.record({ given: day, lasts: fc.option(fc.integer({ min: 0, max: 900 })) }).map(({ given, lasts }) => ({
      given,
      withdrawn: lasts === null ? null : daysAfter(given, lasts),
    })),
    { maxLength: 2 },
  ),
})
const note: fc.Arbitrary<Note> = fc.record({ booked: maybe, ended: maybe, closed: maybe })

const drawn = fc.record({
  notes: rule([...personal, 'event.ended', 'request.closed', 'case.closed']),
  profile: rule(personal),
  silence: fc.option(fc.constantFrom('P12M', 'P24M')),
  yearEnds: fc.option(fc.constantFrom('03-31', '04-30', '08-31')),
  people: fc.array(fc.record({ life, notes: fc.array(note, { maxLength: 2 }) }), { minLength: 1, maxLength: 3 }),
  night: fc.integer({ min: 0, max: 9000 }).map(days => daysAfter(first, days)),
})

// ── What is done ──────────────────────────────────────────────────────────────────────────────────────────────────────

const at = { line: 1, column: 1 }

function noticeOf(rules: Readonly<Record<string, readonly Rule[]>>, silence: string | null): Notice {
  const purposes = ['p1', 'p2', 'p3'] as const
  const uses = { p1: 'consent', p2: 'legal-obligation', p3: 'contract' } as const
  const days = (...ids: string[]) => ids.map(id => ({ id, type: 'date' as const }))
  const notice = smallNotice(
    [
      { id: 'notes', fields: days('booked', 'ended', 'closed'), uses },
      { id: 'profile', rows: 'one', fields: ['language'], uses },
      { id: 'relationships', fields: days('started', 'ended'), uses },
      { id: 'orders', fields: days('ordered'), uses },
    ],
    [...purposes, 'rights'],
  )
  return {
    ...notice,
    hash: JSON.stringify([rules, silence]),
    categories: notice.categories.map(category => ({
      ...category,
      keep: (rules[category.id] ?? []).map((one, place) => ({
        ...one,
        ending: 'delete',
        forPurpose: purposes[place] ?? 'p1',
        at,
      })),
    })),
    ...(silence !== null && { relationshipEnds: { duration: silence, at } }),
  }
}

async function live({ relationships, orders, consents }: Life): Promise<string> {
  const person = await register.call('rights', `register.add_person($1, 'forms', null)`)
  for (const values of relationships) await register.write('relationships', person, null, values)
  for (const ordered of orders) await register.write('orders', person, null, { ordered })
  for (const { given, withdrawn } of consents)
    await register.call(
      'rights',
      `register.record_statement($1, 'forms', null, $2, 'consent', 'p1', null, $3, $4, null)`,
      person,
      `${given}T10:00:00Z`,
      withdrawn && `${withdrawn}T10:00:00Z`,
    )
  return person
}

type Due = Readonly<Record<string, string | null>>

async function dues(): Promise<Due> {
  const { rows } = await db.admin.query<{ id: string; due: string | null }>(
    'select id, due::text as due from register.notes union all select id, due::text from register.profile',
  )
  return Object.fromEntries(rows.map(({ id, due }) => [id, due]))
}

test(`${cases} registers`, { timeout: cases * 4_000 }, async () => {
  const today = dateInHelsinki(new Date())
  await fc.assert(
    fc.asyncProperty(drawn, async ({ notes, profile, silence, yearEnds, people, night }) => {
      await desk.empty()
      const bonds: readonly Rule[] = [{ duration: 'P1M', anchor: 'relationship.ended' }]
      const notice = noticeOf({ notes, profile, relationships: bonds, orders: bonds }, silence)
      await publishChecked(db, notice, { source: '', by: 'test', clock: db.clock })
      if (yearEnds)
        await db.app.query(`insert into retention.fiscal_year values ($1, now(), 'test')`, [`2022-${yearEnds}`])
      const kept = { silence, yearEnds, today }
      const expected: Record<string, string | null> = {}
      for (const one of people) {
        const person = await live(one.life)
        const areVouchers = notes.some(({ anchor }) => anchor === 'fiscal-year.ended' || anchor === 'books.closed')
        const days = one.notes.flatMap(({ booked, ended, closed }) => [booked, ended, closed])
        const vouchers = areVouchers ? days.filter(date => date !== null) : []
        for (const written of one.notes) {
          if (Object.values(written).every(value => value === null)) continue
          expected[await register.write('notes', person, null, written)] = keptUntil(notes, written, one.life, kept)
        }
        expected[await register.write('profile', person, null, { language: 'fi' })] = keptUntil(
          profile,
          undefined,
          { ...one.life, vouchers },
          kept,
        )
      }
      await desk.passOn(night, 'dry')
      expect(await dues()).toEqual(expected)

      const staying = Object.fromEntries(Object.entries(expected).filter(([, due]) => due === null || due >= night))
      await desk.passOn(night)
      expect(await dues()).toEqual(staying)
      // what told of an event is gone by now, and the periods run on from it
      await desk.passOn(night, 'dry')
      expect(await dues()).toEqual(staying)
    }),
    { numRuns: cases },
  )
})
