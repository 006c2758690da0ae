/** The form of Art. 33(3): letters (a) to (d) as far as they are known, the phases of 33(4) and the documentation of 33(5). */

import { createHash } from 'node:crypto'
import { nameIn } from '../accountability/interest.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { controllerSections } from '../notice/render-controller.ts'
import type { Block, Document, Entry, Section } from '../notice/render-model.ts'
import { entries, paragraph } from '../notice/render-section.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { type TextKey, text } from '../texts/texts.ts'
import { type Breach, clockOf } from './breach.ts'

type Word = Extract<TextKey, `breaches.form.${string}`> extends `breaches.form.${infer Key}` ? Key : never

/** A label and what is said under it; nothing when there is nothing to say. */
type Said = readonly [label: Word, words: string]

/** The breach as it stands at `at`, to be set as PDF like the notice itself. */
export function formOf(breach: Breach, notice: Notice, lang: Lang, at: Date): Document {
  const say = (word: Word, args: Readonly<Record<string, string | number>> = {}) =>
    text(lang, `breaches.form.${word}`, args)
  const blocks = (said: readonly Said[]): readonly Block[] =>
    entries(
      'breach',
      said.flatMap(([label, words]): Entry[] =>
        words === '' ? [] : [{ path: 'breach', term: [say(label)], text: [inOneLine(words)], details: [] }],
      ),
    )
  const section = (id: Word & keyof typeof letters, own: readonly Block[]): Section => ({
    id: `breach-${id}`,
    ...(letters[id] !== '' && { number: letters[id] }),
    heading: say(id),
    path: 'breach',
    blocks: own,
    sections: [],
  })
  const [controller, contact] = controllerSections(notice, lang).map(
    ({ blocks: all = [] }) => all.filter(({ kind }) => kind === 'lines'), // without the sentence that invites customers to write
  )
  const words = wordsOf(breach, notice, lang, at)
  return {
    lang,
    languages: notice.languages,
    title: say('title'),
    register: [`${breach.reference} – ${breach.facts.name}`],
    controller: notice.controller.name,
    effective: dateInHelsinki(at),
    hash: createHash('sha256').update(JSON.stringify(breach.entries)).digest('hex'),
    opening: paragraph('breach', [say('opening', { at: momentIn(lang, at) })]),
    summary: section('times', blocks(words.times)),
    sections: [
      section('nature', blocks(words.nature)),
      section('contact', [...(controller ?? []), ...(contact ?? [])]),
      section('consequences', words.consequences),
      section('measures', words.measures),
      section('phases', blocks(words.phases)),
      section('record', blocks(words.record)),
    ],
    closing: paragraph('breach', [say('closing', { entries: breach.last })]),
  }
}

/** A phrase of a document has no lines of its own. */
const inOneLine = (words: string): string => words.replace(/\s*\n\s*/g, ' ')

/** How Art. 33(3) letters the parts; the others have no letter. */
const letters = {
  times: '',
  nature: 'a)',
  contact: 'b)',
  consequences: 'c)',
  measures: 'd)',
  phases: '',
  record: '',
} as const

function wordsOf(breach: Breach, notice: Notice, lang: Lang, now: Date) {
  const { facts, assessment, decision, notifications, persons, closing } = breach
  const say = (word: Word, args: Readonly<Record<string, string | number>> = {}) =>
    text(lang, `breaches.form.${word}`, args)
  const moment = (at: string | Date | null) => (at === null ? '' : momentIn(lang, new Date(at)))
  const about = (number: number | null) =>
    number === null ? say('not-known') : say('about', { number: new Intl.NumberFormat(locales[lang]).format(number) })
  const clock = clockOf(breach, now)
  const unknown = [
    ...(facts.persons === null ? [say('persons')] : []),
    ...(facts.records === null ? [say('records')] : []),
  ]
  const said = (from: string | undefined): readonly Block[] =>
    paragraph('breach', [from === undefined || from === '' ? say('not-known') : inOneLine(from)])
  return {
    times: [
      ['aware', moment(facts.awareAt)],
      ['due', moment(clock.due)],
      ['happened', [moment(facts.happenedFrom), moment(facts.happenedUntil)].filter(Boolean).join(' – ')],
      ['found-by', facts.foundBy],
      ['notified', notifications[0] ? moment(notifications[0].at) : say('not-notified')],
      ['delay', clock.delay ?? ''],
    ],
    nature: [
      ['what', facts.what],
      ['kind', facts.nature.map(one => text(lang, `ui.breaches.nature.${one}`)).join('; ')],
      ['cause', facts.cause],
      ['groups', facts.groups],
      ['persons', about(facts.persons)],
      ['categories', categoriesIn(notice, lang, facts)],
      ['records', about(facts.records)],
    ],
    consequences: said(assessment?.consequences),
    measures: said(assessment?.measures),
    phases: [
      ...notifications.map(
        ({ at, reference, complete, missing }, index): Said => [
          index === 0 ? 'first-notice' : 'further-notice',
          [moment(at), reference, complete ? say('complete') : `${say('to-come')} ${missing}`]
            .filter(Boolean)
            .join('. '),
        ],
      ),
      ['unknown', unknown.join('; ')],
    ],
    record: [
      [
        'risk',
        assessment
          ? `${text(lang, `ui.breaches.risk.${assessment.risk}`)}. ${assessment.reasons}`
          : say('not-assessed'),
      ],
      [
        'decision',
        decision ? [say(decision.notify ? 'notify' : 'not-notify'), decision.reasons].filter(Boolean).join(' ') : '',
      ],
      ['told', persons ? toldWords(persons, lang) : ''],
      ['logs', facts.logs],
      ['lessons', closing?.lessons ?? ''],
      ['closed', closing ? dateIn(lang, dateInHelsinki(closing.writtenAt)) : ''],
    ],
  } satisfies Record<string, readonly Said[] | readonly Block[]>
}

const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' } as const

function toldWords({ told, at, how, exemption, reasons }: NonNullable<Breach['persons']>, lang: Lang): string {
  if (told) return [at === null ? '' : momentIn(lang, new Date(at)), how].filter(Boolean).join('. ')
  return [exemption === null ? '' : text(lang, `ui.breaches.exemption.${exemption}`), reasons, how]
    .filter(Boolean)
    .join('. ')
}

/** Categories of the notice in force by their names, one that it has no more by its id; then the data that it never had. */
export const categoriesIn = (notice: Notice, lang: Lang, { categories, otherData }: Breach['facts']): string =>
  [...categories.map(id => nameIn(lang, notice, notice.categories, id)), otherData].filter(Boolean).join('; ')
