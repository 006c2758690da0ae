/** What is said of a change of duties is what the register will do. */

import { expect, test } from 'vitest'
import { dutyChange } from './duty-change.web.ts'

const duty = (id: string, ...purposes: string[]) => ({ id, name: { fi: id }, purposes })
const duties = [duty('service', 'care', 'claims'), duty('sales', 'sales'), duty('legal', 'claims')]

test('purposes that no other duty gives are gained and lost', () => {
  expect(dutyChange(['service'], ['service', 'sales'], duties)).toMatchObject({ gained: ['sales'], lost: [] })
  expect(dutyChange(['service', 'legal'], ['legal'], duties)).toMatchObject({ gained: [], lost: ['care'] })
  expect(dutyChange(['service'], ['sales'], duties)).toMatchObject({ gained: ['sales'], lost: ['care', 'claims'] })
  expect(dutyChange(['service'], ['service', 'legal'], duties)).toMatchObject({ gained: [], lost: [] })
})

test('one who is left without any purpose', () => {
  expect(dutyChange(['sales'], [], duties)?.isLeftWithout).toBe(true)
  expect(dutyChange(['sales'], ['legal'], duties)?.isLeftWithout).toBe(false)
  expect(dutyChange([], ['administrator'], duties)?.isLeftWithout).toBe(false)
})

test('the administration begins, ends or stays', () => {
  expect(dutyChange([], ['administrator'], duties)?.administration).toBe('begins')
  expect(dutyChange(['administrator'], ['sales'], duties)?.administration).toBe('ends')
  expect(dutyChange(['administrator'], ['sales', 'administrator'], duties)?.administration).toBe('same')
})

test('nothing to do when the duties are the same, in whatever order', () => {
  expect(dutyChange(['sales', 'legal'], ['legal', 'sales'], duties)).toBeUndefined()
})
