/** The invented customers are the same each time, and nobody can be reached at what they leave. */

import { expect, test } from 'vitest'
import { readEmail } from '../register/email.ts'
import { readPhone } from '../register/phone.ts'
import { chanceFrom, invented } from './invented.ts'

const customers = (count: number) => {
  const chance = chanceFrom(2026)
  return Array.from({ length: count }, (_, n) => invented(chance, n))
}

test('the same seed gives the same customers', () => {
  expect(customers(50)).toEqual(customers(50))
})

test('addresses are of a domain that nobody has, telephone numbers of those kept for fiction; none is given twice', () => {
  const all = customers(800)
  const phones = all.flatMap(({ phone }) => phone ?? []).map(phone => readPhone(phone).e164)
  expect(all.filter(({ email }) => !/^[a-z]+\.[a-z]+\d+@example\.org$/.test(readEmail(email).address))).toEqual([])
  expect(phones.filter(phone => !/^(\+46701740(60[5-9]|6[1-9]\d)|\+447700900\d{3})$/.test(phone))).toEqual([])
  expect(new Set(all.map(({ email }) => email)).size).toBe(all.length)
  expect(new Set(phones).size).toBe(phones.length)
})
