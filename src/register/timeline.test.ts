/** Bursts end with the actor, the source, the import, or a pause of more than ten minutes. */

import { expect, test } from 'vitest'
import { newId } from '../base/ids.ts'
import type { Change } from './answers.ts'
import { foldBursts } from './timeline.ts'

const change = (time: string, more: { by?: string; source?: string; import?: string } = {}): Change => ({
  id: newId(),
  at: `2026-03-02T${time}:00.000Z`,
  by: { id: more.by ?? 'staff:1', kind: 'staff', name: 'Pirkko' },
  purpose: 'customer-care',
  source: { id: more.source ?? 'phone', name: 'puhelin', kind: 'person' },
  reference: null,
  noticeVersion: 1,
  category: 'identity',
  row: newId(),
  did: 'changed',
  fields: [],
  said: null,
  import: more.import ?? null,
  undoes: null,
  undone: null,
})

const sizes = (...changes: Change[]) => foldBursts(changes).map(burst => burst.changes.length)

test('changes in one go stand together', () => {
  expect(sizes(change('10:09'), change('10:00'))).toEqual([2])
  expect(foldBursts([change('10:09'), change('10:00')])).toMatchObject([
    { from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T10:09:00.000Z', by: { name: 'Pirkko' } },
  ])
})

test('ten minutes hold, eleven do not; the pause is counted between neighbours', () => {
  expect(sizes(change('10:10'), change('10:00'))).toEqual([2])
  expect(sizes(change('10:11'), change('10:00'))).toEqual([1, 1])
  expect(sizes(change('10:18'), change('10:09'), change('10:00'))).toEqual([3])
})

test('another actor, source or import begins anew', () => {
  expect(sizes(change('10:01', { by: 'staff:2' }), change('10:00'))).toEqual([1, 1])
  expect(sizes(change('10:01', { source: 'email' }), change('10:00'))).toEqual([1, 1])
  expect(sizes(change('10:01', { import: 'a' }), change('10:00'))).toEqual([1, 1])
  expect(sizes(change('12:01', { import: 'a' }), change('10:00', { import: 'a' }))).toEqual([2])
})

test('nothing happened', () => expect(foldBursts([])).toEqual([]))
