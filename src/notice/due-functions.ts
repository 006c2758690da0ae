/** The generated functions that reckon until when rows are kept: the longest of the periods that the notice says, each from its event. */

import type { DatabaseObject } from './database-object.ts'
import { type KeepRule, ruleName } from './keep-rules.ts'
import { pastBits, type Shape, type Table } from './published.ts'
import { quoteName, quoteText, quoteTexts } from './sql-text.ts'
import { entryOf } from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

/** Columns that tell when a person was last in touch; what is sent to them tells nothing of the sort. */
const contacts: Readonly<Record<string, string>> = {
  relationships: 'started',
  'service-use': 'occurred',
  orders: 'ordered',
  feedback: 'received',
  'service-events': 'occurred',
  contracts: 'signed',
  leads: 'arrived',
  offers: 'answered',
  participation: 'entered',
  surveys: 'answered',
  visits: 'occurred',
  'followed-links': 'occurred',
}

const has = ({ columns }: Table, name: string): boolean => columns.some(column => column.name === name)
const isCustom = ({ category }: Table): boolean => entryOf(categories, category) === undefined
const rulesOf = ({ keep = [] }: Table): readonly KeepRule[] => keep

/** Rows that are vouchers, or count as such: orders, and a category of one's own that is kept by fiscal years. */
const isVoucher = (table: Table): boolean =>
  table.category === 'orders' || (isCustom(table) && rulesOf(table).some(({ anchor }) => isFiscal(anchor)))
const isFiscal = (anchor: KeepRule['anchor']): boolean => anchor === 'fiscal-year.ended' || anchor === 'books.closed'

/** The latest day that a row itself tells of; null where it has none. */
function dayOfRow(table: Table): string {
  const days = table.columns
    .filter(({ type }) => type === 'date' || type === 'time')
    .map(({ name }) => `t.${quoteName(name)}::date`)
  return days.length === 0 ? 'null::date' : `greatest(${days.join(', ')})`
}

/**
 * The day from which a period runs: null when this rule has nothing to keep here, infinity while the event has not come. Undefined
 * when nothing in the register tells of the event.
 */
function eventOf({ anchor }: KeepRule, table: Table): string | undefined {
  const column = (...names: readonly string[]): string | undefined => {
    const name = names.find(one => has(table, one))
    return name && `coalesce(t.${quoteName(name)}::date, 'infinity')`
  }
  switch (anchor) {
    case 'recorded':
      return 'w.day'
    case 'relationship.ended':
      return 'e.ended'
    case 'relationship.last-contact':
      return 'e.contact'
    case 'fiscal-year.ended':
      return `retention.voucher_year_end(${voucherDay(table)}, y.told)`
    case 'books.closed':
      return `retention.fiscal_year_end(${voucherDay(table)}, y.told)`
    case 'event.ended':
      return table.category === 'participation' && has(table, 'event') && has(table, 'entered')
        ? 'coalesce(v.ended, t.entered::date, w.day)'
        : column('ended', 'ends')
    case 'request.closed':
      return column('closed')
    case 'case.closed':
      return table.category === 'feedback' && has(table, 'state')
        ? `case when t.state = 'closed' then coalesce(${['closed', 'answered']
            .filter(name => has(table, name))
            .map(name => `t.${name}::date, `)
            .join('')}w.day) else 'infinity' end`
        : column('closed')
    case 'consent.withdrawn': {
      const own = ['taken_down', 'until'].filter(name => has(table, name)).map(name => `t.${name}::date, `)
      return `coalesce(k.ended, ${own.join('')}w.day)`
    }
  }
}

/** A person without a voucher has nothing that bookkeeping keeps, unless nobody else keeps the row either. */
function voucherDay(table: Table): string {
  if (isVoucher(table)) return `coalesce(${dayOfRow(table)}, w.day)`
  return rulesOf(table).every(({ anchor }) => isFiscal(anchor)) ? 'coalesce(e.voucher, w.day)' : 'e.voucher'
}

/** True when the register knows the event from which the rule's period runs. */
export const isComputable = (rule: KeepRule, table: Table): boolean => eventOf(rule, table) !== undefined

const needs = (rules: readonly string[], alias: string): boolean => rules.some(sql => sql.includes(`${alias}.`))

/** Of a person who was erased, only the periods count for which a law keeps what is left; any other one has long passed. */
function countsForErased({ purposes }: KeepRule, obliged: ReadonlySet<string>): string {
  const keepers = purposes.filter(purpose => obliged.has(purpose))
  return keepers.length === 0 ? '' : ` or e.kept_for && ${quoteTexts(keepers)}`
}

