/** A saved view keeps how the list was narrowed and ordered, never what was searched for, and survives parts that are unknown. */

import { expect, test } from 'vitest'
import {
  type CustomerView,
  everyone,
  filterFields,
  filterSentence,
  readView,
  sameView,
  writeView,
} from './customer-view.web.ts'
import type { Scope } from './scope-answer.ts'

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
  expect(filterSentence({ field: 'profile.shoe_size', is: 'equals', value: 44 }, [], say)).toBe(
    'ui.filter.sentence.equals {"field":"profile.shoe_size","value":"44"}',
  )
})

const say = (key: string, args: object = {}) => `${key} ${JSON.stringify(args)}`
const field = (name: string, more: object = {}) => ({
  field: name,
  label: name,
  is: ['equals' as const],
  column: { name, label: name, type: 'text' as const, filter: ['equals' as const], ...more },
})

test('parts of a kept view that are no filters or columns are left out, the others stay', () => {
  const filter = { field: 'city', is: 'equals', value: 'Oulu' }
  const wrong = [{ field: 'city', is: 'like', value: 'O' }, { field: 'city', is: 'equals', value: null }, 'city']
  const kept = { filters: [filter, ...wrong], sort: 'newest', columns: ['name', 7], q: 'Aino' }
  expect(readView(kept, 'one')).toEqual({ q: '', filters: [filter], sort: 'newest', columns: ['name'], saved: 'one' })
})

test('a view without columns of its own keeps none', () => {
  expect(writeView(everyone)).toEqual({ filters: [], sort: 'name' })
})

test('who has no address is told otherwise than who has one', () => {
  const told = (value: boolean) => filterSentence({ field: 'has-email', is: 'equals', value }, [], say)
  expect([told(true), told(false)].map(words => words.split(' ')[0])).toEqual([
    'ui.filter.has-email',
    'ui.filter.no-email',
  ])
})

test('a date and a code are told as people read them', () => {
  const changed = field('changed', { type: 'date' })
  expect(filterSentence({ field: 'changed', is: 'from', value: '2026-11-01' }, [changed], say)).toContain('"1.11.2026"')
  const kind = field('relationship', { codes: [{ code: 'lead', name: 'Liidi' }] })
  expect(filterSentence({ field: 'relationship', is: 'equals', value: 'lead' }, [kind], say)).toContain('"Liidi"')
})

test('lists are narrowed by the columns that the notice lets be searched, and by no others', () => {
  const columns = [field('size').column, { ...field('remark').column, filter: [] }]
  const category = {
    id: 'shoes',
    name: 'Kengät',
    rows: 'one' as const,
    fields: [{ id: 'shoe', name: 'Kenkä', columns }],
  }
  const scope = { categories: [category], filters: ['city', 'unknown'], sources: [] } as unknown as Scope
  expect(filterFields(scope, say).map(one => one.field)).toEqual(['city', 'shoes.size'])
})

test('a view that comes back with its keys in another order is the same view', () => {
  const back = {
    columns: ['name', 'email'],
    sort: 'changed',
    filters: [{ value: 'Oulu', is: 'equals', field: 'city' }],
  }
  expect(sameView(readView(back, 'one'), view)).toBe(true)
})
