/** A rule reads only what its purpose sees, infers only where the notice lets it, and never from what is itself inferred. */

import { Refused } from '../base/errors.ts'
import type { Category, Column } from '../notice/notice.ts'
import { quoteName } from '../notice/sql-text.ts'
import { planFor, type RowsPlan } from '../register/condition-plan.ts'
import { type Bind, testsOf } from '../register/condition-sql.ts'
import { categoryIfAny, columnIfAny, type PurposeScope, type ScopedCategory } from '../register/scope.ts'
import { daysOfRows } from '../register/timeline-rows.ts'
import type { RuleContent } from './rule-answers.ts'

/** The category in which inferences are kept. */
export const inferences = 'inferences'

interface PartPlan extends RowsPlan {
  readonly points: number
  /** On which a row begins to fade; none: it never does. */
  readonly day: Column | undefined
}

export interface RulePlan {
  readonly content: RuleContent
  readonly parts: readonly PartPlan[]
  readonly met: (RowsPlan & { readonly day: Column }) | undefined
  /** The source of the notice that inferences come from. */
  readonly source: string
}

/** Refuses a rule that the notice does not let the purpose have, with the place as a field. */
export function planRule(content: RuleContent, scope: PurposeScope, at: Date): RulePlan {
  const { category, source } = mayInfer(scope)
  const codes = category.fields.flatMap(({ columns }) => columns).find(({ name }) => name === 'about')?.codes
  if (codes && !codes.includes(content.about))
    throw new Refused('inference.about', 'invalid', { known: codes.join(', ') }, { field: 'content.about' })
  const met = content.met && planOf(content.met, scope, at, 'content.met')
  const day = met?.day
  if (met && !day) throw new Refused('inference.met-without-day', 'invalid', {}, { field: 'content.met' })
  return {
    content,
    parts: content.parts.map(({ points, ...rows }, n) => ({
      ...planOf(rows, scope, at, `content.parts.${n}`),
      points,
    })),
    met: met && day ? { ...met, day } : undefined,
    source,
  }
}

/** The category and source by which the purpose may infer anything; refuses where it may not. */
export function mayInfer(scope: PurposeScope): { readonly category: Category; readonly source: string } {
  const scoped = categoryIfAny(scope, inferences)
  const use = scoped?.category.uses.find(({ purpose }) => purpose === scope.purpose.id)
  const source = scope.notice.sources.find(
    ({ id, kind }) => kind === 'inferred' && scoped?.category.from.includes(id),
  )?.id
  if (!scoped?.mayWrite || !columnIfAny(scoped, 'value') || !use || source === undefined)
    throw new Refused('inference.not-given', 'forbidden')
  // A purpose that is owed to the customer, or that a law demands, decides things about them: Art. 22 keeps guesses away from it.
  if (!['consent', 'permission', 'interest'].includes(use.basis.kind)) throw new Refused('inference.basis', 'forbidden')
  if (scope.notice.profiling?.automatedDecisions !== false) throw new Refused('inference.decisions', 'forbidden')
  return { category: scoped.category, source }
}

type Rows = Pick<RuleContent['parts'][number], 'rows' | 'where'>

function planOf(rows: Rows, scope: PurposeScope, at: Date, place: string) {
  if (categoryIfAny(scope, rows.rows)?.category.origin === 'inferred')
    throw new Refused('inference.reads-inferences', 'invalid', {}, { field: place })
  // A while ends at midnight, but who is judged is whoever changed.
  if (rows.where.some(({ is }) => is === 'within'))
    throw new Refused('inference.while', 'invalid', {}, { field: place })
  const plan = planFor(rows, scope, at, place)
  if (plan.kind !== 'rows') throw new RangeError('rows are planned as rows')
  return { ...plan, day: dayOf(plan.scoped, scope) }
}

