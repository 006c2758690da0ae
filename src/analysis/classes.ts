/** What a report counts with: classes of five persons or more, read by the purpose's own login; of a purpose without names they are made once a day. */

import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import type { Column } from '../notice/notice.ts'
import { quoteName } from '../notice/sql-text.ts'
import type { Plan } from '../register/condition-plan.ts'
import { everybody } from '../register/condition-sql.ts'
import type { PurposeScope, Asking as Whole } from '../register/scope.ts'
import { bySet, fewest } from '../segments/count.ts'
import { type Cell, type Folded, fold, keepTold } from './fold.ts'
import { type Dimension, joined, type Subject, valueIn } from './subject.ts'

/** As much of a request as it takes. */
export type Asking = Pick<Whole, 'reader' | 'token' | 'clock' | 'purpose' | 'program' | 'published'>

export interface Grid {
  readonly subject: Subject
  readonly dimensions: readonly Dimension[]
  readonly sums: readonly Column[]
  /** Rows of the months before this day; of all months without it. */
  readonly before?: string
  /** Rows of these persons. */
  readonly persons?: Plan
}

/** Reads and folds the cells of the grid, by the login of the purpose. */
export async function readClasses(ask: Asking, scope: PurposeScope, grid: Grid): Promise<Folded> {
  const { subject, dimensions, sums, before, persons: plan } = grid
  const month = dimensions.find(({ kind }) => kind === 'month')
  const cells = await bySet<Cell>(ask, plan ?? { kind: 'all', of: [] }, (persons, bind) => {
    const joins = dimensions.flatMap(({ kind, of }) => {
      if (kind === 'source')
        return [
          `left join (select l.person_id, min(n.source) as source
            from unnest(${bind(scope.notice.sources.map(({ id }) => id))}::text[]) n (source)
            cross join lateral register.opened_from(${bind(ask.token)}, n.source, ${everybody}) l (person_id) group by 1) s
            on s.person_id = u.person_id`,
        ]
      return of ? [`left join ${of.table} ${joined(of)} on ${joined(of)}.person_id = u.person_id`] : []
    })
    const from = subject.scoped
      ? `${subject.scoped.table} r cross join lateral (select r.person_id) u`
      : `(select p.id as person_id from register.person p) u`
    const until =
      before && month?.column ? `and r.${quoteName(month.column.name)} < ${bind(endOf(month.column, before))}` : ''
    const keys = dimensions.map((_, n) => `k${n}`)
    const key = keys.length === 0 ? 'array[]::text[]' : `array[${keys.join(', ')}]`
    return `select to_jsonb(${key}) as key, count(*)::int as rows,
        to_jsonb(array[${sums.map((_, n) => `coalesce(sum(v${n}), 0)`).join(', ')}]::bigint[]) as sums,
        count(distinct person_id)::int as persons,
        case when count(distinct person_id) < ${fewest} then to_jsonb(array_agg(distinct person_id)) end as ids
      from (select u.person_id
          ${dimensions.map((one, n) => `, ${valueIn(one)} as k${n}`).join('')}
          ${sums.map(({ name }, n) => `, r.${quoteName(name)} as v${n}`).join('')}
        from ${[...new Set([from, ...joins])].join(' ')}
        where true ${until} ${plan ? `and u.person_id in (${persons})` : ''}) unit
      ${keys.length === 0 ? '' : `group by ${keys.join(', ')}`}`
  })
  return fold(cells.filter(({ rows }) => rows > 0))
}

const endOf = ({ type }: Column, day: string): string => (type === 'time' ? midnightInHelsinki(day).toISOString() : day)

/** The first day of this month, in Finland. */
export const monthBegins = (at: Date): string => `${dateInHelsinki(at).slice(0, 7)}-01`

/** How many dimensions the classes of a purpose without names keep apart; each further one would make them fewer and larger. */
const mostKept = 4

/** What the classes of a purpose without names are divided by: the month first, then in the order of the notice. */
export const keptDimensions = ({ dimensions }: Subject): readonly Dimension[] => [
  ...dimensions.filter(({ kind }) => kind === 'month').slice(0, 1),
  ...dimensions.filter(({ kind }) => kind !== 'month').slice(0, mostKept - 1),
]

/**
 * The classes of a purpose that is not given who persons are: always of the same dimensions, of whole months, made once a day and kept
 * with numbers alone. Every report of the purpose is a sum of them, so no two can be subtracted into anybody.
 */
export async function keptClasses(
  ask: Asking,
  scope: PurposeScope,
  subject: Subject,
): Promise<Folded & { readonly grid: Grid }> {
  const dimensions = keptDimensions(subject)
  const grid: Grid = { subject, dimensions, sums: subject.sums, before: monthBegins(ask.clock.now()) }
  const names = dimensions.map(({ id }) => id)
  const kept = await keptToday<Folded>(ask, subject.id, names, async before => {
    const fresh = await readClasses(ask, scope, grid)
    return before ? keepTold(before, fresh) : fresh
  })
  return { ...kept, grid }
}

/** What was counted for the purpose today under the notice in force; counted now, beside what was before, when it was not yet. */
export async function keptToday<Counted>(
  ask: Asking,
  subject: string,
  dimensions: readonly string[],
  count: (before: Counted | undefined) => Promise<Counted>,
): Promise<Counted> {
  const { app } = ask.program.database
  const today = dateInHelsinki(ask.clock.now())
  const notice = ask.published.version
  const read = async () => {
    const { rows } = await app.query<{ day: string; counted: Counted }>(
      `select day::text, classes as counted from analysis.edition where purpose = $1 and subject = $2 and notice_version = $3`,
      [ask.purpose, subject, notice],
    )
    return rows[0]
  }
  const known = await read()
  if (known?.day === today) return known.counted
  const fresh = await count(known?.counted)
  await app.query(
    `insert into analysis.edition (purpose, subject, day, notice_version, dimensions, classes) values ($1, $2, $3, $4, $5, $6)
      on conflict (purpose, subject) do update set day = excluded.day, notice_version = excluded.notice_version,
        dimensions = excluded.dimensions, classes = excluded.classes
      where (analysis.edition.day, analysis.edition.notice_version) <> (excluded.day, excluded.notice_version)`,
    [ask.purpose, subject, today, notice, dimensions, JSON.stringify(fresh)],
  )
  // Of two that were counted at once the first stands for both.
  return (await read())?.counted ?? fresh
}
