/** Rules and inferences as their screens show them, with invented answers: the pictures work for a purpose that is given no inferences. */

import type { Page } from 'playwright-core'
import type { PersonInferences, Preview, Quality, RuleDetails, RuleList } from '../src/inference/rule-answers.ts'
import type { SegmentWords } from '../src/segments/segment-answers.ts'

const idOf = (n: number) => `0199c0de-0000-7000-8000-0000000003${String(n).padStart(2, '0')}`
const by = { id: 'staff:0199c0de-0000-7000-8000-000000000303', kind: 'staff', name: 'Hilla Hakala' } as const

const rule = {
  id: idOf(1),
  name: 'Kirjoittamisesta kiinnostuneet',
  about: 'Kiinnostuksen kohteet',
  value: 'Luova kirjoittaminen',
  version: 2,
  changedAt: '2026-11-20T09:12:00Z',
  changedBy: by,
  persons: 1284,
  isAbout: false,
  isFilling: false,
  fault: null,
} as const

const bought = {
  rows: 'orders',
  where: [{ column: 'product', is: 'starts' as const, value: 'Luovan kirjoittamisen' }],
}
const told = {
  parts: [
    { sentence: 'Tilaukset, joissa (Tuote tai palvelu alkaa "Luovan kirjoittamisen")', points: 5, fades: true },
    { sentence: 'Kiinnostuksen kohteet, joissa (Kiinnostuksen kohde on "kirjoittaminen")', points: 3, fades: false },
  ],
  halfLife: 180,
  threshold: 6,
  lasts: 12,
  met: 'Tilaukset, joissa (Tuote tai palvelu alkaa "Luovan kirjoittamisen")',
}
const details: RuleDetails = {
  ...rule,
  content: {
    about: 'interests',
    value: rule.value,
    parts: [
      { ...bought, points: 5 },
      { rows: 'interests', where: [{ column: 'interest', is: 'equals', value: 'kirjoittaminen' }], points: 3 },
    ],
    halfLife: 180,
    threshold: 6,
    lasts: 12,
    met: bought,
  },
  told,
  logic: null,
  versions: [
    { n: 2, name: rule.name, told, at: rule.changedAt, by, why: 'Yksi tilaus ei enää riitä', noticeVersion: 1 },
    {
      n: 1,
      name: rule.name,
      told: { ...told, threshold: 5 },
      at: '2026-09-01T08:00:00Z',
      by,
      why: null,
      noticeVersion: 1,
    },
  ],
}
const list: RuleList = {
  rules: [
    rule,
    { ...rule, id: idOf(2), name: 'Aktiiviset', value: 'Usean kurssin käyneet', isFilling: true },
    { ...rule, id: idOf(3), name: 'Vanha sääntö', persons: 0, fault: 'Voimassa oleva seloste ei anna tietoja.' },
  ],
  next: null,
}
const quality: Quality = {
  months: ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'].map((month, n) => ({
    month,
    inferred: n === 0 ? { met: 1, of: 1 } : { met: 20 + n * 3, of: 61 + n * 2 },
    everybody: { met: 48 + n, of: 410 + n * 9 },
  })),
  leftOut: 1,
  about: false,
}
const preview: Preview = {
  allowed: 4120,
  persons: 1284,
  added: 96,
  removed: 211,
  about: false,
  spread: Array.from({ length: 9 }, (_, n) => ({ from: n * 3, persons: Math.round(900 / (1 + n)) })),
}
const words: SegmentWords = {
  fields: [],
  categories: [
    {
      id: 'orders',
      label: 'Tilaukset',
      columns: [
        { id: 'product', label: 'Tuote tai palvelu', type: 'text', is: ['equals', 'differs', 'starts', 'known'] },
      ],
    },
    {
      id: 'interests',
      label: 'Kiinnostuksen kohteet',
      columns: [{ id: 'interest', label: 'Kiinnostuksen kohde', type: 'text', is: ['equals', 'starts', 'known'] }],
    },
  ],
  purposes: [],
  channels: [],
}
const inferences: PersonInferences = {
  inferences: [
    {
      id: idOf(4),
      value: rule.value,
      about: rule.about,
      confidence: 71,
      made: '2026-11-20',
      expires: '2027-08-02',
      rule: { id: rule.id, name: rule.name, version: 2, told },
      points: 10.6,
      evidence: [
        {
          category: 'orders',
          row: idOf(5),
          points: 4.6,
          what: 'Luovan kirjoittamisen verkkokurssi, Maksettu, 2.11.2026',
        },
        { category: 'interests', row: idOf(6), points: 3, what: 'kirjoittaminen' },
      ],
    },
  ],
}

/** A scope that is given inferences, with how they come about. */
async function given(page: Page): Promise<void> {
  await page.route('**/api/v1/scope', async route => {
    const answer = await route.fetch()
    const told = await answer.json()
    const [first] = told.categories
    const column = { name: 'about', label: 'Mitä koskee', type: 'text', filter: [] }
    const codes = [
      { code: 'interests', name: 'Kiinnostuksen kohteet' },
      { code: 'user-groups', name: 'Käyttäjäryhmät' },
    ]
    told.categories.push({
      ...first,
      id: 'inferences',
      name: 'Päätellyt tiedot',
      origin: 'inferred',
      logic: 'Tilauksista ja ilmoitetuista kiinnostuksista päätellään, mikä aihe sinua todennäköisesti kiinnostaa.',
      fields: [{ ...first.fields[0], id: 'about', columns: [{ ...column, codes }] }],
    })
    told.categories.push({ ...first, id: 'interests', name: 'Kiinnostuksen kohteet' })
    return route.fulfill({ response: answer, json: told })
  })
}

const answered = (there: string, answers: readonly (readonly [string, unknown])[]) => async (page: Page) => {
  await given(page)
  for (const [path, json] of answers) await page.route(`**/api/v1${path}`, route => route.fulfill({ json }))
  await page.reload()
  await page.locator(there).first().waitFor()
}

const refused = '.nothing-yet, [role=alert]'
const editing = [
  [`/inference-rules/${rule.id}`, details],
  ['/segments/words', words],
  ['/inference-rules/preview', preview],
] as const

/** Screens of rules, as test/browser-screens.test.ts looks at them. */
export const inferenceScreens = (person: string) =>
  [
    [
      'inference-rules',
      '/inference-rules',
      refused,
      answered('main table', [
        ['/inference-rules?*', list],
        ['/inference-rules', list],
      ]),
    ],
    ['inference-rules-refused', '/inference-rules', '[role=alert]'],
    [
      'inference-rule',
      `/inference-rules/${rule.id}`,
      '[role=alert]',
      answered('.chart, [role=alert]', [
        [`/inference-rules/${rule.id}`, details],
        [`/inference-rules/${rule.id}/quality`, quality],
      ]),
    ],
    [
      'inference-rule-edit',
      `/inference-rules/${rule.id}/edit`,
      '[role=alert]',
      answered('.rule-editor .chart-bar', editing),
    ],
    ['inference-rule-new', '/inference-rules/new', '.rule-editor', answered('.rule-editor', editing)],
    [
      'person-inferences',
      `/customers/${person}`,
      '.person-values',
      async (page: Page) => {
        await answered('.person-inferences', [[`/persons/${person}/inferences`, inferences]])(page)
        await page.locator('.person-inferences summary').first().click()
      },
    ],
  ] as const
