/** Parts of a text message are counted as networks count them: seven bits or two bytes a character, and the parts of a long one shorter. */

import { expect, test } from 'vitest'
import { smsLength } from './sms-parts.ts'

test.each([
  ['', 'gsm-7', 0, 0, 160],
  ['a'.repeat(160), 'gsm-7', 1, 160, 160],
  ['a'.repeat(161), 'gsm-7', 2, 161, 306],
  ['ä'.repeat(306), 'gsm-7', 2, 306, 306],
  ['a'.repeat(307), 'gsm-7', 3, 307, 459],
  ['€'.repeat(80), 'gsm-7', 1, 160, 160],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm-7', 3, 306, 459], // what takes two places is not parted
  ['–'.repeat(70), 'ucs-2', 1, 70, 70],
  ['–'.repeat(71), 'ucs-2', 2, 71, 134],
  ['🌱'.repeat(35), 'ucs-2', 1, 70, 70],
  [`${'a'.repeat(66)}🌱${'a'.repeat(66)}`, 'ucs-2', 3, 134, 201],
] as const)('%#', (body, encoding, parts, used, room) => {
  expect(smsLength(body)).toMatchObject({ encoding, parts, used, room })
})

test('the characters that make it dearer are named once each', () => {
  expect(smsLength('Hei – ”Aino” – ő').beyond).toEqual(['–', '”', 'ő'])
  expect(smsLength('Hei, ÅÄÖ åäö € é').beyond).toEqual([])
})
