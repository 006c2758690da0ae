/** The record of processing activities (Art. 30(1)): the notice told to the authority instead of the customer, with what customers are not shown. */

import { text } from '../texts/texts.ts'
import type { Basis, Category, Lang, Notice, Purpose, Retention, Use } from './notice.ts'
import { periodPhrase } from './render-categories.ts'
import { controllerSections } from './render-controller.ts'
import type { Block, Document, Entry, Prose } from './render-model.ts'
import { categoryPhrase, lawWords } from './render-purposes.ts'
import { recipientsSection, securitySection } from './render-recipients.ts'
import { entries, type Line, list, numbered, paragraph, titled } from './render-section.ts'
import { capitalised, dateIn, listed, lowered, say, vocabularyWords, written } from './render-sentence.ts'

/** One purpose's use of one category: the line on which Art. 30(1)(b)–(f) meet. */
export interface Activity {
  readonly purpose: Purpose
  readonly category: Category
  readonly use: Use
  /** The rules that hold for this purpose. */
  readonly keep: readonly Retention[]
}

/** Every activity, by purpose in the notice's order. */
export const activitiesOf = (notice: Notice): readonly Activity[] =>
  notice.purposes.flatMap(purpose =>
    notice.categories.flatMap(category =>
      category.uses
        .filter(use => use.purpose === purpose.id)
        .map(use => ({ purpose, category, use, keep: keptFor(category, purpose) })),
    ),
  )

function keptFor({ keep }: Category, { id }: Purpose): readonly Retention[] {
  const own = keep.filter(rule => rule.forPurpose === id)
  return own.length > 0 ? own : keep.filter(rule => rule.forPurpose === undefined)
}

/** The record as a document, which HTML, Markdown and PDF are made of like of the notice itself. */
export function recordOf(notice: Notice, lang: Lang): Document {
  const [controller, contact] = controllerSections(notice, lang)
  return {
    lang,
    languages: notice.languages,
    title: text(lang, 'notice.record.title'),
    register: written(notice, lang, notice.register.name),
    controller: notice.controller.name,
    effective: notice.effective,
    ...(notice.reviewed !== undefined && { reviewed: notice.reviewed }),
    hash: notice.hash,
    opening: paragraph('notice', say(lang, 'notice.record.about', { date: dateIn(lang, notice.effective) })),
    summary: titled(lang, {
      id: 'record-controller',
      path: 'controller',
      // Without the sentence that invites customers to write.
      blocks: [controller, contact].flatMap(part => (part?.blocks ?? []).filter(({ kind }) => kind === 'lines')),
    }),
    sections: numbered(lang, [
      { id: 'record-subjects', path: 'categories', blocks: subjectBlocks(notice, lang) },
      { id: 'record-processing', path: 'purposes', blocks: processingBlocks(notice, lang) },
      { id: 'record-assessments', path: 'interests', blocks: assessmentBlocks(notice, lang) },
      recipientsSection(notice, lang),
      { id: 'record-contracts', path: 'recipients', blocks: contractBlocks(notice, lang) },
      securitySection(notice, lang),
    ]),
    closing: paragraph('notice', say(lang, 'notice.closing.version', { hash: notice.hash.slice(0, 12) })),
  }
}

/** Art. 30(1)(c): whose data these are, as far as the register tells kinds of people apart. */
export function subjectsOf(notice: Notice, lang: Lang): Prose {
  const kinds = notice.categories
    .find(category => category.id === 'relationships')
    ?.fields.flatMap(field => field.columns)
    .find(column => column.name === 'kind')?.codes
  if (kinds === undefined) return say(lang, 'notice.record.customers')
  return listed(
    lang,
    kinds.map(code => lowered(lang, vocabularyWords(lang, `codes.relationships.kind.${code}`))),
  )
}

const subjectBlocks = (notice: Notice, lang: Lang): readonly Block[] =>
  paragraph('categories', say(lang, 'notice.record.subjects', { subjects: subjectsOf(notice, lang) }))

function processingBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const activities = activitiesOf(notice)
  return entries(
    'purposes',
    notice.purposes.map((purpose): Entry => {
      const own = activities.filter(activity => activity.purpose === purpose)
      return {
        path: `purposes.${purpose.id}`,
        term: written(notice, lang, purpose.name),
        text: [],
        details: [
          ...told(notice, lang, own, 'for', activity => [basisIn(notice, lang, activity)]),
          ...told(notice, lang, own, 'keep', ({ keep }) => keep.map(rule => periodIn(lang, rule))),
        ],
      }
    }),
  )
}

/** One line for everything of which the same is said: "Sopimus: nimi ja yhteystiedot". */
function told(
  notice: Notice,
  lang: Lang,
  activities: readonly Activity[],
  part: 'for' | 'keep',
  sayings: (activity: Activity) => readonly Prose[],
): readonly Line[] {
  const said = activities.flatMap(activity => sayings(activity).map(words => ({ activity, words })))
  const groups = Map.groupBy(said, ({ words }) => JSON.stringify(words))
  return [...groups.values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const paths = group.map(({ activity }) => `categories.${activity.category.id}.${part}`)
    const names = group.map(({ activity }) => categoryPhrase(notice, lang, activity))
    const phrases = { about: capitalised(lang, first.words), data: listed(lang, names) }
    return { path: paths[0] ?? '', also: paths.slice(1), text: say(lang, 'notice.record.line', phrases) }
  })
}

const articles = {
  contract: '6(1)(b)',
  consent: '6(1)(a)',
  permission: '6(1)(a)',
  'legal-obligation': '6(1)(c)',
  interest: '6(1)(f)',
} as const satisfies Record<Basis['kind'], string>

/** "oikeutettu etu, 6(1)(f): verkkopalvelun suojaaminen". */
export function basisIn(notice: Notice, lang: Lang, { use: { basis }, purpose }: Activity): Prose {
  const head: Prose = [...vocabularyWords(lang, `bases.${basis.kind}`), `, ${articles[basis.kind]}`]
  const what = groundOf(notice, lang, basis, purpose)
  return what.length === 0 ? head : [...head, ': ', ...what]
}

function groundOf(notice: Notice, lang: Lang, basis: Basis, purpose: Purpose): Prose {
  if (basis.kind === 'interest') {
    const interest = notice.interests.find(({ id }) => id === basis.interest)
    return interest === undefined ? [] : written(notice, lang, interest.text)
  }
  if (basis.kind !== 'legal-obligation') return []
  return lawWords(notice, lang, basis.law ?? purpose.law) ?? vocabularyWords(lang, `purposes.${purpose.id}.law`)
}

/** "24 kuukautta asiakassuhteen päättymisestä, sitten poistetaan". */
export const periodIn = (lang: Lang, rule: Retention): Prose =>
  say(lang, 'notice.record.period', {
    period: periodPhrase(lang, rule),
    ending: vocabularyWords(lang, `endings.${rule.ending}`),
  })

/** The balancing tests behind the interests, by reference: Art. 5(2). */
const assessmentBlocks = (notice: Notice, lang: Lang): readonly Block[] =>
  list(
    'interests',
    notice.interests.map(({ id, text: interest, assessment, weighed }) => ({
      path: `interests.${id}`,
      text: [
        ...capitalised(lang, written(notice, lang, interest)),
        ': ',
        ...(weighed === undefined
          ? say(lang, 'notice.record.unweighed')
          : say(lang, 'notice.record.weighed', { date: dateIn(lang, weighed) })),
        ...(assessment === undefined ? [] : [` (${assessment})`]),
      ],
    })),
  )

/** Art. 28(3): since when there is a contract with each processor. */
const contractBlocks = (notice: Notice, lang: Lang): readonly Block[] =>
  list(
    'recipients',
    notice.recipients.flatMap(({ name, role, contract }, index) =>
      role === 'processor'
        ? {
            path: `recipients.${index}.contract`,
            text:
              contract === undefined
                ? say(lang, 'notice.record.no-contract', { name })
                : say(lang, 'notice.record.contract', { name, date: dateIn(lang, contract) }),
          }
        : [],
    ),
  )