/** The day that a row tells of; of the notice's own categories the first that there is. */
function dayOf(scoped: ScopedCategory, scope: PurposeScope): Column | undefined {
  const known = daysOfRows(scope)[scoped.category.id]
  if (known !== undefined) return columnIfAny(scoped, known)
  return scoped.category.custom ? scoped.columns.find(({ type }) => type === 'date' || type === 'time') : undefined
}

/** The day of a row `r` in Finland. A row fades at midnight, so that one of today weighs all that the rule says. */
const dayIn = ({ name, type }: Column): string =>
  type === 'date' ? `r.${quoteName(name)}` : `(r.${quoteName(name)} at time zone 'Europe/Helsinki')::date`

export interface Weighing {
  readonly bind: Bind
  /** YYYY-MM-DD: by what was known at the end of this day. */
  readonly on: string
  /** A query of the ids of whom the purpose may infer it: of nobody else is anything weighed. */
  readonly allowed: string
  /** Which of them are sought, as it follows a `where true`; all unless told. */
  readonly near?: (person: string) => string
  /** Leaves out rows without a day, which cannot be put back in time. */
  readonly dated?: boolean
}

/** The beginning of a query, with `weighed`, the rows that speak for it: person_id, id, category, part, day, worth, fades. */
export function weighedRows(
  { content, parts }: RulePlan,
  { bind, on, allowed, near, dated = false }: Weighing,
): string {
  const today = () => `${bind(on)}::date` // PostgreSQL refuses a parameter that nothing uses
  const every = parts.flatMap((part, n) => {
    const { scoped, points, day } = part
    if (dated && !day) return []
    const its = day ? dayIn(day) : 'null::date'
    const full = `${bind(points)}::float8`
    const fades = day && content.halfLife !== null
    const worth = fades
      ? `case when ${its} is null then ${full} else ${full} * power(2::float8, -(${today()} - ${its})::float8 / ${bind(content.halfLife)}::float8) end`
      : full
    const past = day ? ` and (${dated ? '' : `${its} is null or `}${its} <= ${today()})` : ''
    return [
      `select r.person_id, r.id, ${bind(scoped.category.id)}::text as category, ${n} as part, ${its} as day,
        ${worth} as worth, ${fades ? `${its} is not null` : 'false'} as fades
      from ${scoped.table} r where true${testsOf(part, bind)}${past}${near?.('r.person_id') ?? ''} and r.person_id in (select a.id from allowed a)`,
    ]
  })
  return `with allowed (id) as materialized (${allowed}),
    weighed as materialized (${every.join(' union all ') || 'select null::uuid as person_id, null::float8 as worth where false'})`
}

const most = 10 // rows of a part that are kept as its evidence

/** A query of `inference.found`, of everybody whose rows weigh enough. */
export function foundBy(plan: RulePlan, weighing: Weighing): string {
  const { bind } = weighing
  return `${weighedRows(plan, weighing)},
    totals as (select w.*, sum(w.worth) over (partition by w.person_id) as total from weighed w),
    parts as (
      select t.person_id, t.part, count(*) as n, max(t.day) as last,
        sum(t.worth) filter (where not t.fades) as lasting, sum(t.worth) filter (where t.fades) as fading,
        (array_agg(jsonb_build_object('category', t.category, 'row', t.id, 'points', round(t.worth::numeric, 2)) order by t.worth desc, t.id))[1:${most}] as rows
      from totals t where t.total >= ${bind(plan.content.threshold)}::float8 group by 1, 2)
    select row(p.person_id, coalesce(sum(p.lasting), 0), coalesce(sum(p.fading), 0), jsonb_agg(jsonb_build_object('part', p.part, 'n', p.n,
      'last', p.last, 'rows', to_jsonb(p.rows)) order by p.part))::inference.found
    from parts p group by p.person_id`
}

/** On which day the rows happened that show whether it was right, and whether one does. */
export const metTests = ({ met }: RulePlan, bind: Bind): { readonly day: string; readonly holds: string } => {
  if (!met) throw new Refused('inference.no-measure', 'invalid')
  return { day: dayIn(met.day), holds: `true${testsOf(met, bind)}` }
}
