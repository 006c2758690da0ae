/** A plan becomes SQL of the purpose's own login: names come from the compiled notice, values are parameters, and policies judge every row. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { searchColumn } from '../notice/published.ts'
import { quoteName } from '../notice/sql-text.ts'
import type { Plan, RowsPlan, Test } from './condition-plan.ts'
import { findFunction } from './scope.ts'

/** Gives a value its place among the parameters: `$3`. */
export type Bind = (value: unknown) => string

export interface Compiling {
  readonly token: string
  readonly at: Date
  readonly bind: Bind
  /** What more must hold of the person in this column, as it follows a `where true`; nothing when all are sought. */
  readonly only?: (person: string) => string
  /** Rows of which so few persons have any that an index finds them sooner than a reading of the table. */
  readonly few?: ReadonlySet<RowsPlan>
}

/** More persons than any register of the size that this is made for. */
export const everybody = '1000000'

/** A query that gives everybody for whom the plan holds, in its column `person_id`; some more than once. */
export function personsOf(plan: Plan, compiling: Compiling): string {
  const { token, bind, only = () => '' } = compiling
  switch (plan.kind) {
    case 'rows':
      return rowsOf(plan, compiling)
    case 'source':
      return `select l.person_id from register.opened_from(${bind(token)}, ${bind(plan.source)}, ${everybody}) l (person_id)
        where true${only('l.person_id')}`
    case 'changed':
      return `select l.person_id from register.changed_persons(${bind(token)}, ${bind(plan.from)}, ${bind(plan.before)}, null, ${everybody}) l
        where true${only('l.person_id')}`
    case 'any':
      return plan.of.map(part => `select person_id from (${personsOf(part, compiling)}) a`).join(' union all ')
    case 'all':
      return allOf(plan.of, compiling)
    case 'permission':
    case 'not':
      return allOf([plan], compiling)
  }
}

/** Whether the plan holds for the person in this column, one whom the purpose sees. */
export function holdsFor(plan: Plan, person: string, compiling: Omit<Compiling, 'only'>): string {
  switch (plan.kind) {
    case 'not':
      // Without an `offset` the planner may read who has such rows in the order of persons, instead of asking of each.
      return plan.of.kind === 'rows'
        ? `not exists (select from (${personsOf(plan.of, compiling)}) h where h.person_id = ${person})`
        : `not ${holdsFor(plan.of, person, compiling)}`
    case 'all':
    case 'any': {
      const parts = plan.of.map(part => holdsFor(part, person, compiling))
      return parts.length === 0 ? 'true' : `(${parts.join(plan.kind === 'all' ? ' and ' : ' or ')})`
    }
    default: {
      const persons = personsOf(plan, { ...compiling, only: column => ` and ${column} = ${person}` })
      // `offset 0` keeps the planner from turning the question about one person into a join with all of them.
      return `exists (select from (${persons}) h offset 0)`
    }
  }
}

type PermissionPlan = Extract<Plan, { kind: 'permission' }>

/** The gate is asked last, and only of those for whom everything else holds. */
function allOf(parts: readonly Plan[], compiling: Compiling): string {
  const { token, bind, at, only = () => '' } = compiling
  const gates: { readonly plan: PermissionPlan; readonly allowed: boolean }[] = []
  const conditions = parts.map(part => {
    if (part.kind === 'permission') gates.push({ plan: part, allowed: true })
    else if (part.kind === 'not' && part.of.kind === 'permission') gates.push({ plan: part.of, allowed: false })
    else if (part.kind === 'not') return ` and not ${has(personsOf(part.of, compiling))}`
    else return ` and ${has(personsOf(part, compiling))}`
    return ''
  })
  const seen = `select held.id as person_id from register.person held where true${conditions.join('')}${only('held.id')}`
  return gates.reduce(
    (persons, { plan: { purpose, channel }, allowed }) => `select g.person_id
      from register.may_send(${bind(token)}, array(${persons}), ${bind(purpose)}, ${bind(channel)}, ${bind(at)}) g
      where ${allowed ? '' : 'not '}g.allowed`,
    seen,
  )
}

const has = (persons: string): string => `exists (select from (${persons}) s where s.person_id = held.id)`

function rowsOf(plan: RowsPlan, compiling: Compiling): string {
  const { bind, only = () => '', few } = compiling
  const whole = few?.has(plan) ? wholly(plan, compiling, everybody) : undefined
  if (whole !== undefined) return `select w.person_id from (${whole}) w (person_id) where true${only('w.person_id')}`
  const tests = testsOf(plan, bind)
  const now = plan.now ? ' and r.ended is null' : ''
  const found = few?.has(plan) ? soughtIn(plan, compiling, everybody) : undefined
  const among = found ? ` and r.person_id = any (array(${found}))` : ''
  const total = plan.sumOf ? `sum(r.${quoteName(plan.sumOf.name)})` : 'count(*)'
  const isOne = plan.least === 1 && !plan.sumOf
  const enough = isOne ? '' : ` group by r.person_id having ${total} >= ${bind(plan.least)}::bigint`
  return `select r.person_id from ${plan.scoped.table} r where true${tests}${now}${among}${only('r.person_id')}${enough}`
}

