/** On the timeline: what happened with the person – calls, orders, courses opened – on the day that the row itself tells of. */

import type { Id } from '../base/ids.ts'
import { quoteName } from '../notice/sql-text.ts'
import { textIfAny } from '../texts/texts.ts'
import { nameActors } from './actors.ts'
import type { Change, Value, Values } from './answers.ts'
import { type Asking, categoryIfAny, columnIfAny, type PurposeScope, type ScopedCategory, scopeFor } from './scope.ts'
import { describeSource } from './scope-words.ts'
import { placeValues, type TimelineEntry, type TimelinePage, type TimelineSource } from './timeline-source.ts'

interface Happening {
  readonly kind: 'contact' | 'order' | 'activity' | 'visit'
  /** The column of the day. */
  readonly day: string
  /** What its sentence tells of it, the first that there are. */
  readonly tells: readonly string[]
  readonly more?: string
}

const happenings: Readonly<Record<string, Happening>> = {
  'service-events': { kind: 'contact', day: 'occurred', tells: ['subject'], more: 'content' },
  feedback: { kind: 'contact', day: 'received', tells: ['kind', 'state'], more: 'content' },
  orders: { kind: 'order', day: 'ordered', tells: ['product', 'state'] },
  contracts: { kind: 'order', day: 'signed', tells: ['subject', 'contract_number'] },
  'service-use': { kind: 'activity', day: 'occurred', tells: ['service', 'action'] },
  participation: { kind: 'activity', day: 'entered', tells: ['event', 'kind'] },
  surveys: { kind: 'activity', day: 'answered', tells: ['survey'] },
  visits: { kind: 'visit', day: 'occurred', tells: [] }, // told by src/visits/timeline.ts, a visit at a time
  'followed-links': { kind: 'activity', day: 'occurred', tells: ['letter', 'link'] },
  'marketing-measures': { kind: 'activity', day: 'occurred', tells: ['measure', 'channel'] },
}

const here = (scope: PurposeScope, kind?: Happening['kind']) =>
  Object.entries(happenings).flatMap(([id, happening]) => {
    const scoped = categoryIfAny(scope, id)
    const isSeen = columnIfAny(scoped, happening.day) !== undefined && (kind ?? happening.kind) === happening.kind
    return scoped && isSeen ? [{ scoped, happening }] : []
  })

/** Category → the column of the day on which its rows stand, as far as the purpose sees them. */
export const daysOfRows = (scope: PurposeScope): Readonly<Record<string, string>> =>
  Object.fromEntries(here(scope).map(({ scoped, happening }) => [scoped.category.id, happening.day]))

const rowsOf = (kind: Exclude<Happening['kind'], 'visit'>): TimelineSource => ({
  kind,
  name: `timeline.kind.${kind}`,
  isFor: scope => here(scope, kind).length > 0,
  read: async (ask, page) => {
    const scope = await scopeFor(ask)
    const read = here(scope, kind).map(({ scoped, happening }) => entriesOf(ask, scope, scoped, happening, page))
    return (await Promise.all(read)).flat()
  },
})

export const contacts = rowsOf('contact')
export const orders = rowsOf('order')
export const activities = rowsOf('activity')

interface Addition {
  readonly row_id: Id
  readonly id: Id
  readonly at: Date
  readonly actor: string
  readonly purpose: string
  readonly source: string
  readonly source_ref: string | null
  readonly notice_version: number
  readonly import_id: Id | null
}

async function entriesOf(
  ask: Asking,
  scope: PurposeScope,
  scoped: ScopedCategory,
  happening: Happening,
  page: TimelinePage,
): Promise<readonly TimelineEntry[]> {
  const { rows } = await ask.reader.query<{ id: Id; at: Date; values: Values }>(newestRows(scoped, happening, page))
  if (rows.length === 0) return []
  const { rows: additions } = await ask.reader.query<Addition>({
    name: 'additions-of-rows',
    text: 'select * from register.additions($1, $2, $3, $4)',
    values: [ask.token, page.person, scoped.category.id, rows.map(({ id }) => id)],
  })
  const name = await nameActors(
    ask,
    additions.map(({ actor }) => actor),
  )
  return rows.flatMap(({ id, at, values }) => {
    const added = additions.find(({ row_id }) => row_id === id)
    if (!added) return []
    const change: Change = {
      id: added.id,
      at: added.at.toISOString(),
      by: name(added.actor),
      purpose: added.purpose,
      source: describeSource(added.source, scope.notice, ask.lang),
      reference: added.source_ref,
      noticeVersion: added.notice_version,
      category: scoped.category.id,
      row: id,
      did: 'added',
      fields: Object.entries(values).map(([column, after]) => ({ column, before: null, after })),
      said: null,
      import: added.import_id,
      undoes: null,
      undone: null,
    }
    return [
      {
        id,
        at,
        by: added.actor,
        sentence: who => sentenceOf(who, ask, scoped, happening, values),
        more: wordsOf(values[happening.more ?? '']),
        source: change.source,
        changes: [change],
        burst: happening.kind === 'contact' ? undefined : `${scoped.category.id} ${added.import_id ?? ''}`,
      },
    ]
  })
}

/** The rows of the person that the purpose sees, by their day; the policy of its login leaves out all others. */
function newestRows({ category, table, columns }: ScopedCategory, { day }: Happening, page: TimelinePage) {
  const column = columns.find(({ name }) => name === day)
  const dated = `t.${quoteName(day)}`
  // A day begins at midnight in Finland.
  const at =
    column?.type === 'date'
      ? `(${dated}::timestamp at time zone 'Europe/Helsinki')`
      : `date_trunc('milliseconds', ${dated})`
  const values = columns.map(({ name }) => `'${name}', t.${quoteName(name)}`).join(', ')
  return {
    name: `timeline-of-${category.id}`,
    text: `select t.id, ${at} as at, jsonb_strip_nulls(jsonb_build_object(${values})) as values from ${table} t
      where t.person_id = $1 and ${dated} is not null and ($2::timestamptz is null or (${at}, t.id) < ($2, $3::uuid))
      order by 2 desc, 1 desc limit $4`,
    values: [page.person, ...placeValues(page), page.max],
  }
}

function sentenceOf(
  who: string,
  { lang }: Asking,
  { category, columns }: ScopedCategory,
  { tells }: Happening,
  values: Values,
): string {
  const told = tells.flatMap(name => {
    const value = wordsOf(values[name])
    const coded = columns.find(column => column.name === name)?.codes?.find(code => code === value)
    const named = coded && textIfAny(lang, `vocabulary.codes.${category.id}.${name.replaceAll('_', '-')}.${coded}`)
    return named?.toLocaleLowerCase(lang) ?? value ?? []
  })
  const own = [`${values.kind}-${values.direction}`, `${values.kind}`, 'any']
    .map(by => textIfAny(lang, `timeline.sentence.${category.id}.${by}`, { who }))
    .find(sentence => sentence !== undefined)
  return [own ?? who, told.join(', ')].filter(part => part !== '').join(': ')
}

const wordsOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
