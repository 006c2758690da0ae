/** Bursts end with the actor, the source, the import, another kind, or a pause of more than ten minutes. */

import { expect, test } from 'vitest'
import { newId } from '../base/ids.ts'
import type { Change, TimelineLine } from './answers.ts'
import { foldBursts } from './timeline-bursts.ts'

const by = { id: 'staff:1', kind: 'staff', name: 'Pirkko' } as const
const source = { id: 'phone', name: 'puhelin', kind: 'person' } as const

const change = (at: string, imported: string | null): Change => ({
  ...{ id: newId(), at, by, purpose: 'customer-care', source, reference: null, noticeVersion: 1 },
  ...{ category: 'identity', row: newId(), did: 'changed', fields: [], said: null },
  ...{ import: imported, undoes: null, undone: null },
})

const line = (time: string, more: { burst?: string | null; import?: string } = {}): TimelineLine => {
  const at = `2026-03-02T${time}:00.000Z`
  const burst = more.burst === undefined ? `change staff:1 phone ${more.import ?? ''}` : more.burst
  return {
    ...{ id: newId(), kind: 'change', at, by, sentence: 'Pirkko muutti: Nimi', more: null, opens: null },
    ...{ source, burst, changes: [change(at, more.import ?? null)] },
  }
}

const sizes = (...lines: TimelineLine[]) => foldBursts(lines).map(burst => burst.length)

test('what was done in one go stands together', () => expect(sizes(line('10:09'), line('10:00'))).toEqual([2]))

test('ten minutes hold, eleven do not; the pause is counted between neighbours', () => {
  expect(sizes(line('10:10'), line('10:00'))).toEqual([2])
  expect(sizes(line('10:11'), line('10:00'))).toEqual([1, 1])
  expect(sizes(line('10:18'), line('10:09'), line('10:00'))).toEqual([3])
})

test('another actor, source or import begins anew; what has no burst stands alone', () => {
  expect(sizes(line('10:01', { burst: 'change staff:2 phone ' }), line('10:00'))).toEqual([1, 1])
  expect(sizes(line('10:01', { burst: null }), line('10:00', { burst: null }))).toEqual([1, 1])
  expect(sizes(line('10:01', { import: 'a' }), line('10:00'))).toEqual([1, 1])
  expect(sizes(line('12:01', { import: 'a' }), line('10:00', { import: 'a' }))).toEqual([2])
})

test('nothing happened', () => expect(foldBursts([])).toEqual([]))
