/** Every row of the table of changes is met by a notice with just that change, and weighs what docs/notice-diff.md says. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diffNotices } from './diff.ts'
import { type RuleId, rules } from './difference-rules.ts'
import { parse } from './parse.ts'

const bakery = readFileSync(new URL('../../examples/notices/right/bakery.yaml', import.meta.url), 'utf8')

function noticeOf(source: string) {
  const { notice, findings } = parse(source)
  expect(findings).toEqual([])
  if (notice === undefined) throw new Error('no notice')
  return notice
}

/** The bakery's notice with texts put in the place of others. */
const edited = (...edits: readonly (readonly [old: string, put: string])[]): string =>
  edits.reduce((source, [old, put]) => {
    expect(source).toContain(old)
    return source.replace(old, () => put)
  }, bakery)

type Edit = readonly [old: string, put: string]

/** What an example changes, and the rules that it falls under, worst first. `from` is made of the bakery's notice before. */
interface Example {
  readonly from?: readonly Edit[]
  readonly edits: readonly Edit[]
  readonly rules: readonly RuleId[]
}

const of = (rulesMet: RuleId | readonly RuleId[], ...edits: readonly Edit[]): Example => ({
  edits,
  rules: typeof rulesMet === 'string' ? [rulesMet] : rulesMet,
})
const back = (rulesMet: RuleId | readonly RuleId[], ...edits: readonly Edit[]): Example => ({
  from: edits,
  edits: [],
  rules: typeof rulesMet === 'string' ? [rulesMet] : rulesMet,
})

const research: Edit = [
  '  rights:\n\ninterests',
  '  rights:\n  research: { channels: { email: consent } }\n\ninterests',
]
const accountantAbroad: Edit = ['for: accounting, country: FI', 'for: accounting, country: IL']
const fewRights: Edit = ['rights:\n  channels', 'rights:\n  granted: [access]\n  channels']
const profiling = `profiling:
  text: Päätellyn kiinnostuksen mukaan valitaan vain, mitä leipiä näytetään ensin.
  automated-decisions: no
`
const work: Edit = [
  '  orders:\n',
  '  work:\n    from: [forms]\n    for: { customer-care: contract }\n    keep: 24 months\n  orders:\n',
]
const analysis = 'text: selvittää jälkikäteen, kuka on katsonut asiakkaan tietoja tai muuttanut niitä'
const visitCookie: Edit = [
  '\nrights:\n',
  '  leipomo_visit: { category: analytics, keeps: 3 months, set-by: own site, for: security }\n\nrights:\n',
]

