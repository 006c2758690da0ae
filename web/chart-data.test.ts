/** Axes, stretches and labels of charts come out right at the edges: nothing to show, one value, negatives, gaps, crowding. */

import { expect, test } from 'vitest'
import { apart, axisSteps, axisText, isWithheld, labelEvery, numbersOf, stretches, unitText } from './chart-data.ts'

test.each([
  [[], 'count', [0, 1]],
  [[0], 'count', [0, 1]],
  [[1], 'count', [0, 1]],
  [[3], 'count', [0, 1, 2, 3]],
  [[97], 'count', [0, 50, 100]],
  [[12, 230, 41], 'count', [0, 100, 200, 300]],
  [[-40, 100], 'count', [-50, 0, 50, 100]],
  [[0.42], 'share', [0, 0.2, 0.4, 0.6]],
  [[1], 'share', [0, 0.5, 1]],
  [[123_456], 'money', [0, 50_000, 100_000, 150_000]],
] as const)('steps of an axis for %j in %s', (numbers, unit, steps) => {
  expect(axisSteps(numbers, unit)).toEqual(steps)
})

test('every number lies between the ends of its axis, which has at most seven steps', () => {
  for (let high = 1; high < 1e9; high = Math.ceil(high * 1.37))
    for (const low of [0, -Math.floor(high / 3), -high]) {
      const steps = axisSteps([low, high], 'count')
      expect(steps[0]).toBeLessThanOrEqual(low)
      expect(steps.at(-1)).toBeGreaterThanOrEqual(high)
      expect(steps.length).toBeLessThanOrEqual(7)
      expect(steps).toContain(0)
    }
})

test('a line has a gap where nothing is told, whatever the reason', () => {
  expect(stretches([1, 2, 'withheld', 4, null, null, 7, 8])).toEqual([[0, 1], [3], [6, 7]])
  expect(stretches(['withheld', null])).toEqual([])
})

test('labels at the ends of lines are moved apart, in their order and above the axis', () => {
  expect(apart([50, 100], 16, 200)).toEqual([50, 100])
  expect(apart([100, 98, 99], 16, 200)).toEqual([130, 98, 114])
  expect(apart([199, 200], 16, 200)).toEqual([184, 200])
})

test('places are named so that their names do not touch', () => {
  expect(labelEvery(12, 1200, 60)).toBe(1)
  expect(labelEvery(12, 300, 60)).toBe(3)
  expect(labelEvery(0, 300, 60)).toBe(1)
})

test('values are written as people write them, axes without cents', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ')
  expect(plain(unitText('money', 120_450, 'fi'))).toBe('1 204,50 €')
  expect(plain(axisText('money', 120_000, 50_000, 'fi'))).toBe('1 200 €')
  expect(plain(axisText('money', 50, 50, 'fi'))).toBe('0,50 €')
  expect(plain(unitText('share', 0.425, 'fi'))).toBe('43 %')
  expect(plain(unitText('share', 0.0351, 'sv'))).toBe('3,5 %')
  expect(unitText('share', 0.42, 'en')).toBe('42%')
})

test('ranges belong to what an axis has to hold; what is withheld does not', () => {
  const series = [{ name: 'x', values: [1, 'withheld' as const, null], ranges: [[-2, 9] as const, null, null] }]
  expect(numbersOf(series)).toEqual([1, -2, 9])
  expect(isWithheld(series)).toBe(true)
  expect(isWithheld([{ name: 'x', values: [1, null] }])).toBe(false)
})
