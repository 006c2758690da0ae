/** A saved view keeps how the list was narrowed and ordered, never what was searched for, and survives parts that are unknown. */

import { expect, test } from 'vitest'
import { type CustomerView, everyone, filterSentence, readView, sameView, writeView } from './customer-view.web.ts'

const view: CustomerView = {
  q: 'Aino',
  filters: [{ field: 'city', is: 'equals', value: 'Oulu' }],
  sort: 'changed',
  columns: ['name', 'email'],
  saved: undefined,
}

test('what was searched for is not kept', () => {
  const kept = writeView(view)
  expect(JSON.stringify(kept)).not.toContain('Aino')
  expect(readView(kept, 'one')).toEqual({ ...view, q: '', saved: 'one' })
})

test('a view with unknown parts is shown without them', () =>
  expect(readView({ filters: 'all', sort: 'shoe-size', columns: 7, future: true }, 'one')).toEqual({
    ...everyone,
    saved: 'one',
  }))

test('a search does not make a view another', () => {
  expect(sameView({ ...everyone, q: 'Aino' }, everyone)).toBe(true)
  expect(sameView(view, everyone)).toBe(false)
})

test('a filter of a column that the purpose does not see is told by its name', () => {
  const say = (key: string, args = {}) => `${key} ${JSON.stringify(args)}`
  expect(filterSentence({ field: 'profile.shoe_size', is: 'equals', value: 44 }, [], say)).toBe(
    'ui.filter.sentence.equals {"field":"profile.shoe_size","value":"44"}',
  )
})

test('a view that comes back with its keys in another order is the same view', () => {
  const back = {
    columns: ['name', 'email'],
    sort: 'changed',
    filters: [{ value: 'Oulu', is: 'equals', field: 'city' }],
  }
  expect(sameView(readView(back, 'one'), view)).toBe(true)
})
