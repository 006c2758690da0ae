/** A column becomes what was chosen, and a second telephone is another telephone. */

import { expect, test } from 'vitest'
import { chooseTarget, effectiveTarget } from './column-choices.web.ts'

const target = (id: string, grouped: boolean) => ({ id, label: id, part: 'contact-points', grouped })
const targets = [target('phone', true), target('given-name', false), { ...target('left-out', false), part: '' }]
const column = (index: number, of: string) => ({
  index,
  header: `${index}`,
  samples: [],
  target: of,
  group: 1,
  note: null,
  suggested: false,
})
const columns = [column(0, 'phone'), column(1, 'left-out'), column(2, 'birthday')]

test('what the notice has no place for is left out', () => {
  expect(columns.map(one => effectiveTarget(one, new Map(), targets))).toEqual(['phone', 'left-out', 'left-out'])
})

test('the same target again is the next of its kind', () => {
  const second = chooseTarget(1, 'phone', columns, new Map(), targets)
  expect(second).toEqual({ target: 'phone', group: 2 })
  expect(chooseTarget(2, 'phone', columns, new Map([[1, second]]), targets).group).toBe(3)
})

test('a column that is chosen anew keeps its own place, and a gap is filled', () => {
  const two = [column(0, 'phone'), { ...column(1, 'phone'), group: 2 }, { ...column(2, 'phone'), group: 4 }]
  expect(chooseTarget(1, 'phone', two, new Map(), targets).group).toBe(2)
  expect(
    chooseTarget(2, 'phone', [column(0, 'phone'), { ...column(1, 'phone'), group: 3 }], new Map(), targets).group,
  ).toBe(2)
})

test('a place that has been given up is free again', () => {
  const choices = new Map([[0, { target: 'left-out', group: 1 }]])
  expect(chooseTarget(1, 'phone', columns, choices, targets).group).toBe(1)
})

test('what a person has once has no number', () => {
  expect(chooseTarget(1, 'given-name', [column(0, 'given-name'), ...columns], new Map(), targets).group).toBe(1)
})
