/** Any text at all becomes a frozen notice or findings with places; nothing throws, nothing is guessed, nothing is dropped in silence. */

import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { parse } from './parse.ts'

const lawful = readFileSync(new URL('../../examples/notices/right/bakery.yaml', import.meta.url), 'utf8')
const sketch = new URL('../../../shared/notice-sketch.yaml', import.meta.url)

function noticeOf(source: string) {
  const { notice, findings } = parse(source)
  expect(findings).toEqual([])
  if (notice === undefined) throw new Error('no notice')
  return notice
}

/** The lawful notice with one text put in the place of another: each rule, its context, and the words that it points at. */
function findingsWith(old: string, put: string): readonly string[] {
  expect(lawful).toContain(old)
  const source = lawful.replace(old, () => put)
  const lines = source.split('\n')
  return parse(source).findings.map(({ at, rule, args }) => {
    const pointsAt = /^[^\s,\]}]+/.exec((lines[at.line - 1] ?? '').slice(at.column - 1))?.[0]
    return [rule, args.context || undefined, pointsAt].filter(part => part !== undefined).join(' ')
  })
}

describe('what a notice says', () => {
  const notice = noticeOf(lawful)
  const category = (id: string) => notice.categories.find(one => one.id === id)

  test('known ids bring their names, fields and columns', () => {
    expect(notice.purposes.map(one => one.id)).toContain('customer-care')
    expect(notice.purposes[0]?.name.fi).toBeTruthy()
    expect(category('identity')?.fields.map(field => field.id)).toEqual(['given-name', 'family-name'])
    expect(category('contact-points')?.fields.flatMap(field => field.columns.map(column => column.name))).toEqual([
      'email',
      'phone',
      'street',
      'postcode',
      'city',
      'country',
      'is_primary',
      'state',
      'whose',
    ])
  })

  test('bases, narrowed fields and retention become nodes', () => {
    expect(category('identity')?.uses.map(use => [use.purpose, use.basis.kind])).toEqual([
      ['customer-care', 'contract'],
      ['bookkeeping', 'legal-obligation'],
    ])
    expect(category('look-log')?.uses[0]?.basis).toEqual({ kind: 'interest', interest: 'trust' })
    expect(category('orders')?.keep.map(({ at, ...rule }) => rule)).toEqual([
      { duration: 'P6Y', anchor: 'fiscal-year.ended', ending: 'delete', forPurpose: 'bookkeeping' },
      { duration: 'P36M', anchor: 'relationship.ended', ending: 'delete' },
    ])
    expect(notice.relationshipEnds?.duration).toBe('P24M')
    const narrowed = noticeOf(
      lawful.replace('marketing: permission }', 'marketing: { basis: permission, fields: [email] } }'),
    )
    const uses = narrowed.categories.find(one => one.id === 'contact-points')?.uses
    expect(uses?.[1]?.fields).toEqual(['email', 'status']) // status says of the e-mail whether it bounced
  })

  test('a field about another comes with that field and with no other', () => {
    const work = (use: string) =>
      noticeOf(
        lawful.replace('  orders:\n', `  work:\n    from: [forms]\n    for: { customer-care: ${use} }\n  orders:\n`),
      )
        .categories.find(one => one.id === 'work')
        ?.uses.map(one => one.fields)
    expect(work('{ basis: contract, fields: [title] }')).toEqual([['title']])
    expect(work('{ basis: contract, fields: [organisation] }')).toEqual([['organisation', 'organisation-link']])
    expect(work('contract')).toEqual([undefined])
  })

  test('what is the same as in another category is said at its own place', () => {
    const identity = category('identity')?.keep[0]
    const contact = category('contact-points')?.keep[0]
    expect(contact).toEqual({ ...identity, at: { line: 43, column: 5 } })
  })

  test('gender is kept only when it is named', () => {
    const profile = (fields: string) =>
      noticeOf(lawful.replace('  orders:\n', `  profile:\n${fields}    from: [forms]\n  orders:\n`))
        .categories.find(one => one.id === 'profile')
        ?.fields.map(field => field.id)
    expect(profile('')).toEqual(['language'])
    expect(profile('    fields: [language, gender]\n')).toEqual(['language', 'gender'])
  })

  test('a category of one’s own has its fields, types and names', () => {
    const shoes = `  shoes:
    name: { fi: kengät, sv: skor, en: shoes }
    rows: many
    fields:
      size: { type: number, name: koko, search: yes }
      colour: { type: choice, choices: [red, blue], name: väri }
      worn: { type: yes-no, name: käytetty }
  inferences:
`
    const custom = noticeOf(lawful.replace('  inferences:\n', shoes)).categories.find(one => one.id === 'shoes')
    expect(custom).toMatchObject({ custom: true, rows: 'many', stored: 'table', origin: 'person' })
    expect(custom?.fields.flatMap(field => field.columns)).toEqual([
      { name: 'size', type: 'integer', search: 'range' },
      { name: 'colour', type: 'text', codes: ['red', 'blue'] },
      { name: 'worn', type: 'boolean' },
    ])
    expect(custom?.fields[0]?.name).toEqual({ fi: 'koko' })
  })

  test('every part that is written has its place', () => {
    expect(notice.places['categories.identity.keep']).toEqual({ line: 38, column: 5 })
    expect(notice.places['recipients.1']).toEqual({ line: 71, column: 5 })
  })

  test('it is frozen all the way down and known by its bytes', () => {
    const melted: string[] = []
    const walk = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) melted.push(path)
      for (const [key, one] of Object.entries(value)) walk(one, `${path}.${key}`)
    }
    walk(notice, '')
    expect(melted).toEqual([])
    expect(notice.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(noticeOf(`${lawful}# a word more\n`).hash).not.toBe(notice.hash)
  })

  test('a byte order mark and Windows line ends change nothing but the hash', () => {
    const { hash, ...rest } = noticeOf(`\ufeff${lawful.replaceAll('\n', '\r\n')}`)
    expect({ ...rest, hash: notice.hash }).toEqual(notice)
    expect(hash).not.toBe(notice.hash)
  })

  test.skipIf(!existsSync(sketch))('the sketch of the language is in the language', () => {
    noticeOf(readFileSync(sketch, 'utf8'))
  })
})

