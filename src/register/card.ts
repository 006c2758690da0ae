/** A person as one purpose may see them: every category that it is given, each value with the change that it comes from. */

import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import type { Category, Column } from '../notice/notice.ts'
import { quoteName, quoteText } from '../notice/sql-text.ts'
import { type NameActor, nameActors } from './actors.ts'
import type { Card, Row, Value, Values, Why } from './answers.ts'
import { fullName } from './person-name.ts'
import { type Asking, type PurposeScope, type ScopedCategory, scopeFor } from './scope.ts'
import { describeSource, inWords, keepInWords } from './scope-words.ts'
import { ruleFor } from './until.ts'

interface StoredRow {
  readonly category: string
  readonly id: Id
  readonly values: Values
}

interface Provenance {
  readonly category: string
  readonly row_id: Id
  readonly column_name: string
  readonly change_id: Id
  readonly at: string
  readonly actor: string
  readonly source: string
  readonly source_ref: string | null
  readonly notice_version: number
  readonly expected: Id
}

interface Statement {
  readonly id: Id
  readonly kind: string
  readonly purpose: string | null
  readonly channel: string | null
  readonly given_at: string
  readonly withdrawn_at: string | null
  readonly wording: string | null
  readonly source: string
  readonly source_ref: string | null
  readonly recorded_at: string
  readonly recorded_by: string
  readonly notice_version: number
}

interface Until {
  readonly category: string
  readonly row_id: Id
  readonly until: string | null
}

interface Stored {
  readonly opened_at: Date | null
  readonly opened_by: string | null
  readonly rows: readonly StoredRow[]
  readonly provenance: readonly Provenance[]
  readonly statements: readonly Statement[]
  readonly until: readonly Until[]
}

/** Nobody is there whom the purpose sees; of whom was merged into somebody else it is told into whom, if the purpose sees them. */
async function absent({ reader, token }: Asking, person: Id): Promise<Refused> {
  const { rows } = await reader.query<{ moved: Id | null }>('select duplicates.survivor_of($1, $2) as moved', [
    token,
    isId(person) ? person : null,
  ])
  const moved = rows[0]?.moved
  return moved
    ? new Refused('register.person-merged', 'absent', {}, { movedTo: moved })
    : new Refused('register.person-absent', 'absent')
}

/** The person at one moment, read once and told in any language. */
export interface HeldCard {
  /** As the person wants to be written to; undefined where the purpose is not told. */
  readonly language: string | undefined
  tell(ask: Asking): Promise<Card>
}

/** Refuses a person that is not there, or not there for this purpose: the two cannot be told apart. */
export async function holdCard(ask: Asking, person: Id): Promise<HeldCard> {
  const scope = await scopeFor(ask)
  const stored = await readStored(ask, scope, person)
  const opened = stored?.opened_at
  if (!stored || !opened) throw await absent(ask, person)
  const profile = stored.rows.find(row => row.category === 'profile')?.values
  return {
    language: textOf(profile?.language) ?? undefined,
    tell: inTheirs => describeCard(inTheirs, { scope, person, stored, opened }),
  }
}

export const readCard = async (ask: Asking, person: Id): Promise<Card> => (await holdCard(ask, person)).tell(ask)

interface Held {
  readonly scope: PurposeScope
  readonly person: Id
  readonly stored: Stored
  readonly opened: Date
}

async function describeCard(ask: Asking, { scope, person, stored, opened }: Held): Promise<Card> {
  const { rows, provenance, statements, until } = stored
  const openedBy = stored.opened_by ?? 'system'
  const actors = [openedBy, ...provenance.map(one => one.actor), ...statements.map(one => one.recorded_by)]
  const name = await nameActors(ask, actors)
  const identity = rows.find(row => row.category === 'identity')?.values
  const told = {
    ask,
    scope,
    name,
    whys: Map.groupBy(provenance, placeOf),
    ends: new Map(until.map(one => [placeOf(one), one.until])),
  }
  return {
    id: person,
    name: fullName(textOf(identity?.given_name), textOf(identity?.family_name)),
    openedAt: opened.toISOString(),
    openedBy: name(openedBy),
    noticeVersion: scope.version,
    categories: [
      ...scope.categories.map(scoped => {
        const keep = keepInWords(ruleFor(scoped.category, ask.purpose), ask.lang)
        return {
          id: scoped.category.id,
          rows: rows
            .filter(row => row.category === scoped.category.id)
            .map(row => describeRow(row, scoped, { ...told, keep })),
        }
      }),
      ...(scope.statements
        ? [{ id: scope.statements.id, rows: describeStatements(statements, scope.statements, told) }]
        : []),
    ],
    leftOut: scope.leftOut.map(category => inWords(category.name, scope.notice, ask.lang)),
  }
}

