/** Balancing tests as one file: the decision first, what the notice does on the interest, then every question with its answer. */

import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { type Block, wordsOf } from '../notice/render-model.ts'
import { capitalised, dateIn, written } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { type Step, steps } from './balancing-questions.ts'
import type { BalancingTest } from './balancing-test.ts'
import { bullets, type Exported, lines, type Part, paperOf, paragraphs } from './export-file.ts'
import { nameIn, tellChange, usesOf } from './interest.ts'
import type { InForce, WeighedInterest } from './interests.ts'

/** The interests that are given: all of them, or one. `date` is YYYY-MM-DD, the day on which they stand so. */
export function testsExport(
  { notice, version }: InForce,
  interests: readonly WeighedInterest[],
  lang: Lang,
  date: string,
): Exported {
  const [only] = interests.length === 1 ? interests : []
  return {
    name: [text(lang, 'ui.balancing.file'), ...(only ? [only.interest.id] : []), date].join('-'),
    document: () =>
      paperOf(notice, {
        lang,
        date,
        title: text(lang, only ? 'ui.balancing.one' : 'ui.balancing.title'),
        opening: [text(lang, 'ui.balancing.about', { date: dateIn(lang, date) })],
        summary: {
          heading: text(lang, 'ui.balancing.interests'),
          blocks: bullets(
            interests.map(one => `${interestIn(notice, lang, one)}: ${text(lang, `ui.balancing.state.${one.state}`)}.`),
          ),
        },
        parts: interests.map(one => partOf(notice, lang, one)),
        closing: [text(lang, 'ui.contracts.beside', { version, date: dateIn(lang, notice.effective) })],
      }),
    table: () => [
      columns.map(name => text(lang, `ui.balancing.column.${name}`)),
      ...interests.map(one => rowOf(notice, lang, one)),
    ],
    data: () => ({
      date,
      notice: { version, hash: notice.hash },
      interests: interests.map(({ interest, state, standing, latest, changes }) => ({
        interest: interest.id,
        text: interest.text,
        state,
        changes,
        uses: usesOf(notice, interest.id),
        standing: standing ?? null,
        latest: latest ?? null,
      })),
    }),
  }
}

export const interestIn = (notice: Notice, lang: Lang, { interest }: WeighedInterest): string =>
  wordsOf(capitalised(lang, written(notice, lang, interest.text)))

const columns = [
  'interest',
  'state',
  'outcome',
  'approved-by',
  'approved',
  'valid-until',
  'version',
  'changes',
] as const

function rowOf(notice: Notice, lang: Lang, one: WeighedInterest): readonly string[] {
  const { state, standing } = one
  const decision = standing?.decision
  return [
    interestIn(notice, lang, one),
    text(lang, `ui.balancing.state.${state}`),
    decision ? text(lang, `ui.balancing.outcome.${decision.outcome}`) : '',
    decision?.approvedBy ?? '',
    decision ? dateIn(lang, decision.approved) : '',
    decision ? dateIn(lang, decision.validUntil) : '',
    standing ? String(standing.version) : '',
    changesOf(notice, lang, one).join(' '),
  ]
}

const changesOf = (notice: Notice, lang: Lang, { changes, weighed }: WeighedInterest): readonly string[] =>
  changes.map(change => tellChange(lang, change, weighed ?? notice, notice))

/** A test that is being written is shown where none stands yet. */
function partOf(notice: Notice, lang: Lang, one: WeighedInterest): Part {
  const test = one.standing ?? one.latest
  return {
    heading: interestIn(notice, lang, one),
    blocks: [
      ...(test ? lines(decisionLines(lang, test)) : paragraphs([text(lang, 'ui.balancing.state.missing')])),
      ...bullets(changesOf(notice, lang, one)),
    ],
    parts: [
      { heading: text(lang, 'ui.balancing.uses'), blocks: blocksOfUses(one.weighed ?? notice, lang, one.interest.id) },
      ...(test ? stepIds.map(step => stepPart(lang, step, test)) : []),
    ],
  }
}

const stepIds: readonly Step[] = ['purpose', 'necessity', 'balance']

function decisionLines(lang: Lang, { decision, revision, at, by, version }: BalancingTest) {
  const name = (label: (typeof columns)[number]) => text(lang, `ui.balancing.column.${label}`)
  const saved = { revision, date: dateIn(lang, dateInHelsinki(at)), name: by.name ?? by.actor }
  const decided: readonly (readonly [string, string])[] = decision
    ? [
        [name('outcome'), text(lang, `ui.balancing.outcome.${decision.outcome}`)],
        [name('approved-by'), decision.approvedBy],
        [name('approved'), dateIn(lang, decision.approved)],
        [name('valid-until'), dateIn(lang, decision.validUntil)],
      ]
    : [[name('outcome'), text(lang, 'ui.balancing.state.unfinished')]]
  return [
    ...decided,
    [name('version'), String(version)] as const,
    [text(lang, 'ui.balancing.revision'), text(lang, 'ui.balancing.saved', saved)] as const,
  ]
}

const stepPart = (lang: Lang, step: Step, { answers }: BalancingTest): Part => ({
  heading: text(lang, `ui.balancing.step.${step}`),
  blocks: [
    {
      kind: 'entries',
      path: '',
      items: steps[step].map(question => ({
        path: '',
        term: [text(lang, `ui.balancing.question.${question}`)],
        text: [answers[question] ?? text(lang, 'ui.balancing.no-answer')],
        details: [],
      })),
    },
  ],
})

/** What the notice does on the interest, a use at a time. */
function blocksOfUses(notice: Notice, lang: Lang, interest: string): readonly Block[] {
  const items = usesIn(notice, lang, interest).map(({ purpose, category, fields, sources }) => ({
    path: '',
    term: [`${purpose} – ${category}`],
    text: [fields.join(', ')],
    details: [{ path: '', text: [`${text(lang, 'ui.balancing.use.sources')}: ${sources.join(', ')}`] }],
  }))
  return items.length === 0 ? paragraphs([text(lang, 'ui.balancing.no-uses')]) : [{ kind: 'entries', path: '', items }]
}

/** The uses of an interest by name. */
export const usesIn = (notice: Notice, lang: Lang, interest: string) =>
  usesOf(notice, interest).map(({ purpose, category, fields, sources }) => {
    const found = notice.categories.find(({ id }) => id === category)
    return {
      purpose: nameIn(lang, notice, notice.purposes, purpose),
      category: nameIn(lang, notice, notice.categories, category),
      fields: fields.map(id => nameIn(lang, notice, found?.fields ?? [], id)),
      sources: sources.map(id => nameIn(lang, notice, notice.sources, id)),
    }
  })