describe('slips are told with what was meant', () => {
  test.each([
    ['unknown key', 'authority: fi', 'autority: fi', 'L06 guess autority:'],
    ['unknown category', '  inferences:\n', '  inference:\n', 'L10 category-guess inference:'],
    ['unknown field', 'fields: [email, phone, post]', 'fields: [e-mail, phone, post]', 'L10 field-guess e-mail'],
    [
      'unknown interest',
      'interest trust }\n    keep: same',
      'interest truts }\n    keep: same',
      'L10 interest-guess interest',
    ],
    [
      'an interest without a name',
      'interest trust }\n    keep: same',
      'interest }\n    keep: same',
      'L11 which-interest interest',
    ],
    [
      'retention for a purpose not served',
      'years after fiscal year ends for bookkeeping',
      'years after fiscal year ends for marketing',
      'L10 purpose 6',
    ],
    ['a word near the vocabulary', 'named accounts, second factor', 'named acounts, second factor', 'L11 guess named'],
    [
      'channels of a purpose that writes to nobody',
      '  security:\n',
      '  security: { channels: { email: consent } }\n',
      'L11 no-channels channels:',
    ],
    ['a country that is none', 'for: hosting, country: FI', 'for: hosting, country: XX', 'L12 country XX'],
    ['a cookie with a space', '  leipomo_basket:', '  "leipomo basket":', 'L12 cookie "leipomo'],
    [
      'a column of PostgreSQL’s own',
      '    fields: [email, phone, post]\n',
      '    fields:\n      xmin: { type: number, name: a }\n',
      'L14 reserved xmin:',
    ],
    [
      'an index’s name',
      '  inferences:\n',
      '  identity-pkey: { name: a, fields: { b: { type: text, name: c } } }\n  inferences:\n',
      'L14 reserved identity-pkey:',
    ],
    [
      'origin that the vocabulary has settled',
      '    about: [interests]\n',
      '    about: [interests]\n    origin: person\n',
      'L11 fixed person',
    ],
    ['a source told too vaguely', 'told: within 1 month and at first contact', 'told: soon', 'L12 told soon'],
  ])('%s', (_what, old, put, expected) => {
    expect(findingsWith(old, put)).toEqual([expected])
  })

  test.each(['3183213-4', '31832133', 'FI31832133', '2077474-9'])('%s is no business id as a notice has it', id => {
    expect(findingsWith('business-id: 0000001-9', `business-id: ${id}`)).toEqual([`L12 business-id ${id}`])
  })

  test('“constructor” and “__proto__” are ids like any other', () => {
    expect(findingsWith('from: [shop, phone]', 'from: [shop, constructor]')).toEqual(['L10 source-guess constructor'])
    expect(findingsWith('  inferences:\n', '  constructor:\n    from: [forms]\n  inferences:\n')).toContain(
      'L10 category-guess constructor:',
    )
    expect(findingsWith('  inferences:\n', '  __proto__:\n    from: [forms]\n  inferences:\n')).toContain(
      'L09 __proto__:',
    )
  })

  test('SQL in a name is text; in an id it is refused', () => {
    const name = 'Leipomo"; drop table register.person; --'
    expect(noticeOf(lawful.replace('name: Leipomo Vehnä ja Ruis Oy\n', `name: '${name}'\n`)).controller.name).toBe(name)
    for (const [old, put] of [
      ['id: leipomo,', 'id: "x; drop table y",'],
      ['  personalisation:\n', '  "a\'; drop role b":\n'],
      ['  trust:\n', '  "trust; --":\n'],
    ] as const)
      expect(findingsWith(old, put).join()).toContain('L09')
  })
})