/** One statement for all of it, so that a card is the person at one moment. */
async function readStored(ask: Asking, scope: PurposeScope, person: Id): Promise<Stored | undefined> {
  if (!isId(person)) return undefined
  const { rows: found } = await ask.reader.query<Stored>({
    name: `card-${scope.version}`,
    text: cardQuery(scope),
    values: [person, ask.token],
  })
  return found[0]
}

const queries = new WeakMap<PurposeScope, string>()

function cardQuery(scope: PurposeScope): string {
  const known = queries.get(scope)
  if (known !== undefined) return known
  const rows = scope.categories.map(
    ({ category, table, columns }) =>
      `select ${quoteText(category.id)} as category, t.id, ${valuesOf(columns)} as values from ${table} t where t.person_id = $1`,
  )
  const all = (query: string) => `coalesce((select jsonb_agg(q) from (${query}) q), '[]')`
  const query = `select
      (select p.created_at from register.person p where p.id = $1) as opened_at,
      (select h.actor from register.history($2, $1, 'person', null) h limit 1) as opened_by,
      ${all(rows.join(' union all ') || 'select where false')} as rows,
      ${all('select * from register.provenance($2, $1)')} as provenance,
      ${scope.statements ? all('select * from register.statements($2, $1)') : `'[]'::jsonb`} as statements,
      ${all('select * from register.kept_until($2, $1)')} as until`
  queries.set(scope, query)
  return query
}

/** In parts, because a function of PostgreSQL takes at most 100 arguments. */
export function valuesOf(columns: readonly Column[], alias = 't'): string {
  const pairs = columns.map(({ name }) => `${quoteText(name)}, ${alias}.${quoteName(name)}`)
  const parts = Array.from({ length: Math.ceil(pairs.length / 50) }, (_, part) =>
    pairs.slice(part * 50, part * 50 + 50),
  )
  return parts.map(part => `jsonb_build_object(${part.join(', ')})`).join(' || ') || `'{}'::jsonb`
}

interface Telling {
  readonly ask: Asking
  readonly scope: PurposeScope
  readonly name: NameActor
  /** By `placeOf`: rows of categories with one row a person all have the person's id. */
  readonly whys: ReadonlyMap<string, readonly Provenance[]>
  /** By `placeOf`: YYYY-MM-DD; null while the event from which the period runs has not come. */
  readonly ends: ReadonlyMap<string, string | null>
}

const placeOf = ({ category, row_id }: { readonly category: string; readonly row_id: Id }): string =>
  `${category} ${row_id}`

function describeRow(
  row: StoredRow,
  { columns }: ScopedCategory,
  { keep, ...told }: Telling & { readonly keep: string },
): Row {
  const place = placeOf({ category: row.category, row_id: row.id })
  const own = told.whys.get(place) ?? []
  const values = Object.fromEntries(columns.map(column => [column.name, plainValue(column, row.values[column.name])]))
  return {
    id: row.id,
    values,
    why: Object.fromEntries(own.map(one => [one.column_name, describeWhy(one, told)])),
    expected: own[0]?.expected ?? null,
    until: { date: told.ends.get(place) ?? null, text: keep },
  }
}

const describeWhy = (one: Provenance, { ask, scope, name }: Telling): Why => ({
  change: one.change_id,
  at: new Date(one.at).toISOString(),
  by: name(one.actor),
  source: describeSource(one.source, scope.notice, ask.lang),
  reference: one.source_ref,
  noticeVersion: one.notice_version,
})

function describeStatements(statements: readonly Statement[], category: Category, told: Telling): Row[] {
  const keep = keepInWords(ruleFor(category, told.ask.purpose), told.ask.lang)
  return statements.map(one => describeStatement(one, { ...told, keep }))
}

/** A statement is its own change: it is never altered, only followed by another. */
function describeStatement(one: Statement, { keep, ...told }: Telling & { readonly keep: string }): Row {
  const values: Values = {
    kind: one.kind,
    purpose: one.purpose,
    channel: one.channel,
    state: one.withdrawn_at === null ? 'given' : 'withdrawn',
    given: new Date(one.given_at).toISOString(),
    withdrawn: one.withdrawn_at === null ? null : new Date(one.withdrawn_at).toISOString(),
    wording: one.wording,
  }
  const why = describeWhy(
    {
      ...one,
      category: 'permissions',
      row_id: one.id,
      column_name: '',
      change_id: one.id,
      at: one.recorded_at,
      actor: one.recorded_by,
      expected: one.id,
    },
    told,
  )
  return {
    id: one.id,
    values,
    why: Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, why]]))),
    expected: one.id,
    until: { date: told.ends.get(placeOf({ category: 'permissions', row_id: one.id })) ?? null, text: keep },
  }
}

/** A moment as ISO 8601 in UTC, whatever zone the session has; everything else as it came. */
export const plainValue = (column: Column, value: Value | undefined): Value =>
  column.type === 'time' && typeof value === 'string' ? new Date(value).toISOString() : (value ?? null)

const textOf = (value: Value | undefined) => (typeof value === 'string' ? value : null)
