/** Periods are counted from the event that the notice names, and only once it has happened. */

import { expect, test } from 'vitest'
import type { Category, Retention } from '../notice/notice.ts'
import { keptUntil, lastEnd, ruleFor } from './until.ts'

const at = { line: 1, column: 1 }
const rule = (anchor: Retention['anchor'], more: Partial<Retention> = {}): Retention => ({
  duration: 'P24M',
  anchor,
  ending: 'delete',
  at,
  ...more,
})
const none = { recorded: undefined, relationshipEnded: undefined, row: {} }

test('the event decides', () => {
  expect(keptUntil(rule('relationship.ended'), { ...none, relationshipEnded: '2026-03-01' })).toBe('2028-03-01')
  expect(keptUntil(rule('relationship.ended'), none)).toBeNull()
  // late in the evening of 1 March by UTC it is 2 March in Helsinki
  expect(keptUntil(rule('recorded'), { ...none, recorded: new Date('2026-03-01T23:00:00Z') })).toBe('2028-03-02')
  expect(keptUntil(rule('case.closed'), none)).toBeNull()
})

test('a relationship that goes on keeps the person', () => {
  expect(lastEnd([{ ended: '2026-01-01' }, { ended: '2025-01-01' }])).toBe('2026-01-01')
  expect(lastEnd([{ ended: '2026-01-01' }, { ended: null }])).toBeUndefined()
  expect(lastEnd([])).toBeUndefined()
})

test("a purpose's own rule comes before the one for all", () => {
  const category = {
    keep: [rule('recorded'), rule('fiscal-year.ended', { forPurpose: 'bookkeeping' })],
  } as unknown as Category
  expect(ruleFor(category, 'bookkeeping')?.anchor).toBe('fiscal-year.ended')
  expect(ruleFor(category, 'marketing')?.anchor).toBe('recorded')
})
