/** What was answered is told in numbers of groups: of an anonymous survey when it is over, and of fewer than five nothing, reckoned or read. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Lang } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { type Content, type Part, partsOf, type Question, wordsIn } from './content.ts'
import { answerWords, questionWords } from './named.ts'
import { type NpsClass, npsClasses, npsClassOf, npsOf } from './nps.ts'
import type { Survey } from './survey.ts'
import type { Filter, ResultPart, SurveyResults } from './survey-answers.ts'
import { collapse, leastTold, tellableLines, withholdCounts } from './withhold.ts'

/** Who reads: the program's login for answers of nobody, and the purpose's for those by name. */
export interface Reading {
  readonly app: Pool
  readonly reader: Pool
}

const none = ''

/** Who wrote what, as the columns `id`, `q` and `v`: in both places the same. */
const sources = {
  anonymous: `select a.id, c.cell ->> 0 as q, c.cell ->> 1 as v
    from surveys.answer a cross join lateral jsonb_array_elements(a.cells) c (cell) where a.survey_id = $1::uuid`,
  named: 'select t.id, t.question as q, t.answer as v from register.surveys t where t.survey = $1::text',
} as const

const readerOf = ({ app, reader }: Reading, { keeps }: Survey) => (keeps === 'anonymous' ? app : reader)
const keyOf = ({ keeps, id, name }: Survey): string => (keeps === 'anonymous' ? id : name)

/** How a part and its values are called where they are kept. */
interface Kept {
  readonly part: Part
  readonly q: string
  readonly valueAs: (v: string) => string | undefined
}

/** Of options that were ticked those by name have one question in words, and the option as the answer. */
function keptOf(part: Part, { keeps, content }: Survey): Kept {
  if (keeps === 'anonymous') return { part, q: part.id, valueAs: v => (part.values.includes(v) ? v : undefined) }
  const byWords = new Map(part.values.map(value => [answerWords(part, value, content), value]))
  return { part, q: questionWords(part, content), valueAs: v => byWords.get(v) }
}

/** What is counted: the values themselves, and of a score its three groups. */
const classesOf = ({ question, values }: Part): readonly string[] => (question.kind === 'nps' ? npsClasses : values)
const classOf = ({ question }: Part, value: string): string =>
  question.kind === 'nps' ? npsClassOf(Number(value)) : value

type Counts = ReadonlyMap<string, number>

/** Those of nobody were counted when the survey closed; by name two who were merged into one person may have two answers alike. */
const countedBy = {
  anonymous: `select g, q, v, n from surveys.tally where survey_id = $1::uuid and q = any ($2) and apart = coalesce($3, '')`,
  named: `with cell as not materialized (select person_id as who, question as q, answer as v from register.surveys where survey = $1::text),
      apart as (select distinct on (who) who, v from cell where q = $3)
    select a.v as g, c.q, c.v, count(distinct c.who)::int as n
    from cell c left join apart a on a.who = c.who where c.q = any ($2) group by 1, 2, 3`,
} as const

