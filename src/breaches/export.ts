/** A breach and the whole register of them (Art. 33(5)) leave as a paper, a table and data, which all say the same. */

import { type Exported, paperOf } from '../accountability/export-file.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { type Breach, clockOf } from './breach.ts'
import { categoriesIn, formOf } from './form.ts'

const columns = [
  'reference',
  'name',
  'aware',
  'due',
  'clock',
  'nature',
  'what',
  'cause',
  'groups',
  'persons',
  'categories',
  'records',
  'risk',
  'reasons',
  'consequences',
  'measures',
  'notified',
  'authority-reference',
  'not-notified-because',
  'delay',
  'told',
  'not-told-because',
  'logs',
  'lessons',
  'closed',
] as const
type Column = (typeof columns)[number]
type Cells = Readonly<Record<Column, string>>

/** One breach: the form of Art. 33(3). */
export const breachExport = (breach: Breach, notice: Notice, lang: Lang, now: Date): Exported => ({
  name: `${text(lang, 'breaches.file.one')}-${breach.reference}`,
  document: () => formOf(breach, notice, lang, now),
  table: () => tableOf([breach], notice, lang, now),
  data: () => ({ format: 'seloste-breach/1', at: now, ...dataOf(breach, notice, now) }),
})

/** All of them, the one opened last first. */
export const registerExport = (breaches: readonly Breach[], notice: Notice, lang: Lang, now: Date): Exported => ({
  name: `${text(lang, 'breaches.file.all')}-${dateInHelsinki(now)}`,
  document: () => listOf(breaches, notice, lang, now),
  table: () => tableOf(breaches, notice, lang, now),
  data: () => ({ format: 'seloste-breaches/1', at: now, breaches: breaches.map(one => dataOf(one, notice, now)) }),
})

const shownOnPaper: readonly Column[] = ['reference', 'name', 'aware', 'clock', 'risk', 'notified']

function listOf(breaches: readonly Breach[], notice: Notice, lang: Lang, now: Date) {
  const date = dateInHelsinki(now)
  const head = (column: Column) => text(lang, `breaches.columns.${column}`)
  const rows = breaches.map(one => cellsOf(one, notice, lang, now))
  return paperOf(notice, {
    lang,
    date,
    title: text(lang, 'breaches.list.title'),
    opening: [text(lang, 'breaches.list.opening', { date: dateIn(lang, date) })],
    summary: {
      heading: text(lang, 'breaches.list.all', { count: breaches.length }),
      blocks: [
        {
          kind: 'table',
          path: '',
          caption: text(lang, 'breaches.list.caption'),
          columns: shownOnPaper.map(head),
          rows: rows.map(cells => ({ path: '', cells: shownOnPaper.map(column => [cells[column]]) })),
        },
      ],
    },
    parts: rows.map(cells => ({
      heading: `${cells.reference} ${cells.name}`,
      blocks: [
        {
          kind: 'entries',
          path: '',
          items: columns
            .slice(2)
            .filter(column => cells[column] !== '')
            .map(column => ({ path: '', term: [head(column)], text: [cells[column]], details: [] })),
        },
      ],
    })),
    closing: [text(lang, 'breaches.list.closing')],
  })
}

const tableOf = (
  breaches: readonly Breach[],
  notice: Notice,
  lang: Lang,
  now: Date,
): readonly (readonly string[])[] => [
  columns.map(column => text(lang, `breaches.columns.${column}`)),
  ...breaches.map(one => cellsOf(one, notice, lang, now)).map(cells => columns.map(column => cells[column])),
]

function cellsOf(breach: Breach, notice: Notice, lang: Lang, now: Date): Cells {
  const { facts, assessment, decision, notifications, persons, closing } = breach
  const moment = (at: string | Date | null | undefined) => (at ? momentIn(lang, new Date(at)) : '')
  const clock = clockOf(breach, now)
  const exemption = persons?.exemption
  return {
    reference: breach.reference,
    name: facts.name,
    aware: moment(facts.awareAt),
    due: moment(clock.due),
    clock: text(lang, `ui.breaches.clock.${clock.state}`),
    nature: facts.nature.map(one => text(lang, `ui.breaches.nature.${one}`)).join('; '),
    what: facts.what,
    cause: facts.cause,
    groups: facts.groups,
    persons: facts.persons?.toString() ?? '',
    categories: categoriesIn(notice, lang, facts),
    records: facts.records?.toString() ?? '',
    risk: assessment ? text(lang, `ui.breaches.risk.${assessment.risk}`) : '',
    reasons: assessment?.reasons ?? '',
    consequences: assessment?.consequences ?? '',
    measures: assessment?.measures ?? '',
    notified: notifications.map(({ at }) => moment(at)).join('; '),
    'authority-reference': notifications
      .map(({ reference }) => reference)
      .filter(Boolean)
      .join('; '),
    'not-notified-because': decision?.notify === false ? decision.reasons : '',
    delay: clock.delay ?? '',
    told: persons?.told ? [moment(persons.at), persons.how].join('. ') : '',
    'not-told-because':
      exemption && persons ? `${text(lang, `ui.breaches.exemption.${exemption}`)}. ${persons.reasons}` : '',
    logs: facts.logs,
    lessons: closing?.lessons ?? '',
    closed: moment(closing?.writtenAt),
  }
}

/** What stands by the letters of Art. 33(3), and every entry. `format` changes only when a reader of the old shape would misread the new. */
function dataOf(breach: Breach, { controller, contact, dpo }: Notice, now: Date) {
  const { reference, facts, assessment, decision, notifications, persons, closing, entries } = breach
  const { name, awareAt, due, happenedFrom, happenedUntil, foundBy, logs, ...nature } = withoutWriter(facts)
  return {
    reference,
    name,
    times: { awareAt, due, happenedFrom, happenedUntil, foundBy, clock: clockOf(breach, now) },
    '33(3)': {
      a: nature,
      b: { controller: reachable(controller), contact: reachable(dpo ?? contact) },
      c: assessment?.consequences ?? null,
      d: assessment?.measures ?? null,
    },
    '33(4)': notifications.map(withoutWriter),
    '33(5)': {
      risk: assessment?.risk ?? null,
      reasons: assessment?.reasons ?? null,
      decision: decision && withoutWriter(decision),
      persons: persons && withoutWriter(persons),
      logs,
      closing: closing && withoutWriter(closing),
    },
    entries,
  }
}

const reachable = ({ name, email, phone, address }: Notice['contact']) => ({ name, email, phone, address })

const withoutWriter = <Content extends { readonly writtenAt: Date; readonly writtenBy: unknown }>(
  standing: Content,
) => {
  const { writtenAt: _at, writtenBy: _by, ...content } = standing
  return content
}
