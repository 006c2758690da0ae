/** A report is a table of sums over classes, so that nothing in it, and nothing left between two of them, is of fewer than five persons. */

import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { namesFor } from '../register/condition-names.ts'
import { planFor } from '../register/condition-plan.ts'
import { printCondition } from '../register/condition-print.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { conditionOf, isNameless } from '../segments/count.ts'
import { text } from '../texts/texts.ts'
import { type Grid, keptClasses, readClasses } from './classes.ts'
import type { Class, Folded, Part } from './fold.ts'
import { labelOf, placeOf, type Words, wordsFor } from './labels.ts'
import type { Definition, Report } from './report-answers.ts'
import { holds, testFor } from './row-test.ts'
import { type Dimension, dimensionIn, type Subject, subjectIn, sumIn } from './subject.ts'

/** Refuses what the purpose does not see by its name, and a condition on persons where nobody is named. */
export async function runReport(ask: PurposeAsk, definition: Definition): Promise<Report> {
  const scope = await scopeFor(ask)
  const subject = subjectIn(scope, definition.of)
  const by = definition.by.map((id, n) => dimensionIn(subject, id, `by.${n}`))
  const sum = definition.sum === undefined ? undefined : sumIn(subject, definition.sum)
  const tests = definition.where.map((test, n) =>
    testFor(dimensionIn(subject, test.field, `where.${n}.field`), test, dateInHelsinki(ask.clock.now()), `where.${n}`),
  )
  const chosen = await personsOf(ask, scope, definition)
  const { classes, withheld, grid } = isNameless(scope)
    ? await keptFor(ask, scope, subject, [...by, ...tests.map(({ dimension }) => dimension)])
    : await freshFor(ask, scope, {
        subject,
        dimensions: subject.dimensions.filter(
          one => by.includes(one) || tests.some(({ dimension }) => dimension === one),
        ),
        sums: sum ? [sum] : [],
        ...(chosen && { persons: chosen.plan }),
      })
  const words = await wordsFor(ask, subject)
  const at = (dimension: Dimension) => grid.dimensions.indexOf(dimension)
  const passes = (key: readonly Part[]) => tests.every(test => holds(test, key[at(test.dimension)]))
  const column = sum ? grid.sums.indexOf(sum) : -1
  return {
    of: words.subject,
    sumOf: sum ? words.columnName(sum.name) : null,
    unit: sum?.type === 'money' ? 'money' : 'count',
    by: by.map(dimension => ({ id: dimension.id, label: labelOf(words, dimension) })),
    where: chosen?.sentence ?? null,
    ...tableOf({
      classes: classes.filter(({ key }) => passes(key)),
      withheld: withheld.filter(passes),
      places: by.map(dimension => key => placeOf(words, dimension, key[at(dimension)] ?? null, definition.each)),
      size: ({ rows, sums }) => (column < 0 ? rows : (sums[column] ?? 0)),
      words,
    }),
    before: grid.before ?? null,
    asOf: dateInHelsinki(ask.clock.now()),
    partly: tests.some(({ dimension }) => classes.some(({ key }) => key[at(dimension)] === false)),
  }
}

async function personsOf(ask: PurposeAsk, scope: PurposeScope, { condition, sentence }: Definition) {
  if (condition === undefined && sentence === undefined) return undefined
  if (isNameless(scope)) throw new Refused('analysis.no-persons', 'forbidden', {}, { field: 'condition' })
  const said = await conditionOf(ask, { condition, sentence })
  return {
    plan: planFor(said, scope, ask.clock.now()),
    sentence: printCondition(said, await namesFor(ask, ask.lang), ask.lang),
  }
}

async function keptFor(ask: PurposeAsk, scope: PurposeScope, subject: Subject, wanted: readonly Dimension[]) {
  const kept = await keptClasses(ask, scope, subject)
  const missing = wanted.find(dimension => !kept.grid.dimensions.includes(dimension))
  if (missing)
    throw new Refused(
      'analysis.not-kept',
      'forbidden',
      { field: missing.id, known: kept.grid.dimensions.map(({ id }) => id).join(', ') },
      { field: 'by' },
    )
  return kept
}

const freshFor = async (
  ask: PurposeAsk,
  scope: PurposeScope,
  grid: Grid,
): Promise<Folded & { readonly grid: Grid }> => ({
  ...(await readClasses(ask, scope, grid)),
  grid,
})