const examples: readonly Example[] = [
  // Purposes and their bases
  of('purpose-added', research),
  of('purpose-added-consent', research, ['marketing: permission }', 'marketing: permission, research: consent }']),
  back('purpose-removed', research),
  of('basis-added', ['personalisation: consent }', 'personalisation: consent, marketing: contract }']),
  of('basis-added-consent', [
    'customer-care: contract, bookkeeping: legal obligation }\n    keep: 24',
    'customer-care: contract, bookkeeping: legal obligation, marketing: consent }\n    keep: 24',
  ]),
  {
    from: [research],
    ...of('basis-stated', ['marketing: permission }', 'marketing: permission, research: contract }']),
  },
  {
    from: [research],
    ...of('basis-stated-consent', ['marketing: permission }', 'marketing: permission, research: consent }']),
  },
  of('basis-changed', ['personalisation: consent', 'personalisation: interest trust']),
  of('basis-changed-consent', ['marketing: permission', 'marketing: consent']),
  of('law-of-basis', ['kirjanpitolaki 1336/1997 2:10 §', 'kirjanpitolaki 1336/1997 2:9 §']),
  of('interest-added', ['categories:\n', '  quality:\n    text: parantaa leipiä\n\ncategories:\n']),
  of('interest-changed', [analysis, 'text: seurata, mitä asiakkaat tekevät']),
  of(
    ['interest-exchanged', 'interest-added'],
    ['  trust:\n', '  quality:\n    text: parantaa leipiä\n  trust:\n'],
    ['security: interest trust }\n    keep: 2', 'security: interest quality }\n    keep: 2'],
  ),
  back('interest-removed', ['categories:\n', '  quality:\n    text: parantaa leipiä\n\ncategories:\n']),
  of('interest-weighed', ['weighed: 2026-10-20', 'weighed: 2026-11-20']),
  of('use-added', [
    'bookkeeping: legal obligation }\n    keep: 6',
    'bookkeeping: legal obligation, security: interest trust }\n    keep: 6',
  ]),
  of('use-added-consent', [
    'bookkeeping: legal obligation }\n    keep: 6',
    'bookkeeping: legal obligation, marketing: permission }\n    keep: 6',
  ]),
  back('use-removed', [
    'bookkeeping: legal obligation }\n    keep: 6',
    'bookkeeping: legal obligation, marketing: permission }\n    keep: 6',
  ]),
  of('use-of-rights', [
    'bookkeeping: legal obligation }\n    keep: 6',
    'bookkeeping: legal obligation, rights: legal obligation }\n    keep: 6',
  ]),
  {
    from: [
      [
        'for: { customer-care: contract, marketing',
        'for: { customer-care: { basis: contract, fields: [email] }, marketing',
      ],
    ],
    ...of('use-widened', ['fields: [email] }', 'fields: [email, phone] }']),
  },
  {
    from: [['marketing: permission }', 'marketing: { basis: permission, fields: [email] } }']],
    ...of('use-widened-consent', ['fields: [email] }', 'fields: [email, phone] }']),
  },
  of('use-narrowed', ['marketing: permission }', 'marketing: { basis: permission, fields: [email] } }']),
  of('channel-opened', ['post: unless objected', 'post: unless objected\n      phone: unless objected']),
  of('channel-opened-consent', ['post: unless objected', 'post: unless objected\n      sms: consent']),
  of('channel-narrowed', ['post: unless objected', 'post: never']),

  // What is kept, for how long and from where
  of(['use-added', 'category-added', 'source-widened-person'], work),
  of(
    ['use-added-consent', 'category-inferred', 'source-widened-person'],
    [
      '  permissions:\n',
      '  guesses:\n    name: Arvaukset\n    origin: inferred\n    fields: { guess: { type: text, name: Arvaus } }\n    from: [forms]\n    for: { personalisation: consent }\n    keep: 1 year\n  permissions:\n',
    ],
  ),
  back(['use-removed', 'category-removed', 'source-narrowed'], work),
  {
    from: [
      [
        '  permissions:\n',
        '  tastes:\n    name: Maut\n    fields: { taste: { type: text, name: Maku } }\n  permissions:\n',
      ],
    ],
    ...of('category-origin', ['name: Maut', 'name: Maut\n    origin: observed']),
  },
  of('category-logic', ['Kolmesta samanlaisesta', 'Viidestä samanlaisesta']),
  of('field-added', ['fields: [email, phone, post]', 'fields: [email, phone, post, web]']),
  {
    from: [
      [
        '  permissions:\n',
        '  tastes:\n    name: Maut\n    fields: { taste: { type: choice, name: Maku, choices: [ruis] } }\n  permissions:\n',
      ],
    ],
    ...of('field-widened', ['choices: [ruis]', 'choices: [ruis, vehnä]']),
  },
  back('field-removed', ['fields: [email, phone, post]', 'fields: [email, phone, post, web]']),
  {
    from: [
      [
        '  permissions:\n',
        '  tastes:\n    name: Maut\n    fields: { taste: { type: text, name: Maku } }\n  permissions:\n',
      ],
    ],
    ...of('field-form', ['type: text', 'type: number']),
  },
  of('field-required', ['required: [family-name]', 'required: [family-name, given-name]']),
  back('retention-stated', ['    keep: 3 years after consent is withdrawn\n', '']),
  of('retention-longer', ['keep: 12 months', 'keep: 24 months']),
  of('retention-shorter', ['keep: 12 months', 'keep: 6 months']),
  of('retention-changed', ['keep: 12 months', 'keep: 12 months after relationship ends']),
  of('retention-unsaid', ['    keep: 3 years after consent is withdrawn\n', '']),
  of('source-added', ['shop, phone]', 'shop, phone, authorities]']),
  of('source-added-person', ['shop, phone]', 'shop, phone, fairs]']),
  back('source-removed', ['shop, phone]', 'shop, phone, fairs]']),
  of('source-widened', ['shop, phone]', 'shop, phone, partners]']),
  of('source-widened-person', ['shop, phone]', 'shop, phone, forms]']),
  back('source-narrowed', ['shop, phone]', 'shop, phone, forms]']),
  of('source-kind', ['kind: third-party', 'kind: public']),
  of('source-named', ['Kauppahallin Yrittäjät ry', 'Kauppahallin Yrittäjät ry, Torin Yrittäjät ry']),
  back('source-unnamed', ['Kauppahallin Yrittäjät ry', 'Kauppahallin Yrittäjät ry, Torin Yrittäjät ry']),
  of('source-told', ['told: within 1 month and', 'told: within 2 weeks and']),
  of('source-exempt', ['kind: third-party', 'kind: third-party, not-told-because: Tieto on jo saatu.']),

  // Who receives it
  of('recipient-added', [
    'disclosure:',
    '  - { name: Lähetti Oy, role: processor, for: delivery, country: SE }\ndisclosure:',
  ]),
  back('recipient-removed', [
    'disclosure:',
    '  - { name: Lähetti Oy, role: processor, for: delivery, country: SE }\ndisclosure:',
  ]),
  of('recipient-role', ['Esimerkkitilit Oy, role: processor', 'Esimerkkitilit Oy, role: controller']),
  of('recipient-task', ['for: accounting', 'for: newsletter']),
  of('recipient-moved', ['for: accounting, country: FI', 'for: accounting, country: SE']),
  of('recipient-contract', [
    'accounting, country: FI, contract: 2026-02-01',
    'accounting, country: FI, contract: 2026-03-01',
  ]),
  of('recipient-arrangement', ['for: accounting,', 'for: accounting, arrangement: Vastaamme yhdessä.,']),
  of('recipients-none', ['disclosure: { regular: no }\n', '']),
  of('transfer-added', [
    'disclosure:',
    '  - { name: Lähetti Oy, role: processor, for: delivery, country: US }\ndisclosure:',
  ]),
  of('transfer-added', accountantAbroad),
  of('transfer-consent', [
    'disclosure:',
    '  - { name: L, role: processor, for: delivery, country: US, mechanism: consent }\ndisclosure:',
  ]),
  { from: [accountantAbroad], ...of('transfer-changed', ['accounting, country: IL', 'accounting, country: JP']) },
  back('transfer-ended', accountantAbroad),
  of('disclosure-begun', ['regular: no', 'regular: yes']),
  back('disclosure-ended', ['regular: no', 'regular: yes']),
  of('disclosure-publication', ['regular: no', 'regular: no, publication: Vain sopimalla.']),

  // Who keeps it, and what people may do
  of('controller-changed', ['  name: Leipomo Vehnä ja Ruis Oy', '  name: Leipomo Ruis Oy']),
  of('controller-changed', ['0000001-9', '3183213-3']),
  of('contact-changed', ['asiakkaat@', 'tietosuoja@']),
  of('contact-added', ['contact: {', "contact: { phone: '+358401234567',"]),
  of('contact-person', ['contact: {', 'contact: { name: Asiakaspalvelu,']),
  of('representative-changed', ['contact: {', 'representative: { name: Edustaja Oy }\ncontact: {']),
  of('dpo-changed', ['contact: {', 'dpo: { email: vastaava@esimerkki.fi }\ncontact: {']),
  back('authority-changed', ['authority: fi\n', '']),
  { from: [fewRights], ...of('rights-told', ['[access]', '[access, erasure]']) },
  of('rights-untold', fewRights),
  of('rights-channels', ['post, phone]\n  identity', 'post]\n  identity']),
  of('rights-identity', ['one-time link', 'sign in']),
  of('rights-text', ['  identity: one', '  text: Vastaamme viikossa.\n  identity: one']),

  // The rest
  of('cookie-added', visitCookie),
  { from: [visitCookie], ...of('cookie-changed', ['category: analytics', 'category: marketing']) },
  {
    from: [visitCookie],
    ...of('cookie-changed', ['3 months, set-by: own site', '3 months, set-by: own site, third-party: yes']),
  },
  {
    from: [visitCookie],
    ...of('cookie-covered', [
      '\nrights:\n',
      '  leipomo_again: { category: analytics, keeps: 1 day, set-by: own site, for: security }\n\nrights:\n',
    ]),
  },
  { from: [visitCookie], ...of('cookie-longer', ['keeps: 3 months', 'keeps: 12 months']) },
  { from: [visitCookie], ...of('cookie-shorter', ['keeps: 3 months', 'keeps: session']) },
  back('cookie-removed', visitCookie),
  of('cookie-necessary', ['keeps: session', 'keeps: 1 day']),
  of('profiling-told', ['valitaan vain', 'valitaan']),
  of('profiling-untold', [profiling, '']),
  of('decisions-begun', ['automated-decisions: no', 'automated-decisions: yes']),
  back('decisions-ended', ['automated-decisions: no', 'automated-decisions: yes']),
  of('minors-changed', ['from: 13', 'from: 15']),
  of('security-added', ['[named accounts', '[backups, named accounts']),
  of('security-removed', ['[named accounts, ', '[']),
  of('duty-changed', ['[customer-care]\n', '[customer-care, personalisation]\n']),
  of('language-added', ['[fi]', '[fi, sv]']),
  back('language-removed', ['[fi]', '[fi, sv]']),
  { from: [['[fi]', '[fi, sv, en]']], ...of('language-order', ['[fi, sv, en]', '[fi, en, sv]']) },
  of('law-cited', ['authority:', 'law: [tietosuojalaki 1050/2018]\nauthority:']),
  of('dates', ['2026-12-01', '2027-01-01']),
  of('wording', ['asiakasrekisteri }', 'asiakkaat }']),
  of('wording', ['Kolmesta samanlaisesta tilauksesta', 'Kolmesta, samanlaisesta, tilauksesta,']),
  of('wording', ['  marketing:\n', '  marketing:\n    explanation: Kerromme leivistä.\n']),
]

describe('a notice with one change falls under its rule', () => {
  test.each(examples)('$rules', ({ from = [], edits, rules: wanted }) => {
    const before = noticeOf(edited(...from))
    const after = noticeOf(edited(...(edits.length > 0 ? [...from, ...edits] : [])))
    expect(diffNotices(before, after).map(({ rule }) => rule)).toEqual(wanted)
  })

  test('and no rule is without an example', () => {
    const met = new Set(examples.flatMap(({ rules: all }) => all))
    expect(Object.keys(rules).filter(rule => !met.has(rule as RuleId))).toEqual([])
  })
})
