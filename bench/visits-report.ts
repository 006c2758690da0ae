/** A month of four million pages on the screen of visits: how long its report takes, beside the same totals counted from the pages themselves. */

import { prepareQueue } from '../src/jobs/queue.ts'
import { addUp } from '../src/visits/adding-up.ts'
import { addGoal, reckonGoals } from '../src/visits/goals.ts'
import { type Asked, reportOn } from '../src/visits/report.ts'
import type { BenchRegister } from './register.ts'
import { latencies, median } from './rounds.ts'

export interface ReportFigures {
  readonly pages: number
  readonly counts: number
  /** Milliseconds: medians. */
  readonly report: number
  readonly filtered: Readonly<Record<'device' | 'source' | 'path', number>>
  /** Visits, visitors and pages by day, and the largest of each dimension, from the pages. */
  readonly fromPages: number
  /** Seconds to add all of it up at once, and to reckon the goals of its days. */
  readonly addingUp: number
  readonly goals: number
}

/** Of two sites, sixty hosts and forty campaigns; of two thousand pages few are seen much; three pages a visit. */
const fillMonth = (pages: number) => `
  insert into visits.origin (site, source, referrer, campaign, device, last_on)
    select site, source, referrer, campaign, device, current_date from (
      select 'www.kauppa.example.fi' as site, 'search' as source, 'haku' || n || '.example' as referrer, '' as campaign from generate_series(1, 20) n union all
      select 'www.kauppa.example.fi', 'site', 'sivu' || n || '.example', '' from generate_series(1, 40) n union all
      select 'www.kauppa.example.fi', 'campaign', '', 'kampanja' || n from generate_series(1, 40) n union all
      select site, 'direct', '', '' from unnest(array['www.kauppa.example.fi', 'blogi.example.fi']) site
    ) came, unnest(array['phone', 'desktop', 'tablet']) device;
  insert into visits.page (path, event, last_on) select '/kurssit/aihe-' || n, '', current_date from generate_series(1, 2000) n;
  insert into visits.page (path, event, last_on) values ('/kiitos', 'tilattu', current_date);
  insert into visits.step (at, visit, origin, page, begun, cents)
    select date_trunc('minute', v.at) + nth * interval '1 minute', v.n, v.origin,
      case when nth = 3 and v.n % 50 = 0 then 2001 else 1 + floor(2000 * power(random(), case when nth = 1 then 8 else 3 end))::int end,
      case when nth > 1 then 0 when v.n % 5 = 0 then 1 else 2 end, case when nth = 3 and v.n % 50 = 0 then 4900 else 0 end
    from (
      select n, 1 + floor(306 * random() * random())::int as origin,
        (current_date - 29)::timestamp at time zone 'Europe/Helsinki' + (n * 1.0 / ${Math.round(pages / 3)}) * interval '29 days 10 hours' as at
      from generate_series(1, ${Math.round(pages / 3)}) n
    ) v, generate_series(1, 3) nth`

/** As a report of a table of pages would ask it. */
const fromPages = `
  with seen as (select (s.at at time zone 'Europe/Helsinki')::date as day, s.visit, s.begun, p.path, p.event, o.*
    from visits.step s join visits.page p on p.id = s.page join visits.origin o on o.id = s.origin)
  select day, path, source, referrer, campaign, device, site, count(*), count(*) filter (where begun > 0), count(distinct visit) filter (where begun > 0)
  from seen group by grouping sets (day, path, source, referrer, campaign, device, site)`

const goals = [
  ['/kurssit/aihe-*', 'tilattu'],
  ['/kurssit/aihe-1', '/kurssit/aihe-2', 'tilattu'],
  ['/kurssit/aihe-1*', '/kurssit/aihe-2*', '/kurssit/aihe-3*'],
]

export async function monthReport({ database, bare }: BenchRegister, pages: number): Promise<ReportFigures> {
  const { app } = database
  await prepareQueue(database)
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
  }
  await bare.query(fillMonth(pages))
  const addingUp = await seconds(() => addUp(app))
  // The month before, which the report is held against.
  await bare.query(`insert into visits.day_origin select day - 30, origin, views, visits, visitors, cents from visits.day_origin;
    insert into visits.day_page select day - 30, page, seen, visits, visitors, cents from visits.day_page;
    insert into visits.day_part select day - 30, part, name, page, seen, visits, visitors, cents from visits.day_part;
    insert into visits.day_count select day - 30, origin, page, seen, visits, visitors, cents from visits.day_count`)
  await bare.query('analyze visits.step') // as autovacuum does on a site that is used
  const now = new Date()
  for (const [nth, steps] of goals.entries())
    await addGoal(
      app,
      { name: `Tavoite ${nth}`, steps: steps.map(is => ({ kind: is.startsWith('/') ? 'page' : 'event', is })) },
      { by: 'bench', at: now },
    )
  const reckoned = await seconds(() => reckonGoals(app, now, new AbortController().signal))
  await bare.query('vacuum analyze')
  const { rows } = await bare.query<{ from: string; to: string; counts: number }>(
    `select to_char(current_date - 29, 'YYYY-MM-DD') as from, to_char(current_date, 'YYYY-MM-DD') as to,
       (select count(*)::int from visits.day_count where day >= current_date - 29) as counts`,
  )
  const { counts = 0, ...period } = rows[0] ?? { from: '', to: '' }
  const time = async (more: Partial<Asked> = {}) =>
    median(await latencies(15, 3, () => reportOn(app, { ...period, ...more })))
  return {
    ...{ pages, counts, addingUp, goals: reckoned },
    report: await time(),
    filtered: {
      device: await time({ device: 'phone' }),
      source: await time({ source: 'search' }),
      path: await time({ path: '/kurssit/aihe-1' }),
    },
    fromPages: median(await latencies(3, 1, () => bare.query(fromPages))),
  }
}
