/** A comparison says all that sets two notices apart and nothing else: the same differs in nothing, and what is listed makes one the other. */

import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyDifferences, diffNotices, musts, weights } from './diff.ts'
import { parse } from './parse.ts'
import { plainNotice } from './plain-notice.ts'

const folder = new URL('../../examples/notices/', import.meta.url).pathname
const read = (file: string) => readFileSync(`${folder}${file}`, 'utf8')

function noticeOf(source: string) {
  const { notice, findings } = parse(source)
  expect(findings).toEqual([])
  if (notice === undefined) throw new Error('no notice')
  return notice
}

// ── Notices drawn ─────────────────────────────────────────────────────────────────────────────────────────────────────

const some = <Value>(values: readonly Value[], min = 0) => fc.shuffledSubarray([...values], { minLength: min })
const text = fc.oneof(
  fc.constantFrom('Yksi', 'yksi.', 'Kaksi sanaa', 'Kaksi  sanaa'),
  fc.record({ fi: fc.constantFrom('Yksi', 'Kaksi'), sv: fc.constantFrom('En', 'Två') }),
)
const period = fc.constantFrom('12 months', '2 years', '24 months after relationship ends', '3 years, then anonymise')
const purposeIds = ['customer-care', 'marketing', 'research', 'own'] as const
const sourceIds = ['forms', 'phone', 'partners', 'site', 'inferred'] as const
const fieldIds = { identity: ['given-name', 'family-name'], 'contact-points': ['email', 'phone', 'post'], own: ['one'] }
const option = <Value>(drawn: fc.Arbitrary<Value>) => fc.option(drawn, { nil: undefined })

const purpose = fc.record({
  name: text,
  explanation: text,
  law: option(fc.constantFrom('laki 1', 'laki 2')),
})
const contacting = fc.record({
  explanation: text,
  channels: fc.dictionary(
    fc.constantFrom('email', 'sms', 'post'),
    fc.constantFrom('consent', 'consent or similar purchase', 'unless objected', 'never'),
    { noNullPrototype: true },
  ),
})
const basis = fc.constantFrom('contract', 'consent', 'permission', 'legal obligation', 'interest a', 'interest b')

const category = (id: keyof typeof fieldIds, purposes: readonly string[]) =>
  some(fieldIds[id], 1).chain(fields => {
    const use = fc.oneof(basis, fc.record({ basis, fields: some(fields, 1), law: fc.constantFrom('laki 1', 'laki 2') }))
    const own = fc.constantFrom('text', 'number', 'date').map(type => ({ one: { type, name: 'Yksi' } }))
    return fc.record(
      {
        name: text,
        fields: id === 'own' ? own : fc.constant(fields),
        required: some(fields),
        'without-it': text,
        from: some(sourceIds),
        for:
          purposes.length === 0
            ? fc.constant({})
            : fc.dictionary(fc.constantFrom(...purposes), use, { noNullPrototype: true }),
        keep: period,
      },
      { requiredKeys: ['fields', 'from', 'for', ...(id === 'own' ? ['name' as const] : [])] },
    )
  })

const recipient = fc.record(
  {
    name: fc.constantFrom('Yksi Oy', 'Kaksi Oy', 'Kolme Inc. 100 %'),
    role: fc.constantFrom('processor', 'controller', 'joint-controller'),
    for: fc.constantFrom('hosting', 'newsletter'),
    country: fc.constantFrom('FI', 'SE', 'US', 'IL'),
    mechanism: fc.constantFrom('adequacy', 'scc', 'consent'),
    contract: fc.constantFrom('2026-01-01', '2026-02-01'),
    arrangement: text,
  },
  { requiredKeys: ['name', 'role', 'for', 'country'] },
)
const cookie = fc.record({
  category: fc.constantFrom('necessary', 'analytics'),
  keeps: fc.constantFrom('session', '3 months'),
  'set-by': text,
})
const person = fc.record(
  {
    name: fc.constantFrom('A', 'B'),
    email: fc.constantFrom('a@example.fi', 'b@example.fi'),
    phone: fc.constant('+3581234567'),
  },
  { requiredKeys: [] },
)