describe('texts that are no notice', () => {
  const rulesOf = (source: string) => parse(source).findings.map(({ rule, at }) => `${at.line}:${at.column} ${rule}`)

  test.each([
    ['nothing', '', '1:1 L05'],
    ['only comments', '# a notice\n', '1:1 L05'],
    ['a NUL', 'notice: 1\nregister: a\0b', '2:12 L03'],
    ['bytes that are not UTF-8', Buffer.from('notice: 1\nchanges: p\xe4iv\xe4', 'latin1').toString('utf8'), '2:11 L03'],
    ['UTF-16', Buffer.from('notice: 1\n', 'utf16le').toString('utf8'), '1:2 L03'],
    ['an anchor in a circle', 'notice: &a [*a]', '1:12 L04'],
    ['an alias', 'notice: *a', '1:9 L04'],
    ['a tag', 'notice: !!js/function x', '1:23 L04'],
    ['two notices', 'notice: 1\n---\nnotice: 1\n', '2:1 L04'],
    ['a list as key', '? [a]\n: b\n', '1:3 L04'],
    ['a tab', 'notice:\n\ta: 1\n', '2:1 L01'],
  ])('%s', (_what, source, expected) => {
    expect(rulesOf(source)[0]).toBe(expected)
    expect(parse(source).notice).toBeUndefined()
  })

  test.each([
    ['50 MB', 'a: b\n'.repeat(10_000_000)],
    ['brackets within brackets', '['.repeat(130_000)],
    ['forty thousand anchors', `a: ${'&a '.repeat(40_000)}`],
    ['an alias bomb', `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `k${i}: &k${i} [*a, *a, *a]`).join('\n')}`],
    ['many keys', Array.from({ length: 9_000 }, (_, i) => `k${i}: v`).join('\n')],
  ])('%s are refused without delay', (_what, source) => {
    const started = performance.now()
    const { notice, findings } = parse(source)
    expect(performance.now() - started).toBeLessThan(5_000) // at most 0.6 s on an idle machine
    expect(notice).toBeUndefined()
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.length).toBeLessThanOrEqual(110)
  })
})

describe('whatever is written', () => {
  const lines = lawful.split('\n')
  const mangled = fc
    .array(
      fc.record({
        at: fc.nat(lines.length - 1),
        put: fc.oneof(fc.string(), fc.constantFrom(...lines)),
        drop: fc.boolean(),
      }),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map(edits => {
      const text = [...lines]
      for (const { at, put, drop } of edits) text.splice(at, drop ? 1 : 0, ...(drop ? [] : [put]))
      return text.join('\n')
    })

  /** Another word, list or mapping in the place of a value. */
  const misvalued = fc
    .tuple(
      fc.nat(lines.length - 1),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.json(),
        fc.constantFrom(
          '',
          '[]',
          '{}',
          'none',
          'same as identity',
          'x: y',
          '[[]]',
          '{a: {b: c}}',
          '[{}]',
          '""',
          "''",
          '~',
        ),
      ),
    )
    .map(([at, value]) =>
      lines
        .with(
          at,
          (lines[at] ?? '').replace(/:( .*)?$/, () => `: ${value}`),
        )
        .join('\n'),
    )

  test('neither parse nor check throws, and each finding has a place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), mangled, misvalued), source => {
        const { notice, findings } = parse(source)
        expect(notice === undefined).toBe(findings.length > 0)
        for (const { rule } of findings) expect(rule).toMatch(/^L\d\d$/)
        const legal = notice === undefined ? [] : check(notice, new Date('2026-11-22'))
        for (const { at } of [...findings, ...legal]) {
          expect(at.line).toBeGreaterThan(0)
          expect(at.column).toBeGreaterThan(0)
          expect(at.line).toBeLessThanOrEqual(source.split(/\r\n|\r|\n/).length + 1)
        }
      }),
      { numRuns: 300 },
    )
  })
})
