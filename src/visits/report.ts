/** What the counts of the days add up to: over a period, beside the period before it, by page, source, campaign and device; all of it numbers of nobody. */

import type { Pool } from 'pg'
import { addUp } from './adding-up.ts'
import { type Dimension, dimensions, type Filter, filterValues, originsAt, pagesAt } from './filter.ts'
import { type Goal, goalsReached } from './goals.ts'

/** Days as YYYY-MM-DD in Finland, both included; what is not given is not filtered. */
export interface Asked extends Filter {
  readonly from: string
  readonly to: string
}

export interface Totals {
  readonly views: number
  readonly visits: number
  /** Of a day each: nobody is known again on the next. */
  readonly visitors: number
  /** What events brought. */
  readonly cents: number
}

export interface Share extends Totals {
  readonly name: string
}

export interface Report {
  readonly totals: Totals
  readonly before: Totals
  readonly days: readonly (Totals & { readonly day: string; readonly visitsBefore: number })[]
  readonly pages: readonly Share[]
  readonly sources: readonly Share[]
  readonly referrers: readonly Share[]
  readonly campaigns: readonly Share[]
  readonly devices: readonly Share[]
  readonly sites: readonly Share[]
  readonly events: readonly { readonly name: string; readonly count: number; readonly cents: number }[]
  readonly machines: number
  readonly goals: readonly (Goal & { readonly reached: readonly number[] })[]
}

const sums = `coalesce(sum(views), 0)::int as views, coalesce(sum(visits), 0)::int as visits,
  coalesce(sum(visitors), 0)::int as visitors, coalesce(sum(cents), 0)::float8 as cents`

/**
 * What is counted of each day and origin, from the few rows of the origins; where a page is asked for, from those of that page.
 * Parameters: first and last day, the filter.
 */
const counted = (hasPath: boolean): string =>
  hasPath
    ? `select day, origin, seen as views, visits, visitors, cents from visits.day_count
       where day between $1 and $2 and origin in (${originsAt(3)}) and page in (${pagesAt(3)} and event = '')`
    : `select day, origin, views, visits, visitors, cents from visits.day_origin
       where day between $1 and $2 and origin in (${originsAt(3)}) and $8::text is null`

const valuesOf = ({ from, to, ...filter }: Asked): unknown[] => [from, to, ...filterValues(filter)]

async function daysOf(app: Pool, asked: Asked): Promise<readonly (Totals & { readonly day: string })[]> {
  const { rows } = await app.query<Totals & { day: string }>(
    `select to_char(g.day, 'YYYY-MM-DD') as day, ${sums}
     from generate_series($1::date, $2::date, interval '1 day') g (day) left join (${counted(asked.path !== undefined)}) c on c.day = g.day::date
     group by g.day order by g.day`,
    valuesOf(asked),
  )
  return rows
}

type Shares = Readonly<Record<(typeof dimensions)[number], readonly Share[]>>

/** The largest ten of each dimension. */
async function sharesOf(app: Pool, asked: Asked): Promise<Shares> {
  const { rows } = await app.query<Share & { dimension: (typeof dimensions)[number] }>(
    `with of_origin as (select origin, ${sums} from (${counted(asked.path !== undefined)}) c group by origin),
     shares as (
       select case ${dimensions.map(name => `when grouping(${name}) = 0 then '${name}'`).join(' ')} end as dimension,
         coalesce(${dimensions.join()}) as name, ${sums}
       from of_origin c join visits.origin o on o.id = c.origin group by grouping sets (${dimensions.join()})
     ), ranked as (
       select *, row_number() over (partition by dimension order by visits desc, views desc, name) as nth from shares where name <> ''
     )
     select dimension, name, views, visits, visitors, cents from ranked
     where nth <= 10 and (visits > 0 or dimension = 'site') and views > 0 order by dimension, nth`,
    valuesOf(asked),
  )
  const of = (dimension: string) => rows.filter(row => row.dimension === dimension)
  return {
    ...{ site: of('site'), source: of('source'), referrer: of('referrer') },
    ...{ campaign: of('campaign'), device: of('device') },
  }
}

/** By which pages are added up beforehand (0033-visits-by-part.sql). */
const parts: readonly Dimension[] = ['site', 'source', 'device']

/** The smallest counts that hold all pages which the filter lets through; its values begin at parameter 3. */
function countsOf(asked: Filter): { readonly table: string; readonly filter: string } {
  const given = dimensions.filter(name => asked[name] !== undefined)
  const [only, more] = given
  if (only === undefined) return { table: 'day_page', filter: 'coalesce($3, $4, $5, $6, $7) is null' }
  if (more !== undefined || !parts.includes(only)) return { table: 'day_count', filter: `origin in (${originsAt(3)})` }
  return { table: 'day_part', filter: `part = '${only}' and name = coalesce($3, $4, $5, $6, $7)` }
}

