/** Addresses of real customers are taken, others refused with the faulty part named; keys make two writings equal. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readEmail } from './email.ts'

describe('taken, with the key that it is compared by', () => {
  test.each([
    ['aino@example.fi', 'aino@example.fi'],
    [' Aino.Virtanen@Example.FI ', 'aino.virtanen@example.fi'],
    ['aino+kurssit@example.fi', 'aino+kurssit@example.fi'], // the tag stays
    ['mailto:aino@example.fi', 'aino@example.fi'],
    ["o'brien_1@mail.example.co.uk", "o'brien_1@mail.example.co.uk"],
    ['päivi@äänekoski.fi', 'päivi@xn--nekoski-4waa.fi'],
    ['pa\u0308ivi@example.fi', 'päivi@example.fi'],
    ['a@b-c.fi', 'a@b-c.fi'],
    [`${'a'.repeat(64)}@example.fi`, `${'a'.repeat(64)}@example.fi`],
  ])('%s', (text, key) => expect(readEmail(text).key).toBe(key))
})

test('the address itself stays as written', () => {
  expect(readEmail(' Aino.Virtanen@Example.FI ').address).toBe('Aino.Virtanen@Example.FI')
})

describe('refused', () => {
  test.each([
    ['', 'email.no-at'],
    ['aino', 'email.no-at'],
    ['@example.fi', 'email.no-at'],
    ['aino..virtanen@example.fi', 'email.local-part'],
    ['.aino@example.fi', 'email.local-part'],
    ['aino virtanen@example.fi', 'email.local-part'],
    ['a@b@example.fi', 'email.local-part'],
    ['"aino"@example.fi', 'email.local-part'],
    [`${'a'.repeat(65)}@example.fi`, 'email.local-part'],
    ['aino@example', 'email.domain'],
    ['aino@example..fi', 'email.domain'],
    ['aino@-example.fi', 'email.domain'],
    ['aino@exa_mple.fi', 'email.domain'],
    ['aino@[127.0.0.1]', 'email.domain'],
    ['aino@127.0.0.1', 'email.domain'],
    [`aino@${'a'.repeat(64)}.fi`, 'email.domain'],
    ['aino@example.fi\nBcc: kaarlo@example.fi', 'text.control'],
  ])('%j: %s', (text, key) => expect(() => readEmail(text)).toThrow(key))
})

const samples = fileURLToPath(new URL('../../../shared/samples/strings/isemail_tests.xml', import.meta.url))

const takes = (text: string): boolean => {
  try {
    return readEmail(text).key !== ''
  } catch {
    return false
  }
}

/** The published set says what RFC 5321 and 5322 allow: we take a part of that (no quoting, comments, literals) and nothing beyond. */
describe.skipIf(!existsSync(samples))('the isemail test set', () => {
  const cases = existsSync(samples) ? readCases(readFileSync(samples, 'utf8')) : []

  test('nothing is taken that it calls an error; only line breaks at the ends are cut off first', () => {
    const wrong = cases.filter(one => one.category === 'ISEMAIL_ERR' && takes(one.address))
    expect(wrong.filter(one => !/^[\r\n ]|[\r\n ]$/.test(one.address))).toEqual([])
    expect(cases.length).toBeGreaterThan(150)
  })

  test('plain valid addresses are taken', () => {
    const refused = cases.filter(one => /^ISEMAIL_(VALID|DNSWARN)/.test(one.category) && !takes(one.address))
    const reasons = /^"|@\[|@[^.]+$|\.\d+$/ // quoted, literal, one label, a number as top-level domain
    expect(refused.filter(one => !reasons.test(one.address))).toEqual([])
  })
})

function readCases(xml: string) {
  const found = xml.matchAll(/<address>([^<]*)<\/address>[\s\S]*?<category>(\w+)<\/category>/g)
  return [...found].map(([, address = '', category = '']) => ({ address: decode(address), category }))
}

const decode = (xml: string) =>
  xml
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => {
      const code = Number.parseInt(hex, 16)
      return String.fromCodePoint(code >= 0x2400 && code <= 0x241f ? code - 0x2400 : code)
    })
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
