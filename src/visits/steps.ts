/** What was done on visits is on the disk before anybody is answered: all that has gathered while one statement was written goes with the next. */

import type { Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'
import type { Source } from './came-from.ts'
import type { Device } from './user-agent.ts'

/** How a visit came. */
export interface Origin {
  readonly site: string
  readonly source: Source
  /** A host, or empty. */
  readonly referrer: string
  readonly campaign: string
  readonly device: Device
}

/** A page that was seen, or what happened on it. */
export interface Step {
  /** Since 1970, in minutes: nothing is kept to the second. */
  readonly minute: number
  /** In Finland, YYYY-MM-DD. */
  readonly day: string
  /** Null: of somebody who is not told apart. */
  readonly visit: number | null
  readonly origin: Origin
  readonly path: string
  /** Empty: the page was seen. */
  readonly event: string
  /** 0: the visit went on, 1: it began here, 2: and was the first of its visitor today. */
  readonly begun: 0 | 1 | 2
  readonly cents: number
}

/** What is counted of steps is added up so long after the first of them at the latest, in milliseconds. */
const addUpAfter = 60_000
export const addingUp = 'visits.add-up'

export const addUpSoon = (app: Pool, at: Date): Promise<void> => enqueue(app, addingUp, {}, { at, key: addingUp })

/** Whoever adds steps up knows that all up to the last are there: those who write hold this lock together, it holds it alone. */
export const writingLock = 7_361_043

/** Written at once. */
const most = 1000
/** More different pages or origins of a day than this are not all kept in memory. */
const mostKnown = 50_000

/** Resolves when the step is on the disk. */
export function openSteps(app: Pool): (step: Step) => Promise<void> {
  type Waiting = { readonly step: Step; readonly done: () => void; readonly failed: (fault: unknown) => void }
  const gathered: Waiting[] = []
  const idsOf = openIds(app)
  let isWriting = false
  let nextAddingUp = 0
  const write = async (steps: readonly Step[]): Promise<void> => {
    const last = steps.at(-1)
    if (last === undefined) return
    const now = last.minute * 60_000
    if (now >= nextAddingUp || now < nextAddingUp - 2 * addUpAfter) {
      nextAddingUp = now + addUpAfter
      await addUpSoon(app, new Date(nextAddingUp))
    }
    await insert(app, steps, await idsOf(steps))
  }
  const writeAll = async (): Promise<void> => {
    isWriting = true
    while (gathered.length > 0) {
      const batch = gathered.splice(0, most)
      await write(batch.map(({ step }) => step)).then(
        () => {
          for (const { done } of batch) done()
        },
        (fault: unknown) => {
          for (const { failed } of batch) failed(fault)
        },
      )
    }
    isWriting = false
  }
  return step =>
    new Promise<void>((done, failed) => {
      gathered.push({ step, done, failed })
      if (!isWriting) void writeAll()
    })
}

interface Ids {
  readonly origins: ReadonlyMap<string, number>
  readonly pages: ReadonlyMap<string, number>
}

const originKey = ({ site, source, referrer, campaign, device }: Origin): string =>
  `${site}\n${source}\n${referrer}\n${campaign}\n${device}`
const pageKey = ({ path, event }: Pick<Step, 'path' | 'event'>): string => `${path}\n${event}`

/** Numbers of origins and pages, asked for once a day each: they say that they are still in use. */
function openIds(app: Pool): (steps: readonly Step[]) => Promise<Ids> {
  const origins = new Map<string, number>()
  const pages = new Map<string, number>()
  let day = ''
  return async steps => {
    const today = steps.at(-1)?.day ?? day
    if (today !== day || origins.size + pages.size > mostKnown) for (const known of [origins, pages]) known.clear()
    day = today
    const newOrigins = new Map(
      steps.flatMap(({ origin }) => (origins.has(originKey(origin)) ? [] : [[originKey(origin), origin]])),
    )
    const newPages = new Map(steps.flatMap(step => (pages.has(pageKey(step)) ? [] : [[pageKey(step), step]])))
    if (newOrigins.size > 0) {
      const all = [...newOrigins.values()]
      const { rows } = await app.query<Origin & { id: number }>(
        `insert into visits.origin (site, source, referrer, campaign, device, last_on)
         select *, $6::date from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) o order by 1, 2, 3, 4, 5
         on conflict (site, source, referrer, campaign, device) do update set last_on = excluded.last_on
         returning id, site, source, referrer, campaign, device`,
        [
          ...[all.map(({ site }) => site), all.map(({ source }) => source), all.map(({ referrer }) => referrer)],
          ...[all.map(({ campaign }) => campaign), all.map(({ device }) => device), day],
        ],
      )
      for (const row of rows) origins.set(originKey(row), row.id)
    }
    if (newPages.size > 0) {
      const all = [...newPages.values()]
      const { rows } = await app.query<{ id: number; path: string; event: string }>(
        `insert into visits.page (path, event, last_on)
         select *, $3::date from unnest($1::text[], $2::text[]) p order by 1, 2
         on conflict (path, event) do update set last_on = excluded.last_on returning id, path, event`,
        [all.map(({ path }) => path), all.map(({ event }) => event), day],
      )
      for (const row of rows) pages.set(pageKey(row), row.id)
    }
    return { origins, pages }
  }
}

/** The arrays are written as PostgreSQL reads them: they hold numbers alone, and this is done for every page that is seen. */
async function insert(app: Pool, steps: readonly Step[], { origins, pages }: Ids): Promise<void> {
  const list = (of: (step: Step) => number | null | undefined): string =>
    `{${steps.map(step => of(step) ?? 'null').join()}}`
  await app.query({
    name: 'visits-steps',
    text: `with lock as materialized (select pg_advisory_xact_lock_shared(${writingLock}))
      insert into visits.step (at, visit, origin, page, begun, cents)
      select to_timestamp(s.minute * 60.0), s.visit, s.origin, s.page, s.begun, s.cents
      from lock, unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::smallint[], $6::bigint[])
        as s (minute, visit, origin, page, begun, cents)`,
    values: [
      ...[
        list(({ minute }) => minute),
        list(({ visit }) => visit),
        list(({ origin }) => origins.get(originKey(origin))),
      ],
      ...[list(step => pages.get(pageKey(step))), list(({ begun }) => begun), list(({ cents }) => cents)],
    ],
  })
}
