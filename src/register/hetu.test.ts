/** Personal identity codes are found and masked in running text, and nothing else is. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { maskIdentityCodes } from './hetu.ts'

describe('masked', () => {
  test.each([
    '131052-308T',
    '131052-308t',
    '131052–308T', // a dash from a word processor
    '131052 - 308T',
    '010195+433X',
    '010501E9032', // signs since 2023; a temporary number
  ])('%s', code =>
    expect(maskIdentityCodes(`Hetu ${code}, kiitos.`)).toEqual({ text: 'Hetu ******-****, kiitos.', found: 1 }),
  )
})

test('two in one text', () => {
  expect(maskIdentityCodes('131052-308T ja 010195+433X').text).toBe('******-**** ja ******-****')
})

describe('left as it is', () => {
  test.each([
    '131052-308U', // wrong check character
    '320152-308T', // no such day
    '131052-001D', // individual numbers begin at 002
    'tilaus 2131052-308T', // part of a longer number
    '131052-308TX',
    '3183213-3',
  ])('%s', text => expect(maskIdentityCodes(text)).toEqual({ text, found: 0 }))
})

const samples = fileURLToPath(new URL('../../../shared/samples/finland/hetu.tsv', import.meta.url))
test.skipIf(!existsSync(samples))('the published samples', () => {
  const rows = readFileSync(samples, 'utf8').trim().split('\n').slice(1)
  for (const [value = '', verdict = ''] of rows.map(row => row.split('\t'))) {
    expect(`${value} ${maskIdentityCodes(value).found === 1}`).toBe(`${value} ${verdict === 'valid'}`)
  }
})