const drawn = some(purposeIds).chain(ids =>
  fc.record(
    {
      notice: fc.constant(1),
      register: fc.record({ id: fc.constantFrom('one', 'two'), name: text }),
      effective: fc.constantFrom('2026-12-01', '2027-01-01'),
      reviewed: fc.constantFrom('2026-12-01', '2027-01-01'),
      languages: some(['fi', 'sv', 'en'], 1),
      controller: person,
      contact: person,
      dpo: person,
      representative: person,
      authority: fc.constant('fi'),
      law: some(['laki 1', 'laki 2']),
      purposes: fc.record(
        Object.fromEntries(ids.map(id => [id, id === 'own' || id === 'customer-care' ? purpose : contacting])),
      ),
      interests: fc.record({ a: fc.record({ text }), b: fc.record({ text, weighed: fc.constant('2026-01-01') }) }),
      categories: fc.record(
        {
          identity: category('identity', ids),
          'contact-points': category('contact-points', ids),
          own: category('own', ids),
        },
        { requiredKeys: [] },
      ),
      sources: fc.record(
        {
          partners: fc.record({
            named: some(['Yksi ry', 'Kaksi ry']),
            told: fc.constantFrom('within 1 month', 'at first contact'),
          }),
          site: fc.record({ kind: fc.constantFrom('observed', 'public'), named: some(['x']) }),
        },
        { requiredKeys: [] },
      ),
      recipients: fc.oneof(fc.constant('none'), fc.array(recipient, { maxLength: 3 })),
      disclosure: fc.record({ regular: fc.constantFrom('yes', 'no'), publication: text }),
      duties: fc.record(
        { marketing: some(ids), own: fc.record({ name: text, purposes: some(ids) }) },
        { requiredKeys: [] },
      ),
      cookies: fc.dictionary(fc.constantFrom('a', 'b.c', '__proto__x'), cookie, { noNullPrototype: true }),
      'cookie-text': text,
      'relationship-ends': fc.constantFrom('24 months after last contact', '1 year after last contact'),
      rights: fc.record(
        {
          granted: some(['access', 'erasure']),
          channels: some(['email', 'post']),
          identity: fc.constant('sign-in'),
          text,
        },
        { requiredKeys: [] },
      ),
      profiling: fc.record({ text, 'automated-decisions': fc.constantFrom('yes', 'no') }),
      minors: fc.record({ from: fc.constantFrom(13, 15), guardian: fc.constantFrom('below', 'never') }),
      security: some(['passwords', 'backups', 'Lukitut tilat.']),
      changes: text,
    },
    { requiredKeys: ['notice', 'register', 'effective', 'languages', 'interests', 'purposes'] },
  ),
)
const notice = drawn.map(tree => noticeOf(JSON.stringify(tree, null, 1)))

// ── What holds of every comparison ────────────────────────────────────────────────────────────────────────────────────

const cases = process.env.SELOSTE_LONG === '1' ? 5000 : 200

test('a notice differs from itself in nothing', () => {
  fc.assert(
    fc.property(notice, one => {
      expect(diffNotices(one, one)).toEqual([])
    }),
    { numRuns: cases },
  )
})

test('the listed changes make the one the other', () => {
  fc.assert(
    fc.property(notice, notice, (before, after) => {
      const differences = diffNotices(before, after)
      expect(applyDifferences(plainNotice(before), differences)).toEqual(plainNotice(after))
    }),
    { numRuns: cases },
  )
})

test('every change is there once, has a place, and the worst stand first', () => {
  fc.assert(
    fc.property(notice, notice, (before, after) => {
      const differences = diffNotices(before, after)
      const known = differences.map(({ path, change, rule }) => `${path} ${change} ${rule}`)
      expect(new Set(known).size).toBe(known.length)
      expect(differences.filter(one => one.before !== undefined && one.position.before === undefined)).toEqual([])
      expect(differences.filter(one => one.after !== undefined && one.position.after === undefined)).toEqual([])
      const order = differences.map(({ weight, must }) => weights.indexOf(weight) * musts.length + musts.indexOf(must))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }),
    { numRuns: cases },
  )
})

describe('examples', () => {
  const files = ['ixir-2022.yaml', 'ixir.yaml', 'right/bakery.yaml', 'right/consultancy.yaml']
  const wrong = globSync('wrong/*.yaml', { cwd: folder }).filter(file => parse(read(file)).notice !== undefined)

  test.each(files.flatMap(before => files.map(after => [before, after] as const)))('%s → %s', (before, after) => {
    const [a, b] = [noticeOf(read(before)), noticeOf(read(after))]
    expect(applyDifferences(plainNotice(a), diffNotices(a, b))).toEqual(plainNotice(b))
    expect(diffNotices(a, b).length === 0).toBe(before === after)
  })

  test.each(wrong)('bakery.yaml → %s', file => {
    const [a, b] = [noticeOf(read('right/bakery.yaml')), noticeOf(read(file))]
    const differences = diffNotices(a, b)
    expect(differences.length).toBeGreaterThan(0)
    expect(applyDifferences(plainNotice(a), differences)).toEqual(plainNotice(b))
  })
})