/** The ten pages that were seen most, and the ten events that happened most. */
async function pagesOf(app: Pool, asked: Asked): Promise<Pick<Report, 'pages' | 'events'>> {
  const { table, filter } = countsOf(asked)
  const isThere = asked.path === undefined ? '$8::text is null' : `page in (${pagesAt(3)})`
  // Few events bring anything, and to add up a bigint costs as much as the three others together.
  const { rows } = await app.query<Share & { isPage: boolean }>(
    `with of_page as (
       select page, sum(seen) as views, sum(visits) as visits, sum(visitors) as visitors, sum(cents) filter (where cents <> 0) as cents
       from visits.${table} where day between $1 and $2 and ${filter} and ${isThere}
       group by page
     ), named as (
       select p.event = '' as "isPage", case when p.event = '' then p.path else p.event end as name, ${sums}
       from of_page c join visits.page p on p.id = c.page group by 1, 2
     ), ranked as (select *, row_number() over (partition by "isPage" order by views desc, name) as nth from named)
     select * from ranked where nth <= 10 order by nth`,
    valuesOf(asked),
  )
  const share = ({ name, views, visits, visitors, cents }: Share): Share => ({ name, views, visits, visitors, cents })
  return {
    pages: rows.filter(({ isPage }) => isPage).map(share),
    events: rows.filter(({ isPage }) => !isPage).map(({ name, views, cents }) => ({ name, count: views, cents })),
  }
}

async function machinesOf(app: Pool, { from, to }: Asked): Promise<number> {
  const { rows } = await app.query<{ views: number }>(
    'select coalesce(sum(views), 0)::int as views from visits.machine_day where day between $1 and $2',
    [from, to],
  )
  return rows[0]?.views ?? 0
}

/** With all that is on the disk when it is asked. */
export async function reportOn(app: Pool, asked: Asked): Promise<Report> {
  await addUp(app)
  const earlier = { ...asked, ...periodBefore(asked) }
  const [days, before, shares, pages, machines, goals] = await Promise.all([
    daysOf(app, asked),
    daysOf(app, earlier),
    sharesOf(app, asked),
    pagesOf(app, asked),
    machinesOf(app, asked),
    goalsReached(app, asked),
  ])
  return {
    totals: together(days),
    before: together(before),
    days: days.map((one, nth) => ({ ...one, visitsBefore: before[nth]?.visits ?? 0 })),
    ...{ ...pages, sources: shares.source, referrers: shares.referrer, campaigns: shares.campaign },
    ...{ devices: shares.device, sites: shares.site, machines, goals },
  }
}

const together = (days: readonly Totals[]): Totals =>
  days.reduce(
    (all, { views, visits, visitors, cents }) => ({
      views: all.views + views,
      visits: all.visits + visits,
      visitors: all.visitors + visitors,
      cents: all.cents + cents,
    }),
    { views: 0, visits: 0, visitors: 0, cents: 0 },
  )

const day = 86_400_000
const asDay = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** As many days as the period has, up to the day before it. */
export function periodBefore({ from, to }: Pick<Asked, 'from' | 'to'>): { readonly from: string; readonly to: string } {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  return { from: asDay(first - (last - first) - day), to: asDay(first - day) }
}

export interface Live {
  readonly visits: number
  readonly pages: readonly { readonly name: string; readonly visits: number }[]
  readonly sources: readonly { readonly name: string; readonly visits: number }[]
}

/** The last five minutes: how many visits, on which pages, and how they came; the five largest of each. */
export async function liveVisits(app: Pool, now: Date): Promise<Live> {
  const { rows } = await app.query<{ kind: 'all' | 'page' | 'source'; name: string; visits: number }>(
    `with now_seen as (
       select s.visit, p.path, o.source from visits.step s join visits.page p on p.id = s.page join visits.origin o on o.id = s.origin
       where s.at > $1::timestamptz - interval '6 minutes' and s.visit is not null
     ), shares as (
       select case when grouping(path) = 0 then 'page' when grouping(source) = 0 then 'source' else 'all' end as kind,
         coalesce(path, source, '') as name, count(distinct visit)::int as visits
       from now_seen group by grouping sets ((), (path), (source))
     ), ranked as (select *, row_number() over (partition by kind order by visits desc, name) as nth from shares)
     select kind, name, visits from ranked where nth <= 5 order by kind, nth`,
    [now],
  )
  const of = (kind: string) => rows.filter(row => row.kind === kind).map(({ name, visits }) => ({ name, visits }))
  return { visits: of('all')[0]?.visits ?? 0, pages: of('page'), sources: of('source') }
}
