/** A list at the command line takes its purpose and its limit in one way, and a wrong one is told with what it may be. */

import { expect, test } from 'vitest'
import { limitOf, listOf } from './list-options.ts'

test('a list names its purpose, and shows no more than it may', () => {
  expect(listOf({ purpose: 'sales', limit: '200' })).toEqual({ purpose: 'sales', limit: 200 })
  expect(limitOf({ limit: '1000' }, 1000)).toBe(1000)
  for (const limit of ['0', '201', '1.5', '1e2', '-5', '', 'many'])
    expect(() => listOf({ purpose: 'sales', limit }), limit).toThrow('--limit 1–200')
  for (const purpose of [undefined, '']) expect(() => listOf({ purpose, limit: '50' })).toThrow('--purpose')
})
