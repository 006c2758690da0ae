/** The screenings of the notice's purposes as one file: the outcome of each first, then every question with its answer. */

import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { bullets, type Exported, lines, type Part, paperOf, paragraphs } from './export-file.ts'
import { nameIn } from './interest.ts'
import type { InForce } from './interests.ts'
import type { ScreenedPurpose } from './screened-purposes.ts'
import type { Screening } from './screening.ts'
import { questions } from './screening-questions.ts'

const columns = [
  'purpose',
  'state',
  'outcome',
  'overruled',
  'conclusion',
  'assessment',
  'review',
  'version',
  'saved',
] as const

/** `date` is YYYY-MM-DD, the day on which they stand so. */
export const screeningExport = (
  { notice, version }: InForce,
  purposes: readonly ScreenedPurpose[],
  lang: Lang,
  date: string,
): Exported => ({
  name: `${text(lang, 'ui.screening.file')}-${date}`,
  document: () =>
    paperOf(notice, {
      lang,
      date,
      title: text(lang, 'ui.screening.title'),
      opening: [text(lang, 'ui.screening.about')],
      summary: {
        heading: text(lang, 'ui.screening.purposes'),
        blocks: bullets(
          purposes.map(
            one =>
              `${nameOf(notice, lang, one)}: ${[outcomeIn(lang, one.standing), stateIn(lang, one)].filter(Boolean).join('. ')}`,
          ),
        ),
      },
      parts: purposes.map(one => partOf(notice, lang, one)),
      closing: [text(lang, 'ui.contracts.beside', { version, date: dateIn(lang, notice.effective) })],
    }),
  table: () => [
    [...columns.map(name => text(lang, `ui.screening.column.${name}`)), ...questions.map(one => questionIn(lang, one))],
    ...purposes.map(one => rowOf(notice, lang, one)),
  ],
  data: () => ({
    format: 'seloste-screenings/1',
    date,
    notice: { version, hash: notice.hash },
    purposes: purposes.map(({ purpose, state, standing }) => ({
      purpose: purpose.id,
      name: purpose.name,
      state,
      screening: standing ?? null,
    })),
  }),
})

const nameOf = (notice: Notice, lang: Lang, { purpose }: ScreenedPurpose) =>
  nameIn(lang, notice, notice.purposes, purpose.id)
const stateIn = (lang: Lang, { state }: ScreenedPurpose) => text(lang, `ui.screening.state.${state}`)
const questionIn = (lang: Lang, question: (typeof questions)[number]) => text(lang, `ui.screening.question.${question}`)
const outcomeIn = (lang: Lang, standing: Screening | undefined) =>
  standing === undefined ? '' : text(lang, `ui.screening.outcome.${standing.needed ? 'needed' : 'not-needed'}`)
const answerIn = (lang: Lang, { answers }: Screening, question: (typeof questions)[number]) =>
  [text(lang, `ui.value.${answers[question].yes ? 'yes' : 'no'}`), answers[question].reason].filter(Boolean).join('. ')

const cellsOf = (
  notice: Notice,
  lang: Lang,
  one: ScreenedPurpose,
): Readonly<Record<(typeof columns)[number], string>> => {
  const { standing } = one
  const assessment = standing?.assessment
  return {
    purpose: nameOf(notice, lang, one),
    state: stateIn(lang, one),
    outcome: outcomeIn(lang, standing),
    overruled: standing?.overruled ?? '',
    conclusion: standing?.conclusion ?? '',
    assessment: assessment ? `${dateIn(lang, assessment.on)}, ${assessment.reference}` : '',
    review: standing ? dateIn(lang, standing.review) : '',
    version: standing ? String(standing.version) : '',
    saved: standing
      ? text(lang, 'ui.balancing.saved', {
          revision: standing.revision,
          date: dateIn(lang, dateInHelsinki(standing.at)),
          name: standing.by.name ?? standing.by.actor,
        })
      : '',
  }
}

function rowOf(notice: Notice, lang: Lang, one: ScreenedPurpose): readonly string[] {
  const cells = cellsOf(notice, lang, one)
  const { standing } = one
  return [
    ...columns.map(name => cells[name]),
    ...questions.map(each => (standing ? answerIn(lang, standing, each) : '')),
  ]
}

function partOf(notice: Notice, lang: Lang, one: ScreenedPurpose): Part {
  const cells = cellsOf(notice, lang, one)
  const { standing } = one
  return {
    heading: cells.purpose,
    blocks: [
      ...lines(columns.slice(1).map(name => [text(lang, `ui.screening.column.${name}`), cells[name]])),
      ...(standing
        ? [
            {
              kind: 'entries' as const,
              path: '',
              items: questions.map(each => ({
                path: '',
                term: [questionIn(lang, each)],
                text: [answerIn(lang, standing, each)],
                details: [],
              })),
            },
          ]
        : paragraphs([text(lang, 'ui.screening.nobody')])),
    ],
  }
}
