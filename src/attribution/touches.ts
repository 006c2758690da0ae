/** What may have led somebody to an order, as far as the purpose in force sees it: each by who, when and in whose words. */

import { everybody } from '../register/condition-sql.ts'
import { categoryIfAny, columnIfAny, type PurposeScope, type ScopedCategory } from '../register/scope.ts'
import type { Ground } from './attribution-answers.ts'

/** How a touch came to be known, and what was said of it; absent words are empty. */
export interface Touch {
  readonly ground: Ground
  /** A source of visits, a code of a channel, or of the notice's sources. */
  readonly channel: string
  readonly referrer: string
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly code: string
}

/** Sources by which nobody comes of themselves: the register's own, and the shop, which tells where an order came from itself. */
const noSources = [
  'shop',
  'staff',
  'register',
  'service',
  'site',
  'inferred',
  'own-registers',
  'authorities',
  'contracts',
]

interface Period {
  readonly from: Date
  readonly to: Date
}

type Bind = (value: unknown) => string

interface Collecting {
  readonly scope: PurposeScope
  readonly token: string
  readonly period: Period
  readonly bind: Bind
}

type Words = Partial<Record<Exclude<keyof Touch, 'ground'>, string>>

const selected = (ground: Ground, at: string, words: Words): string =>
  `select p.person_id, ${at} as at, '${ground}' as ground, ${(
    ['channel', 'referrer', 'source', 'medium', 'campaign', 'code'] as const
  )
    .map(name => `coalesce(${words[name] ?? "''"}, '')::text as ${name}`)
    .join(', ')}`

/** By what the purpose may know it, and the query over all of them. */
export function touchesOf(collecting: Collecting): { readonly sees: readonly Ground[]; readonly sql: string } {
  const { scope } = collecting
  const parts: readonly (readonly [ground: Ground, sql: string | undefined])[] = [
    ['orders', ordersTold(collecting)],
    ['visits', visits(collecting)],
    ['letters', followed(collecting)],
    ['measures', measures(collecting)],
    ['participation', participation(collecting)],
    ['came-by', categoryIfAny(scope, 'identity') && cameBy(collecting)],
  ]
  const known = parts.flatMap(([ground, sql]) => (sql === undefined ? [] : [{ ground, sql }]))
  return { sees: known.map(({ ground }) => ground), sql: known.map(({ sql }) => sql).join(' union all ') }
}

const withColumns = (
  scope: PurposeScope,
  category: string,
  ...columns: readonly string[]
): ScopedCategory | undefined => {
  const scoped = categoryIfAny(scope, category)
  return columns.every(name => columnIfAny(scoped, name)) ? scoped : undefined
}

const within = (column: string, { bind, period: { from, to } }: Collecting): string =>
  `${column} >= ${bind(from)} and ${column} < ${bind(to)}`

/** What the shop said of an order. */
function ordersTold(collecting: Collecting): string | undefined {
  const scoped = withColumns(collecting.scope, 'orders', 'ordered', 'origin_campaign')
  return (
    scoped &&
    `${selected('orders', 'p.ordered', {
      ...{ referrer: 'p.origin_referrer', source: 'p.origin_source', medium: 'p.origin_medium' },
      ...{ campaign: 'p.origin_campaign', code: 'p.discount_code' },
    })} from ${scoped.table} p where ${within('p.ordered', collecting)}
      and coalesce(p.origin_referrer, p.origin_source, p.origin_campaign, p.discount_code) is not null`
  )
}

/** Visits that were joined to a person, with their consent (src/visits). */
function visits(collecting: Collecting): string | undefined {
  const { scope, token, bind, period } = collecting
  return (
    withColumns(scope, 'visits', 'occurred', 'came_from', 'campaign') &&
    `${selected('visits', 'p.began', { channel: 'p.source', referrer: 'p.referrer', medium: 'p.medium', campaign: 'p.campaign' })}
      from (select v.person as person_id, v.* from visits.visits_seen(${bind(token)}, ${bind(period.from)}, ${bind(period.to)}) v) p`
  )
}

/** Links of letters. */
function followed(collecting: Collecting): string | undefined {
  const scoped = withColumns(collecting.scope, 'followed-links', 'letter', 'occurred')
  return (
    scoped &&
    `${selected('letters', 'p.occurred', { channel: "'mail'", campaign: 'p.letter' })} from ${scoped.table} p
      where ${within('p.occurred', collecting)}`
  )
}

/** Measures of marketing that somebody answered; those that were only sent or shown are none. */
function measures(collecting: Collecting): string | undefined {
  const scoped = withColumns(collecting.scope, 'marketing-measures', 'measure', 'channel', 'occurred', 'response')
  return (
    scoped &&
    `${selected('measures', 'p.occurred', {
      channel: `case p.channel when 'email' then 'mail' when 'social-media' then 'social' else 'campaign' end`,
      campaign: 'p.measure',
    })} from ${scoped.table} p where p.response in ('clicked', 'answered', 'ordered') and ${within('p.occurred', collecting)}`
  )
}

/** Raffles, events and the like. */
function participation(collecting: Collecting): string | undefined {
  const scoped = withColumns(collecting.scope, 'participation', 'event', 'entered')
  return (
    scoped &&
    `${selected('participation', 'p.entered', { channel: "'participation'", campaign: 'p.event' })} from ${scoped.table} p
      where ${within('p.entered', collecting)}`
  )
}

/** By which source of the notice somebody came into the register. */
function cameBy(collecting: Collecting): string {
  const { scope, token, bind } = collecting
  const ids = scope.notice.sources.map(({ id }) => id).filter(id => !noSources.includes(id))
  return `${selected('came-by', 'p.created_at', { channel: "'came-by'", source: 'p.source' })}
    from (select l.person_id, n.source, r.created_at from unnest(${bind(ids)}::text[]) n (source)
      cross join lateral register.opened_from(${bind(token)}, n.source, ${everybody}) l (person_id)
      join register.person r on r.id = l.person_id) p where ${within('p.created_at', collecting)}`
}
