/** A difference concerns just those whose data it touches, and points at its line in both files. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diffNotices } from './diff.ts'
import type { Concern } from './difference.ts'
import { parse } from './parse.ts'

const bakery = readFileSync(new URL('../../examples/notices/right/bakery.yaml', import.meta.url), 'utf8')

function noticeOf(source: string) {
  const { notice, findings } = parse(source)
  expect(findings).toEqual([])
  if (notice === undefined) throw new Error('no notice')
  return notice
}

/** What changes when one text of the bakery's notice is put in the place of another. */
function differencesWith(old: string, put: string) {
  expect(bakery).toContain(old)
  return diffNotices(noticeOf(bakery), noticeOf(bakery.replace(old, () => put)))
}

const some = (categories: readonly string[], ...purposes: readonly string[]): Concern => ({
  kind: 'some',
  categories,
  purposes,
})

const orders = 'for: { customer-care: contract, bookkeeping: legal obligation }\n    keep: 6'
const inOrders = (more: string) => orders.replace(' }', `, ${more} }`)

test.each<[string, old: string, put: string, path: string, Concern]>([
  [
    'a new basis, of whom its data is held, whatever they have said',
    'personalisation: consent }',
    'personalisation: interest trust }',
    'purposes.personalisation.bases.interest%2Etrust',
    some(['inferences']),
  ],
  [
    'a further category, of whom it is held and whom the purpose may use',
    orders,
    inOrders('marketing: permission'),
    'purposes.marketing.categories.permission',
    some(['orders'], 'marketing'),
  ],
  [
    'a way of contacting, whom the purpose may use',
    'post: unless',
    'phone: unless objected\n      post: unless',
    'purposes.marketing.channels.phone',
    some([], 'marketing'),
  ],
  [
    'a longer period, of whom the category is held',
    'keep: 12 months',
    'keep: 2 years',
    'categories.inferences.keep',
    some(['inferences']),
  ],
  [
    'a longer period for one purpose, whom that purpose may use',
    '6 years after',
    '7 years after',
    'categories.orders.keep',
    some(['orders'], 'bookkeeping'),
  ],
  [
    'a period from which the relationship ends, of whom something is kept until then',
    '24 months after last contact',
    '36 months after last contact',
    'relationshipEnds',
    some(['identity', 'contact-points', 'orders', 'change-history']),
  ],
  [
    'a new category, whom its purposes may use already',
    '  orders:\n',
    '  work: { for: { customer-care: contract, rights: legal obligation }, keep: 1 year }\n  orders:\n',
    'categories.work',
    some([], 'customer-care'),
  ],
  [
    'a new category that only requests need, of whom it will be held',
    '  orders:\n',
    '  requests: { for: { rights: legal obligation }, keep: 1 year }\n  orders:\n',
    'categories.requests',
    some(['requests']),
  ],
  [
    'a source of further data, of whom such data is held',
    'shop, phone]',
    'shop, phone, partners]',
    'sources.partners.categories',
    some(['orders']),
  ],
  [
    'a name of a source, of whom its data is held',
    'Kauppahallin',
    'Torin',
    'sources.partners.named',
    some(['contact-points']),
  ],
  [
    'another interest, whom the purposes may use for it',
    'text: selvittää jälkikäteen',
    'text: tutkia',
    'interests.trust.text',
    some(['change-history', 'look-log'], 'security'),
  ],
  ['profiling, of whom something is inferred', 'valitaan vain', 'valitaan', 'profiling.text', some(['inferences'])],
  [
    'a new recipient, everybody',
    'Esimerkkitilit Oy',
    'Toiset Tilit Oy',
    'recipients.Toiset Tilit Oy',
    { kind: 'everybody' },
  ],
  [
    'a cookie, nobody of the register',
    'keeps: session',
    'keeps: 1 day',
    'cookies.leipomo_basket.keeps',
    { kind: 'nobody' },
  ],
])('%s', (_, old, put, path, concern) => {
  const found = differencesWith(old, put).filter(one => one.path === path)
  expect(found.map(({ concerns }) => concerns)).toEqual([concern])
})

test('a difference stands at the words that changed, in each file', () => {
  const [longer] = differencesWith('  inferences:\n', '\n  inferences:\n')
  expect(longer).toBeUndefined() // an empty line says nothing
  const [moved] = diffNotices(
    noticeOf(bakery),
    noticeOf(`# one line more\n${bakery.replace('keep: 12 months', 'keep: 2 years')}`),
  )
  const line = bakery.split('\n').findIndex(one => one.includes('keep: 12 months')) + 1
  expect(moved?.position).toEqual({ before: { line, column: 5 }, after: { line: line + 1, column: 5 } })
})

test('of two recipients whose names begin alike each has its own place', () => {
  const two = (country: string) =>
    bakery.replace(
      'disclosure:',
      `  - { name: Kuljetus, role: processor, for: delivery, country: FI }\n  - { name: Kuljetus Oy, role: processor, for: delivery, country: ${country} }\ndisclosure:`,
    )
  const [moved] = diffNotices(noticeOf(two('FI')), noticeOf(two('SE')))
  expect(two('SE').split('\n')[(moved?.position.after?.line ?? 0) - 1]).toContain('Kuljetus Oy')
})
