/** Keys pressed in a row run the shortcut that they spell, and a wrong key starts anew. */

import { expect, test } from 'vitest'
import { follow } from './shortcuts.ts'

const known = ['p', '?', 'g c', 'g o', 'c']

test('a single key runs at once', () => expect(follow('', 'p', known)).toEqual({ run: 'p', pending: '' }))

test('g waits for its letter', () => {
  expect(follow('', 'g', known)).toEqual({ pending: 'g' })
  expect(follow('g', 'c', known)).toEqual({ run: 'g c', pending: '' })
})

test('a letter that no sequence has is taken by itself', () => {
  expect(follow('g', 'p', known)).toEqual({ run: 'p', pending: '' })
  expect(follow('g', 'x', known)).toEqual({ pending: '' })
  expect(follow('g', 'g', known)).toEqual({ pending: 'g' })
})

test('the beginning of a key’s name is not the beginning of two keys', () =>
  expect(follow('', 'E', ['Enter', 'e'])).toEqual({ pending: '' }))