/**
 * Owner only: until when each row of these persons is kept (null: the event has not come, or is not known), the place, from 1, of the
 * rule that keeps it longest, and the end of each (infinity: not yet; null: nothing to keep). `_dates` is what dates_of gives for them.
 */
export function dueFunction(table: Table): DatabaseObject {
  const name = `register.${quoteName(`due_${table.name}`)}`
  const obliged = new Set((table.obligations ?? []).map(({ purpose }) => purpose))
  const ends = rulesOf(table).map(rule => {
    const event = eventOf(rule, table)
    const end = event === undefined ? `date 'infinity'` : `(${event} + interval '${rule.duration}')::date`
    return `case when e.kept_for is null${countsForErased(rule, obliged)} then ${end} else date '0001-01-01' end`
  })
  const places = ends.map((_, at) => `r.k${at + 1}`).join(', ')
  const joins = [
    needs(ends, 'w') &&
      `left join (select c.row_id, max(c.at)::date as day from register.change c
      where c.person_id = any (_persons) and c.category = ${quoteText(table.category)} group by c.row_id) w on w.row_id = t.id`,
    needs(ends, 'y') && 'cross join years y',
    needs(ends, 'v') && `left join retention.event_end v on v.event = t.event`,
    needs(ends, 'k') &&
      `left join retention.consent_ends(_persons, ${quoteTexts(table.onConsent ?? [])}) k on k.person_id = t.person_id`,
  ]
  return {
    key: `function due_${table.name}`,
    replaces: true,
    create: `create or replace function ${name}(_persons uuid[], _dates retention.dates[])
returns table (person_id uuid, id uuid, standing bigint, due date, rule int, ends date[])
language plpgsql stable set search_path = '' set timezone = 'Europe/Helsinki' as $body$
#variable_conflict use_column
begin
  return query
    ${needs(ends, 'y') ? 'with years as materialized (select retention.told_years() as told)\n    ' : ''}select t.person_id, t.id, t.standing, nullif(d.due, 'infinity'), array_position(array[${places}], d.due), array[${places}]
    from register.${quoteName(table.name)} t
    join unnest(_dates) e on e.person_id = t.person_id
    ${joins.filter(Boolean).join('\n    ')}
    cross join lateral (select ${ends.map((sql, at) => `${sql} as k${at + 1}`).join(', ')} offset 0) r -- each is reckoned once
    cross join lateral (select greatest(${places}) as due) d
    where t.person_id = any (_persons);
end $body$`,
    drop: `drop function ${name}(uuid[], retention.dates[])`,
  }
}

