/** Section 5: what the register holds, what must be given, how long it is kept, profiling and children (Art. 13(2), 14(1)(d)). */

import { text } from '../texts/texts.ts'
import type { Category, Field, Lang, Notice, Retention } from './notice.ts'
import type { Block, Prose } from './render-model.ts'
import { type Draft, entries, type Line, list, paragraph, sentences } from './render-section.ts'
import { capitalised, durationIn, listed, lowered, named, say, vocabularyWords, written } from './render-sentence.ts'

export const dataSection = (notice: Notice, lang: Lang): Draft => ({
  id: 'data',
  path: 'categories',
  sections: [
    { id: 'categories', path: 'categories', blocks: categoryBlocks(notice, lang) },
    { id: 'provision', path: 'categories', blocks: provisionBlocks(notice, lang) },
    { id: 'retention', path: 'categories', blocks: retentionBlocks(notice, lang) },
    { id: 'profiling', path: 'profiling', blocks: profilingBlocks(notice, lang) },
    { id: 'minors', path: 'minors', blocks: minorsBlocks(notice, lang) },
  ],
})

function categoryBlocks(notice: Notice, lang: Lang): readonly Block[] {
  if (notice.categories.length === 0) return []
  return [
    ...paragraph('categories', say(lang, 'notice.categories.intro')),
    ...entries(
      'categories',
      notice.categories.map(category => {
        const path = `categories.${category.id}`
        const fields = listed(lang, fieldNames(notice, lang, category))
        return {
          path,
          term: written(notice, lang, category.name),
          text: category.custom ? [] : vocabularyWords(lang, `categories.${category.id}.explanation`),
          details:
            fields.length === 0
              ? []
              : [{ path: `${path}.fields`, text: say(lang, 'notice.categories.fields', { fields }) }],
        }
      }),
    ),
  ]
}

const fieldNames = (notice: Notice, lang: Lang, category: Category, only: (id: string) => boolean = () => true) =>
  category.fields.filter(field => only(field.id)).map(field => fieldPhrase(notice, lang, category, field))

/** "päätelmän kohde (kiinnostuksen kohteet ja käyttäjäryhmät)": what is inferred is told apart, for the author chooses it. */
function fieldPhrase(notice: Notice, lang: Lang, { id, origin }: Category, field: Field): Prose {
  const name = named(notice, lang, field.name, `fields.${id}.${field.id}`)
  const [column] = field.columns
  if (origin !== 'inferred' || column?.codes === undefined) return name
  const codes = column.codes.map((code): Prose => {
    const words = vocabularyWords(lang, `codes.${id}.${column.name.replaceAll('_', '-')}.${code}`)
    return words.length === 0 ? [code] : lowered(lang, words)
  })
  return [...name, ' (', ...listed(lang, codes), ')']
}

/** Art. 13(2)(e). Said only when the author has answered the question for some category. */
function provisionBlocks(notice: Notice, lang: Lang): readonly Block[] {
  if (!notice.categories.some(category => category.saysRequired)) return []
  const items = notice.categories.flatMap(category => requiredLine(notice, lang, category))
  const intro = say(lang, items.length === 0 ? 'notice.provision.none' : 'notice.provision.intro')
  return [...paragraph('categories', intro), ...list('categories', items)]
}

function requiredLine(notice: Notice, lang: Lang, category: Category): readonly Line[] {
  const required = category.fields.filter(field => field.required).map(field => field.id)
  if (required.length === 0) return []
  const fields = capitalised(
    lang,
    listed(
      lang,
      fieldNames(notice, lang, category, id => required.includes(id)),
    ),
  )
  const bases = category.uses.map(use => use.basis.kind)
  const why = bases.includes('contract') ? 'contract' : bases.includes('legal-obligation') ? 'law' : 'other'
  const consequence = category.withoutIt === undefined ? [] : written(notice, lang, category.withoutIt)
  const path = `categories.${category.id}.required`
  return [{ path, text: sentences(say(lang, `notice.provision.${why}`, { fields }), consequence) }]
}

function retentionBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const [ending, another] = new Set(notice.categories.flatMap(({ keep }) => keep.map(rule => rule.ending)))
  const onlyEnding = another === undefined ? ending : undefined
  const rows = notice.categories.flatMap(category =>
    category.keep.map(rule => ({
      path: `categories.${category.id}.keep`,
      cells: [
        capitalised(lang, keptWhat(notice, lang, category, rule)),
        capitalised(lang, periodPhrase(lang, rule)),
        ...(onlyEnding ? [] : [capitalised(lang, vocabularyWords(lang, `endings.${rule.ending}`))]),
      ],
    })),
  )
  const { relationshipEnds } = notice
  const ends =
    relationshipEnds === undefined
      ? []
      : say(lang, 'notice.retention.relationship-ends', { duration: durationIn(lang, relationshipEnds.duration) })
  if (rows.length === 0) return paragraph('relationship-ends', ends)
  const heading = (key: 'category' | 'period' | 'ending') => text(lang, `notice.retention.${key}`)
  const intro = say(lang, 'notice.retention.intro')
  return [
    ...paragraph('categories', onlyEnding ? sentences(intro, say(lang, `notice.retention.all-${onlyEnding}`)) : intro),
    {
      kind: 'table',
      path: 'categories',
      caption: text(lang, 'notice.retention.caption'),
      columns: [heading('category'), heading('period'), ...(onlyEnding ? [] : [heading('ending')])],
      rows,
    },
    ...paragraph('relationship-ends', ends),
  ]
}

/** "Tilaukset: kirjanpito" and "Tilaukset: muut tarkoitukset" when the period depends on the purpose. */
function keptWhat(notice: Notice, lang: Lang, { name, keep }: Category, rule: Retention): Prose {
  const category = written(notice, lang, name)
  if (rule.forPurpose !== undefined) {
    const purpose = notice.purposes.find(one => one.id === rule.forPurpose)
    if (purpose === undefined) return category
    return say(lang, 'notice.retention.for-purpose', {
      category,
      purpose: named(notice, lang, purpose.name, `purposes.${purpose.id}.name`),
    })
  }
  return keep.length > 1 ? say(lang, 'notice.retention.for-others', { category }) : category
}

/** "24 kuukautta asiakassuhteen päättymisestä"; "asiakassuhteen päättymiseen asti" when nothing is added to the event. */
export function periodPhrase(lang: Lang, { duration, anchor }: Pick<Retention, 'duration' | 'anchor'>): Prose {
  if (/^P0\D$/.test(duration)) return say(lang, `notice.until.${anchor}`)
  const phrases = { duration: durationIn(lang, duration), anchor: vocabularyWords(lang, `anchors.${anchor}`) }
  return say(lang, 'notice.retention.after', phrases)
}

function profilingBlocks(notice: Notice, lang: Lang): readonly Block[] {
  const { profiling } = notice
  const logic = notice.categories.flatMap((category): readonly Line[] => {
    if (category.logic === undefined) return []
    const phrases = { category: written(notice, lang, category.name), logic: written(notice, lang, category.logic) }
    return [{ path: `categories.${category.id}.logic`, text: say(lang, 'notice.profiling.logic', phrases) }]
  })
  if (profiling === undefined) return list('categories', logic)
  const decisions = profiling.automatedDecisions ? 'notice.profiling.decisions' : 'notice.profiling.no-decisions'
  return [
    ...paragraph('profiling.text', written(notice, lang, profiling.text)),
    ...list('categories', logic),
    ...paragraph('profiling.automated-decisions', say(lang, decisions)),
  ]
}

const minorsBlocks = (notice: Notice, lang: Lang): readonly Block[] =>
  notice.minors === undefined
    ? []
    : paragraph('minors', say(lang, `notice.minors.${notice.minors.guardian}`, { age: String(notice.minors.from) }))
