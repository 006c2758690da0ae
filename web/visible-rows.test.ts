/** The rows drawn are those in view, with some beyond, and never more than there are. */

import { expect, test } from 'vitest'
import { visibleRange } from './visible-rows.ts'

test('at the top the list begins with its first row', () =>
  expect(visibleRange(-200, 800, 32, 100_000, 10)).toEqual({ from: 0, to: 29 }))

test('in the middle there are some rows on both sides of the window', () =>
  expect(visibleRange(32_000, 640, 32, 100_000, 10)).toEqual({ from: 990, to: 1030 }))

test('at the end nothing is drawn beyond the last row', () =>
  expect(visibleRange(3_000, 640, 32, 100, 10)).toEqual({ from: 83, to: 100 }))

test('an empty list has no rows, even when the window is scrolled past it', () =>
  expect(visibleRange(5_000, 640, 32, 0)).toEqual({ from: 0, to: 0 }))