/** Owner only: what the due functions say of one person, in the categories that hold something of them. */
export function untilFunction({ tables }: Shape): DatabaseObject {
  const parts = tables
    .filter(table => table.live && isKept(table))
    .map(
      ({ name, category }) => `
  if exists (select from register.${quoteName(name)} t where t.person_id = _person) then
    return query select ${quoteText(category)}, d.id, d.standing, d.due, d.ends from register.${quoteName(`due_${name}`)}(array[_person], _dates) d;
  end if;`,
    )
  return {
    key: 'function until_of',
    replaces: true,
    create: `create or replace function register.until_of(_person uuid, _dates retention.dates[])
returns table (category text, id uuid, standing bigint, due date, ends date[]) language plpgsql stable set search_path = '' as $body$
begin${parts.join('')}
  return;
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}

/** Owner only: what is left of a person in categories that the notice has dropped. */
export function droppedRowsFunction({ tables }: Shape): DatabaseObject {
  const parts = tables
    .filter(({ live }) => !live)
    .map(
      ({ name }) => `
  return query select ${quoteText(`register.${name}`)}, jsonb_strip_nulls(to_jsonb(t) - array['person_id', 'standing'])
    from register.${quoteName(name)} t where t.person_id = _person;`,
    )
  return {
    key: 'function dropped_rows',
    replaces: true,
    create: `create or replace function register.dropped_rows(_person uuid) returns table (held_in text, data jsonb)
language plpgsql stable set search_path = '' as $body$
begin${parts.join('')}
  return;
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}

/** Tables of which the notice says how long their rows are kept. */
export const isKept = (table: Table): boolean => rulesOf(table).length > 0

/**
 * Owner only: of each person the day on which they were opened, their relationship ended (infinity while it lasts), they were last
 * in touch, and their last voucher was made; what has been removed since counts too (retention.passed).
 */
export function datesFunction({ tables, relationshipEnds }: Shape): DatabaseObject {
  const mine = 'person_id = any (_persons)'
  const days = (day: string, from: string): string =>
    `select person_id, max(${day})::date as day from ${from} group by 1`
  const touches = tables.flatMap(table => {
    const column = entryOf(contacts, table.category)
    return column !== undefined && has(table, column)
      ? [days(quoteName(column), `register.${quoteName(table.name)} where ${mine}`)]
      : []
  })
  const said = days(
    'given_at',
    `register.statement where ${mine} and kind in ('contract', 'consent', 'similar-purchase')`,
  )
  const vouchers = tables
    .filter(isVoucher)
    .map(table => days(dayOfRow(table), `register.${quoteName(table.name)} t where ${mine}`))
  const passed = (column: string): string => `select person_id, ${column} as day from retention.passed where ${mine}`
  const latest = (parts: readonly string[]): string =>
    `(select x.person_id, max(x.day) as day from (${parts.join('\n      union all ')}) x group by 1)`
  const bonds = tables.find(table => table.category === 'relationships' && has(table, 'ended'))
  const silent =
    relationshipEnds === undefined
      ? 'null::date'
      : `(coalesce(c.day, p.created_at::date) + interval '${relationshipEnds}')::date`
  return {
    key: 'function dates_of',
    replaces: true,
    create: `create or replace function register.dates_of(_persons uuid[]) returns retention.dates[]
language plpgsql stable set search_path = '' set timezone = 'Europe/Helsinki' as $body$
begin
  return array(
    select row(p.id, p.created_at::date,
      case
        when p.erased_on is not null then coalesce(q.ended, p.erased_on)
        when isfinite(r.ended) then r.ended
        when r.ended is null and q.ended is not null and c.day is not distinct from q.contact then q.ended
        else coalesce(greatest(${silent}, case when r.ended is null then q.ended end), 'infinity')
      end,
      coalesce(c.day, p.created_at::date), v.day, case when p.erased_on is not null then p.kept_for end)::retention.dates
    from register.person p
    left join retention.passed q on q.person_id = p.id
    left join ${latest([...touches, said, passed('contact')])} c on c.person_id = p.id
    left join ${latest([...vouchers, passed('voucher')])} v on v.person_id = p.id
    left join (${
      bonds
        ? `select person_id, max(coalesce(ended, 'infinity')) as ended from register.${quoteName(bonds.name)} where ${mine} group by 1`
        : 'select null::uuid as person_id, null::date as ended where false'
    }) r on r.person_id = p.id
    where p.id = any (_persons));
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}

/** Owner only: those of the persons of whom no category holds a row. */
export function withoutRowsFunction({ tables }: Shape): DatabaseObject {
  const absent = tables.map(
    ({ name }) => `
    and not exists (select from register.${quoteName(name)} t where t.person_id = p.id)`,
  )
  return {
    key: 'function without_rows',
    replaces: true,
    create: `create or replace function register.without_rows(_persons uuid[]) returns uuid[] language plpgsql stable set search_path = '' as $body$
begin
  return array(select p.id from unnest(_persons) p (id) where true${absent.join('')});
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}

/** What the register knows of events for the categories that have no table of their own. */
const knownOf: Readonly<Record<string, readonly KeepRule['anchor'][]>> = {
  permissions: ['consent.withdrawn', 'relationship.ended', 'relationship.last-contact', 'recorded'],
  'change-history': ['relationship.ended', 'relationship.last-contact', 'recorded'],
  'look-log': ['recorded'],
  requests: ['request.closed', 'recorded'],
}

/** The rules as rows of notice.keep, by which the owner-run functions of retention go. */
export function keepRows({ tables, others, bits }: Shape): readonly string[] {
  const row = (category: string, table: Table | undefined, rule: KeepRule, at: number): string => {
    const facts = table?.columns.filter(({ codes, type }) => codes !== undefined || type === 'boolean') ?? []
    const columns = [
      quoteText(category),
      String(at + 1),
      table ? quoteText(table.name) : 'null',
      quoteText(ruleName(rule)),
      quoteText(rule.ending),
      quoteTexts(rule.purposes),
      String(table ? isComputable(rule, table) : (entryOf(knownOf, category)?.includes(rule.anchor) ?? false)),
      String(table ? pastBits(rulesOf(table), rule.purposes, bits) : 0n),
      quoteTexts(facts.map(({ name }) => name)),
    ]
    return `(${columns.join(', ')})`
  }
  return [
    ...tables.flatMap(table => rulesOf(table).map((rule, at) => row(table.category, table, rule, at))),
    ...others.flatMap(({ category, keep = [] }) => keep.map((rule, at) => row(category, undefined, rule, at))),
  ]
}
