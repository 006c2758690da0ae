/** The categories of a draft: each kind of data that the text names, from the sources that it names, and how long where it is plain. */

import { type DataPlace, dataPlaces, sourcePlaces } from './lexicon/places.ts'
import { nothing, type Of, type Part } from './read-draft-part.ts'
import { type Fact, shortened } from './read-fact.ts'
import { comment, entry, word } from './read-yaml.ts'
import { retentionOf } from './retention.ts'
import { categories } from './vocabulary-categories.ts'

/** Lines of `categories`; `purposes` are the ids that a use may name. */
export function categoryLines(of: Of, purposes: readonly string[]): Part {
  const groups = new Map<string, Fact[]>()
  for (const one of of('data')) {
    const place = placeOf(one)
    if (place !== undefined) groups.set(idOf(place), [...(groups.get(idOf(place)) ?? []), one])
  }
  if (groups.size === 0) return nothing
  const from = fromOf(of)
  const keep = keepOf(of)
  const ground = groundOf(of, purposes)
  const ids = [...groups.keys()]
  const lines = [...groups].flatMap(([id, facts], i) => {
    const like = ids[0] ?? id
    const shared = (key: string, value: string | undefined) =>
      value === undefined ? [] : [`    ${key}: ${i === 0 ? value : `same as ${like}`}`]
    return [
      `  ${id}:`,
      ...fieldLines(id, facts),
      ...shared('from', from),
      ...shared('for', ground),
      ...shared('keep', keep),
    ]
  })
  const remarks = new Set([...of('retention'), ...of('not-kept')].slice(0, 40).map(one => one.value))
  const [first] = ids
  return {
    lines: ['categories:', ...[...remarks].flatMap(one => comment('  ', one)), ...lines, ''],
    paths: [
      ...[...groups].flatMap(([id, facts]) => facts.map(one => [one, `categories.${id}`] as const)),
      ...of('retention').map(one => [one, keep === undefined ? 'categories' : `categories.${first}.keep`] as const),
      ...of('not-kept').map(one => [one, 'categories'] as const),
      ...of('source').map(one => [one, `categories.${first}.from`] as const),
    ],
  }
}

function placeOf(one: Fact): DataPlace | undefined {
  const places: Readonly<Record<string, DataPlace>> = dataPlaces
  return one.known !== undefined && Object.hasOwn(places, one.known) ? places[one.known] : undefined
}

const idOf = (place: DataPlace): string => ('own' in place ? place.own : place.category)

/** The fields that the words name; all of the category's where they name none of them. */
function fieldLines(id: string, facts: readonly Fact[]): readonly string[] {
  const places = facts.flatMap(one => placeOf(one) ?? [])
  const own = places.find(place => 'own' in place)
  if (own !== undefined && 'own' in own) {
    const name = shortened([...new Set(facts.map(one => one.value))].join(', '), 200)
    return [
      ...entry('    ', 'name', name),
      '    fields:',
      `      content: { type: ${own.type}, name: ${JSON.stringify(name)} }`,
    ]
  }
  const named = places.flatMap(place => ('category' in place ? [place.fields ?? 'all'] : []))
  if (named.includes('all')) return []
  const order = categories[id]?.fields.map(field => field.id) ?? []
  const fields = order.filter(field => named.flat().includes(field))
  return fields.length === 0 ? [] : [`    fields: [${fields.join(', ')}]`]
}

/** Ids of the sources that the text names; "the person" only where no way is named by which the person gives data. */
function fromOf(of: Of): string | undefined {
  const ids = sourceIds(of)
  return ids.length === 0 ? undefined : `[${ids.join(', ')}]`
}

export function sourceIds(of: Of): readonly string[] {
  const kinds = of('source').flatMap(one => one.known ?? [])
  const places: Readonly<Record<string, (typeof sourcePlaces)[keyof typeof sourcePlaces]>> = sourcePlaces
  const found = [...new Set(kinds)].flatMap(kind => places[kind] ?? [])
  const ways = found.filter(
    place =>
      typeof place === 'string' &&
      !['authorities', 'own-registers', 'partners', 'site', 'service', 'staff'].includes(place),
  )
  return found.flatMap(place =>
    typeof place === 'string' ? [place] : place.own === 'person' && ways.length > 0 ? [] : [place.own],
  )
}

const anchors: readonly (readonly [RegExp, string])[] = [
  [/tilikau|fiscal|financial year|räkenskap/iu, 'after fiscal year ends'],
  [/viimei|senaste|last |latest/iu, 'after last contact'],
  [
    /(?:asiakassuh|asiakkuu|jäseny|sopimus|sopimuk)\p{L}*.{0,30}päät|kundförh|medlemskap|relationship|membership/iu,
    'after relationship ends',
  ],
]

/** How long, when the text says one time for everything and from when it runs. */
function keepOf(of: Of): string | undefined {
  const [only, ...others] = of('retention')
  if (only?.known === undefined || others.length > 0) return undefined
  const [, count, unit] = /^P(\d+)([DWMY])$/.exec(only.known) ?? []
  const anchor = anchors.find(([expression]) => expression.test(only.value))?.[1]
  if (count === undefined || unit === undefined || anchor === undefined) return undefined
  const sentence = `${count} ${{ D: 'days', W: 'weeks', M: 'months', Y: 'years' }[unit]} ${anchor}`
  return 'context' in retentionOf(sentence, { line: 1, column: 1 }) ? undefined : sentence
}

/** With one purpose and one ground there is no doubt which belongs to which. */
function groundOf(of: Of, purposes: readonly string[]): string | undefined {
  const grounds = [...new Set(of('basis').flatMap(one => one.known ?? []))]
  const [purpose, ...more] = purposes
  const [ground, ...others] = grounds
  if (purpose === undefined || more.length > 0 || others.length > 0) return undefined
  return ground === 'consent' || ground === 'contract' ? `{ ${word(purpose)}: ${ground} }` : undefined
}
