/** A form sends only what was changed, and a conflict is told only where both changed the same value differently. */

import { expect, test } from 'vitest'
import { changedValues, conflicting } from './row-changes.web.ts'

const kept = { given_name: 'Aino', family_name: 'Virtanen', title: null }

test('what was typed and is as before is not sent; what was emptied is', () => {
  expect(changedValues(kept, { given_name: 'Aino', family_name: null })).toEqual({ family_name: null })
  expect(changedValues(kept, { title: null })).toEqual({})
})

test('both changed the same value: a conflict of that value only', () => {
  const now = { ...kept, given_name: 'Aino Kyllikki', title: 'johtaja' }
  expect(conflicting(kept, now, { given_name: 'Ainokainen', family_name: 'Mäkelä' })).toEqual(['given_name'])
})

test('the same change by both, or a change elsewhere, is no conflict of values', () => {
  expect(conflicting(kept, { ...kept, given_name: 'Aina' }, { given_name: 'Aina' })).toEqual([])
  expect(conflicting(kept, { ...kept, title: 'johtaja' }, { given_name: 'Aina' })).toEqual([])
})