/** How many answered each value of each part, of those who are in each group of the filter's question. */
async function count(
  reading: Reading,
  survey: Survey,
  kept: readonly Kept[],
  by: Kept | undefined,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Counts>>> {
  const { rows } = await readerOf(reading, survey).query<{ g: string | null; q: string; v: string; n: number }>(
    countedBy[survey.keeps],
    [keyOf(survey), [...new Set(kept.map(({ q }) => q))], by?.q ?? null],
  )
  const found = new Map<string, Map<string, Map<string, number>>>()
  for (const { part, q, valueAs } of kept)
    for (const row of rows.filter(one => one.q === q)) {
      const value = valueAs(row.v)
      if (value === undefined) continue
      const group = by && row.g !== null ? classIn(by, row.g) : none
      const groups = found.get(part.id) ?? new Map<string, Map<string, number>>()
      const counts = groups.get(group) ?? new Map<string, number>()
      const of = classOf(part, value)
      counts.set(of, (counts.get(of) ?? 0) + row.n)
      found.set(part.id, groups.set(group, counts))
    }
  return found
}

const classIn = ({ part, valueAs }: Kept, v: string): string => {
  const value = valueAs(v)
  return value === undefined ? none : classOf(part, value)
}

export async function countAnswered({ app, reader }: Reading, survey: Survey): Promise<number> {
  const { rows } = await (survey.keeps === 'anonymous'
    ? app.query<{ n: number }>('select count(*)::int as n from surveys.answer where survey_id = $1', [survey.id])
    : reader.query<{ n: number }>(
        'select count(distinct person_id)::int as n from register.surveys where survey = $1',
        [survey.name],
      ))
  return rows[0]?.n ?? 0
}

/** With who answered nothing, so that the numbers make the whole. */
function whole(part: Part, counts: Counts | undefined, of: number): Counts {
  const answered = classesOf(part).map(value => [value, counts?.get(value) ?? 0] as const)
  return new Map([...answered, [none, of - answered.reduce((sum, [, n]) => sum + n, 0)]])
}

/** A question that groups can be made of: by one choice, or by the groups of a score. */
const isFilter = ({ kind }: Question): boolean => kind === 'single' || kind === 'nps'

/** While an anonymous survey is open nothing is told: two readings would tell of whoever answered between them. */
export async function resultsOf(
  reading: Reading,
  survey: Survey,
  { lang, question, is }: Filter & { readonly lang: Lang },
): Promise<SurveyResults> {
  const { content, keeps, closedAt } = survey
  const by = filterIn(survey, question, is)
  const isOpen = keeps === 'anonymous' && closedAt === null
  const all = isOpen ? 0 : await countAnswered(reading, survey)
  const empty = { answered: all, group: null, questions: [], filters: [] }
  if (isOpen) return { ...empty, state: 'open' }
  if (all < leastTold) return { ...empty, answered: 0, state: 'few' }
  const kept = content.questions
    .filter(({ kind }) => kind !== 'text')
    .flatMap(partsOf)
    .map(part => keptOf(part, survey))
  const counted = await count(reading, survey, kept, by)
  const totals = new Map(
    kept.map(({ part }) => {
      const groups = [...(counted.get(part.id)?.values() ?? [])]
      return [part.id, whole(part, added(groups), all)] as const
    }),
  )
  const told = new Map([...totals].map(([id, counts]) => [id, withholdCounts(counts)]))
  const texts = await countTexts(reading, survey)
  const shown = { content, lang, told, totals }
  const filters = filtersOf(survey, lang, told)
  const common = { answered: all, filters }
  if (by === undefined || is === undefined)
    return {
      ...common,
      state: 'told',
      group: null,
      questions: content.questions.map(asked => describe(shown, asked, texts)),
    }
  const group = told.get(by.part.id)?.get(is) ?? null
  if (group === null || group < leastTold) return { ...common, state: 'withheld', group: null, questions: [] }
  const filtered = filterTable({ by, kept, counted, totals, told }, is)
  return {
    ...common,
    state: 'told',
    group,
    questions: content.questions
      .filter(({ kind }) => kind !== 'text')
      .map(asked => describe({ ...shown, told: filtered }, asked, new Map())),
  }
}

const added = (groups: readonly Counts[]): Counts => {
  const sums = new Map<string, number>()
  for (const counts of groups) for (const [value, n] of counts) sums.set(value, (sums.get(value) ?? 0) + n)
  return sums
}

function filterIn(survey: Survey, question: string | undefined, is: string | undefined): Kept | undefined {
  if (question === undefined && is === undefined) return undefined
  const asked = survey.content.questions.find(({ id }) => id === question)
  const [part] = asked && isFilter(asked) ? partsOf(asked) : []
  if (!part || is === undefined || !classesOf(part).includes(is))
    throw new Refused('surveys.no-filter', 'invalid', {}, { field: 'question' })
  return keptOf(part, survey)
}

interface Filtering {
  readonly by: Kept
  readonly kept: readonly Kept[]
  readonly counted: ReadonlyMap<string, ReadonlyMap<string, Counts>>
  readonly totals: ReadonlyMap<string, Counts>
  readonly told: ReadonlyMap<string, ReadonlyMap<string, number | null>>
}

/** Of each part what may be told of the group: the whole table of groups and values decides, so no group is reckoned from the others. */
function filterTable(
  { by, kept, counted, totals, told }: Filtering,
  is: string,
): ReadonlyMap<string, ReadonlyMap<string, number | null>> {
  const sizes = totals.get(by.part.id) ?? new Map<string, number>()
  const toldSizes = told.get(by.part.id) ?? new Map<string, number | null>()
  return new Map(
    kept
      .filter(({ part }) => part.id !== by.part.id)
      .map(({ part }) => {
        const own = told.get(part.id) ?? new Map<string, number | null>()
        const lines = new Map<string, Counts>()
        for (const [group, size] of sizes) {
          const line = collapse(whole(part, counted.get(part.id)?.get(group), size), own)
          const as = toldSizes.get(group) === null ? 'withheld' : group
          lines.set(as, added([lines.get(as) ?? new Map(), line]))
        }
        const isTold = tellableLines(lines).has(is)
        const line = lines.get(is) ?? new Map<string, number>()
        return [
          part.id,
          new Map([...own].map(([value, n]) => [value, isTold && n !== null ? (line.get(value) ?? 0) : null])),
        ] as const
      }),
  )
}

interface Describing {
  readonly content: Content
  readonly lang: Lang
  readonly told: ReadonlyMap<string, ReadonlyMap<string, number | null>>
}

function describe(
  { content, lang, told }: Describing,
  asked: Question,
  texts: ReadonlyMap<string, number>,
): SurveyResults['questions'][number] {
  const parts = asked.kind === 'text' ? [] : partsOf(asked)
  const written = texts.get(asked.id) ?? 0
  const described = parts.flatMap(part => {
    const counts = told.get(part.id)
    return counts ? [describePart(part, counts, content, lang)] : []
  })
  return {
    id: asked.id,
    kind: asked.kind,
    text: wordsIn(asked.text, content, lang),
    isWithheld:
      asked.kind === 'text'
        ? written > 0 && written < leastTold
        : described.every(({ values, none: n }) => n === null && values.every(({ n }) => n === null)),
    parts: described,
    texts: asked.kind === 'text' ? (written < leastTold ? 0 : written) : null,
  }
}

function describePart(
  part: Part,
  counts: ReadonlyMap<string, number | null>,
  content: Content,
  lang: Lang,
): ResultPart {
  const { question, of } = part
  const values = classesOf(part).map(id => ({
    id,
    label: valueLabel(part, id, content, lang),
    n: counts.get(id) ?? null,
  }))
  const numbers = values.map(({ n }) => n)
  const isWhole = numbers.every(n => n !== null)
  const sum = numbers.reduce<number>((all, n) => all + (n ?? 0), 0)
  const groups = Object.fromEntries(values.map(({ id, n }) => [id, n ?? 0])) as Record<NpsClass, number>
  return {
    id: part.id,
    label: of && (question.kind === 'multiple' || question.kind === 'matrix') ? wordsIn(of.text, content, lang) : '',
    values,
    none: counts.get(none) ?? null,
    // Of a part whose numbers are withheld they could be reckoned from these.
    mean:
      question.kind === 'scale' && isWhole && sum > 0
        ? values.reduce((all, { id, n }) => all + Number(id) * (n ?? 0), 0) / sum
        : null,
    nps: (question.kind === 'nps' && isWhole && npsOf(groups)) || null,
  }
}

export function valueLabel({ question, of, values }: Part, value: string, content: Content, lang: Lang): string {
  if (question.kind === 'nps') return text(lang, `surveys.nps.${value as NpsClass}`)
  if (question.kind === 'multiple' && of) return wordsIn(of.text, content, lang)
  const option = question.options.find(({ id }) => id === value)
  if (option) return wordsIn(option.text, content, lang)
  const end = value === values[0] ? question.low : value === values.at(-1) ? question.high : {}
  return [value, wordsIn(end, content, lang)].filter(Boolean).join(' – ')
}

/** Groups of which enough answered, as a filter offers them. */
const filtersOf = (
  { content }: Survey,
  lang: Lang,
  told: ReadonlyMap<string, ReadonlyMap<string, number | null>>,
): SurveyResults['filters'] =>
  content.questions.filter(isFilter).flatMap(asked => {
    const [part] = partsOf(asked)
    const counts = part && told.get(part.id)
    const values = part
      ? classesOf(part)
          .filter(value => (counts?.get(value) ?? 0) >= leastTold)
          .map(id => ({ id, label: valueLabel(part, id, content, lang) }))
      : []
    return values.length === 0 ? [] : [{ id: asked.id, label: wordsIn(asked.text, content, lang), values }]
  })

// ── Free answers ────────────────────────────────────────────────────────────────────────────────────────────────────

const writtenTexts = {
  anonymous: `select q, sum(n)::int as n from surveys.tally where survey_id = $1::uuid and q = any ($2) and apart = '' group by 1`,
  named:
    'select question as q, count(*)::int as n from register.surveys where survey = $1::text and question = any ($2) group by 1',
} as const

async function countTexts(reading: Reading, survey: Survey): Promise<ReadonlyMap<string, number>> {
  const asked = survey.content.questions.filter(({ kind }) => kind === 'text')
  if (asked.length === 0) return new Map()
  const kept = asked.flatMap(partsOf).map(part => keptOf(part, survey))
  const { rows } = await readerOf(reading, survey).query<{ q: string; n: number }>(writtenTexts[survey.keeps], [
    keyOf(survey),
    kept.map(({ q }) => q),
  ])
  return new Map(kept.map(({ part, q }) => [part.id, rows.find(row => row.q === q)?.n ?? 0]))
}

/** A page of free answers to one question, by no order that tells of anybody; none of fewer than five, or while the survey is open. */
export async function textsOf(
  reading: Reading,
  survey: Survey,
  { question, after, limit }: { readonly question: string; readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly texts: readonly string[]; readonly next: Id | null }> {
  const asked = survey.content.questions.find(({ id, kind }) => id === question && kind === 'text')
  const [part] = asked ? partsOf(asked) : []
  if (!part) throw new Refused('surveys.no-filter', 'invalid', {}, { field: 'question' })
  const isOpen = survey.keeps === 'anonymous' && survey.closedAt === null
  const written = isOpen ? 0 : ((await countTexts(reading, survey)).get(part.id) ?? 0)
  if (written < leastTold) return { texts: [], next: null }
  const { rows } = await readerOf(reading, survey).query<{ id: Id; v: string }>(
    `select c.id, c.v from (${sources[survey.keeps]}) c where c.q = $2 and ($3::uuid is null or c.id > $3) order by c.id limit $4`,
    [keyOf(survey), keptOf(part, survey).q, after ?? null, limit + 1],
  )
  const shown = rows.slice(0, limit)
  return { texts: shown.map(({ v }) => v), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
