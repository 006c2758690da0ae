/** Numbers as people write them (1 204,50) and as the register keeps them (whole cents). */

import type { Value } from '../src/register/answers.ts'

/** Null for an empty text; a text that is no number stays a text, for the register to refuse in words. */
export function readNumber(text: string, cents: boolean): Value {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.')
  if (plain === '') return null
  if (!/^-?\d+(\.\d{1,2})?$/.test(plain) || (!cents && plain.includes('.'))) return text
  return cents ? Math.round(Number(plain) * 100) : Number(plain)
}

/** The text of a kept number in a field. */
export function numberText(value: Value, cents: boolean): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : ''
  return cents ? (value / 100).toFixed(2).replace('.', ',') : String(value)
}
