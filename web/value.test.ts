/** Telephone numbers stand in the groups that people in Finland write them in. */

import { expect, test } from 'vitest'
import { phoneText } from './value.tsx'

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