type PlacedBy = (key: readonly Part[]) => Report['places'][number]

interface Tabled {
  readonly classes: readonly Class[]
  readonly withheld: readonly (readonly Part[])[]
  /** By up to two dimensions. */
  readonly places: readonly PlacedBy[]
  readonly size: (one: Class) => number
  readonly words: Words
}

const [mostPlaces, mostSeries] = [60, 12]

function tableOf({ classes, withheld, places: [first, second], size, words }: Tabled) {
  const whole: PlacedBy = () => ({ key: null, label: words.subject, kind: 'value' })
  const places = ordered(classes, withheld, first ?? whole, size, mostPlaces)
  const series = ordered(classes, withheld, second ?? whole, size, mostSeries)
  const table = series.list.map(() => places.list.map((): number | 'withheld' => 0))
  const put = (key: readonly Part[], add: (was: number | 'withheld') => number | 'withheld') => {
    const row = table[series.at((second ?? whole)(key))]
    const column = places.at((first ?? whole)(key))
    if (row?.[column] !== undefined) row[column] = add(row[column])
  }
  // A cell of which nothing is told has rows all the same: it is not nought.
  for (const key of withheld) put(key, () => 'withheld')
  for (const one of classes) put(one.key, was => (was === 'withheld' ? 0 : was) + size(one))
  return {
    places: places.list,
    series: series.list.map((of, n) => ({ of, values: table[n] ?? [] })),
    total: classes.length === 0 && withheld.length > 0 ? null : classes.reduce((sum, one) => sum + size(one), 0),
  }
}

const idOf = ({ kind, key }: Report['places'][number]): string => `${kind} ${key}`

/** Months in their order without a gap, other values by what they come to; what is beyond the most is put together. */
function ordered(
  classes: readonly Class[],
  withheld: readonly (readonly Part[])[],
  place: PlacedBy,
  size: (one: Class) => number,
  most: number,
) {
  const found = new Map<string, { readonly place: Report['places'][number]; size: number }>()
  const meet = (one: Report['places'][number], more: number) => {
    const known = found.get(idOf(one)) ?? { place: one, size: 0 }
    known.size += more
    found.set(idOf(one), known)
  }
  for (const key of withheld) meet(place(key), 0)
  for (const one of classes) meet(place(one.key), size(one))
  const rank = ({ kind }: Report['places'][number]) => ['month', 'year', 'value', 'none', 'together'].indexOf(kind)
  const isTime = (kind: string) => kind === 'month' || kind === 'year'
  const all = [...found.values()].sort(
    (a, b) =>
      rank(a.place) - rank(b.place) ||
      (isTime(a.place.kind) ? String(a.place.key).localeCompare(String(b.place.key)) : b.size - a.size),
  )
  const times = all.filter(({ place: { kind } }) => isTime(kind)).map(one => one.place)
  const values = all.filter(({ place: { kind } }) => kind === 'value').map(one => one.place)
  const rest = all.filter(({ place: { kind } }) => kind === 'none' || kind === 'together').map(one => one.place)
  const isMany = values.length > most
  const list: Report['places'] = [
    ...everyTime(times),
    ...values.slice(0, most),
    ...(isMany ? [{ key: null, label: null, kind: 'others' as const }] : []),
    ...rest,
  ]
  const index = new Map(list.map((one, n) => [idOf(one), n]))
  const others = list.findIndex(({ kind }) => kind === 'others')
  return { list, at: (one: Report['places'][number]): number => index.get(idOf(one)) ?? others }
}

/** From the first to the last, those in which nothing happened too. */
function everyTime(times: readonly Report['places'][number][]): readonly Report['places'][number][] {
  const [first, last] = [times[0], times.at(-1)]
  if (!first?.key || !last?.key) return times
  const isYear = first.kind === 'year'
  const all: Report['places'][number][] = []
  for (
    let key = first.key;
    key <= last.key && all.length < 600;
    key = isYear ? String(Number(key) + 1) : monthAfter(key)
  )
    all.push({ ...first, key })
  return all
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** How a place is called where months are written as they are kept: in files and on the command line. */
export const nameOf = ({ kind, key, label }: Report['places'][number], lang: PurposeAsk['lang']): string =>
  kind === 'none' || kind === 'together' || kind === 'others' ? text(lang, `analysis.${kind}`) : (label ?? key ?? '')
