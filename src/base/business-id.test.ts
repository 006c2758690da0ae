/** Business identity codes: the check digit decides, whatever the writing. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readBusinessId, vatId } from './business-id.ts'

describe('valid', () => {
  test.each([
    ['3183213-3', '3183213-3'],
    ['0112038-9', '0112038-9'],
    ['112038-9', '0112038-9'], // six digits of the old ones
    ['0245974-7', '0245974-7'],
    ['1366959-8', '1366959-8'],
    ['31832133', '3183213-3'],
    ['FI31832133', '3183213-3'],
    ['fi 3183213 3', '3183213-3'],
    ['3183213–3', '3183213-3'], // a dash from a word processor
    ['003702459747', '0245974-7'], // OVT
    ['003702459747234', '0245974-7'],
  ])('%s', (text, id) => expect(readBusinessId(text)).toBe(id))
})

describe('refused', () => {
  test.each([
    ['1572686-0', 'business-id.check-digit'],
    ['2077474-9', 'business-id.check-digit'],
    ['3183213-4', 'business-id.check-digit'],
    ['', 'business-id.form'],
    ['318321', 'business-id.form'],
    ['SE31832133', 'business-id.form'],
    ['3183213-33', 'business-id.form'],
  ])('%s: %s', (text, key) => expect(() => readBusinessId(text)).toThrow(key))
})

test('the VAT number has the same digits', () => expect(vatId('3183213-3')).toBe('FI31832133'))

const samples = fileURLToPath(new URL('../../../shared/samples/finland/business_ids.tsv', import.meta.url))
test.skipIf(!existsSync(samples))('the published samples', () => {
  const rows = readFileSync(samples, 'utf8').trim().split('\n').slice(1)
  for (const [value = '', verdict = ''] of rows.map(row => row.split('\t'))) {
    const accepted = (() => {
      try {
        return readBusinessId(value) !== ''
      } catch {
        return false
      }
    })()
    expect(`${value} ${accepted}`).toBe(`${value} ${verdict.startsWith('valid')}`)
  }
})
