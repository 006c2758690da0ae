/** A value stands on the screen in the words of people: codes by their names, numbers in their groups, what is not given not at all. */

import { expect, test } from 'vitest'
import { phoneText, type ScopeColumn, valueText } from './value.ts'

test.each([
  ['+358401234567', '+358 40 123 4567'],
  ['+358501234567', '+358 50 123 4567'],
  ['+35891234567', '+358 9 123 4567'],
  ['+358131234567', '+358 13 123 4567'],
  ['+35821234567', '+358 2 123 4567'],
  ['+46701234567', '+46701234567'],
])('%s', (kept, shown) => {
  expect(phoneText(kept).replaceAll('\u00a0', ' ')).toBe(shown)
})

const column = (more: Partial<ScopeColumn>): ScopeColumn => ({
  name: 'x',
  label: 'x',
  type: 'text',
  filter: [],
  ...more,
})
const say = (key: string) => key

test.each<
  readonly [of: Partial<ScopeColumn>, kept: string | number | boolean | null | undefined, words: string | undefined]
>([
  [{}, 'Aino', 'Aino'],
  [{}, '', undefined],
  [{}, null, undefined],
  [{}, undefined, undefined],
  [{ codes: [{ code: 'lead', name: 'Liidi' }] }, 'lead', 'Liidi'],
  [{ codes: [{ code: 'lead', name: 'Liidi' }] }, 'other', 'other'],
  [{ type: 'boolean' }, true, 'ui.value.yes'],
  [{ type: 'boolean' }, false, 'ui.value.no'],
  [{ type: 'integer' }, 1204, '1 204'],
  [{ type: 'integer' }, 0, '0'],
  [{ type: 'money' }, 120_450, '1 204,50 €'],
  [{ type: 'date' }, '2026-05-04', '4.5.2026'],
  [{ type: 'time' }, '2026-11-22T07:41:30Z', '22.11.2026 klo 9.41'],
  [{ format: 'language' }, 'sv', 'ruotsi'],
  [{ format: 'country' }, 'SV', 'El Salvador'],
  [{ format: 'phone' }, '+358401234567', '+358 40 123 4567'],
])('%j of %j is %j', (of, kept, words) => {
  expect(valueText(column(of), kept, say)?.replaceAll('\u00a0', ' ')).toBe(words)
})
