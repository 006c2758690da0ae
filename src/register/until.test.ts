/** A purpose goes by the period that names it, else by the one for all. */

import { expect, test } from 'vitest'
import type { Category, Retention } from '../notice/notice.ts'
import { ruleFor } from './until.ts'

const rule = (anchor: Retention['anchor'], forPurpose?: string): Retention => ({
  duration: 'P24M',
  anchor,
  ending: 'delete',
  at: { line: 1, column: 1 },
  ...(forPurpose && { forPurpose }),
})

test("a purpose's own rule comes before the one for all", () => {
  const category = { keep: [rule('recorded'), rule('fiscal-year.ended', 'bookkeeping')] } as unknown as Category
  expect(ruleFor(category, 'bookkeeping')?.anchor).toBe('fiscal-year.ended')
  expect(ruleFor(category, 'marketing')?.anchor).toBe('recorded')
})
