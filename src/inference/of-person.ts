/** What was inferred of a person, each with its rule in words and the rows that it rests on, as far as the purpose that asks sees them. */

import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Lang } from '../notice/notice.ts'
import { dateIn } from '../notice/render-sentence.ts'
import type { Card, Row } from '../register/answers.ts'
import { readCard } from '../register/card.ts'
import { scopeFor } from '../register/scope.ts'
import { describeScope } from '../register/scope-words.ts'
import { daysOfRows } from '../register/timeline-rows.ts'
import { type PersonInferences, ruleContent } from './rule-answers.ts'
import { inferences } from './rule-plan.ts'
import { aboutInWords, namesOf, tell } from './rule-words.ts'

interface Stored {
  readonly id: Id
  readonly rule: Id
  readonly version: number
  readonly points: number
  readonly evidence: readonly { readonly category: string; readonly row: Id; readonly points: number }[]
}

/** Of the purpose's own rules; for the rights purpose of all. Refuses a person whom it does not see. */
export async function inferencesOf(ask: PurposeAsk, person: Id): Promise<PersonInferences['inferences']> {
  const scope = await scopeFor(ask)
  const held = scope.categories.some(({ category }) => category.id === inferences)
  const card = await readCard(ask, person)
  if (!held) return []
  const { rows } = await ask.reader.query<Stored>('select * from inference.of_person($1, $2)', [ask.token, person])
  const told: PersonInferences['inferences'] = []
  for (const one of rows) {
    const row = rowIn(card, inferences, one.id)
    if (!row) continue
    const { values } = row
    const { name, purpose, content } = await versionOf(ask, one)
    const ofRule = await scopeFor({ ...ask, purpose })
    told.push({
      id: one.id,
      value: String(values.value ?? ''),
      about: aboutInWords(content.about, ask.lang),
      confidence: typeof values.confidence === 'number' ? values.confidence : null,
      made: dayIn(values.made),
      expires: dayIn(values.expires),
      rule: {
        id: one.rule,
        name,
        version: one.version,
        told: tell(content, ofRule, await namesOf(ask, purpose, ask.lang), ask.lang),
      },
      points: Math.round(one.points * 10) / 10,
      evidence: one.evidence.flatMap(({ category, row: id, points }) => {
        const seen = rowIn(card, category, id)
        return seen ? [{ category, row: id, points, what: inShort(category, seen) }] : []
      }),
    })
  }
  return told

  /** «Keramiikan alkeet, maksettu, 3.2.2026» */
  function inShort(category: string, { values }: Row): string {
    const columns = describeScope(scope, ask.lang)
      .categories.find(({ id }) => id === category)
      ?.fields.flatMap(field => field.columns)
    const day = daysOfRows(scope)[category]
    const words = (columns ?? []).flatMap(({ name, codes, type }) => {
      const value = values[name]
      if (typeof value !== 'string' || type !== 'text') return []
      return [codes?.find(({ code }) => code === value)?.name ?? value]
    })
    const at = day === undefined ? undefined : values[day]
    return [...words.slice(0, 3), ...(typeof at === 'string' ? [dayInWords(at, ask.lang)] : [])].join(', ')
  }
}

const rowIn = (card: Card, category: string, id: Id): Row | undefined =>
  card.categories.find(one => one.id === category)?.rows.find(row => row.id === id)

const dayIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const dayInWords = (at: string, lang: Lang): string => dateIn(lang, at.length > 10 ? dateInHelsinki(new Date(at)) : at)

async function versionOf({ program }: PurposeAsk, { rule, version }: Stored) {
  const { rows } = await program.database.app.query<{ name: string; purpose: string; content: unknown }>(
    `select v.name, r.purpose, v.content from inference.version v join inference.rule r on r.id = v.rule_id where v.rule_id = $1 and v.n = $2`,
    [rule, version],
  )
  const [found] = rows
  if (!found) throw new Error('an inference has the version that it was made by')
  return { ...found, content: ruleContent.parse(found.content) }
}