/** What must hold of a row `r` of the plan's table, as it follows a `where true`. */
export const testsOf = ({ tests }: Pick<RowsPlan, 'tests'>, bind: Bind): string =>
  tests.map(test => ` and ${compare(test, bind)}`).join('')

function compare({ column, is, value }: Test, bind: Bind): string {
  const key = `r.${quoteName(searchColumn(column))}`
  return value === null ? `${key} ${is}` : `${key} ${is} ${bind(value)}`
}

/** The first `most` persons for whom the plan holds, where an index tells all of it; undefined where it does not. */
export function wholly(plan: RowsPlan, compiling: Compiling, most: string): string | undefined {
  const [test, more] = plan.tests
  const isAll = test && !more && plan.least === 1 && !plan.sumOf && (!plan.now || test.is === '=')
  return isAll ? soughtIn(plan, compiling, most) : undefined
}

/** The first `most` persons of whom some row passes a test of the plan, found by the index of that column alone; undefined without one. */
function soughtIn({ scoped, tests, now }: RowsPlan, { token, bind }: Compiling, most: string): string | undefined {
  const test =
    tests.find(({ is, sought }) => sought !== undefined && is === '=') ??
    tests.find(({ sought }) => sought !== undefined)
  if (test?.sought === undefined) return undefined
  const how = now && test.sought === 'equals' ? 'equals-now' : test.sought
  return `select ${findFunction(scoped)}(${[token, test.column.name, how, test.value].map(bind).join(', ')}, ${most})`
}

/** The parameters of a query that is being put together. */
export function parameters(): { readonly values: unknown[]; readonly bind: Bind } {
  const values: unknown[] = []
  return { values, bind: value => `$${values.push(value)}` }
}

/** How many persons the plan holds for, when an index alone tells it and they are few; undefined otherwise. */
export async function countOfFew(
  db: Pick<Pool, 'query'>,
  plan: Plan,
  asked: Pick<Compiling, 'token' | 'at'>,
): Promise<number | undefined> {
  if (plan.kind !== 'rows') return undefined
  const { values, bind } = parameters()
  const query = wholly(plan, { ...asked, bind }, String(sooner + 1))
  if (query === undefined) return undefined
  const { rows } = await db.query<{ n: number; persons: number }>(
    `select count(*)::int as n, count(distinct f.person)::int as persons from (${query}) f (person)`,
    values,
  )
  return (rows[0]?.n ?? 0) <= sooner ? rows[0]?.persons : undefined
}

const sooner = 2_000 // persons, up to whom an index and their rows are sooner read than the table

/** Rows of the plan that few persons have: the planner has no sample of values, so it is counted (docs/decisions/0006). */
export async function fewOf(
  db: Pick<Pool, 'query'>,
  plan: Plan,
  asked: Pick<Compiling, 'token' | 'at'>,
): Promise<ReadonlySet<RowsPlan>> {
  const few = new Set<RowsPlan>()
  for (const rows of rowsIn(plan)) {
    const { values, bind } = parameters()
    const query = soughtIn(rows, { ...asked, bind }, String(sooner + 1))
    if (query === undefined) continue
    const { rows: found } = await db.query<{ n: number }>(`select count(*)::int as n from (${query}) f`, values)
    if ((found[0]?.n ?? 0) <= sooner) few.add(rows)
  }
  return few
}

function rowsIn(plan: Plan): readonly RowsPlan[] {
  if (plan.kind === 'rows') return [plan]
  if (plan.kind === 'all' || plan.kind === 'any') return plan.of.flatMap(rowsIn)
  return plan.kind === 'not' ? rowsIn(plan.of) : []
}

/** Of these persons, those for whom the plan holds. */
export async function holdFor(
  db: Pick<Pool, 'query'>,
  plan: Plan,
  persons: readonly Id[],
  asked: Pick<Compiling, 'token' | 'at'>,
): Promise<readonly Id[]> {
  const { values, bind } = parameters()
  const among = bind(persons)
  const { rows } = await db.query<{ person_id: Id }>(
    `select distinct person_id from (${personsOf(plan, { ...asked, bind, only: column => ` and ${column} = any (${among}::uuid[])` })}) p`,
    values,
  )
  return rows.map(({ person_id }) => person_id)
}
