/** A page that was seen is one step of its visit, on the disk before the answer; nothing in it is anybody's. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import { cameFrom, isOwnPage } from './came-from.ts'
import { type Origin, openSteps, type Step } from './steps.ts'
import { deviceOf, isMachine } from './user-agent.ts'
import { openVisitors, type Visitor } from './visitors.ts'

/** What a page tells of itself; the address and the browser come with the request and go with it. */
export interface Seen {
  /** The site's host, from `Origin`. */
  readonly site: string
  readonly path: string
  /** Empty: a page was seen; else what happened on it. */
  readonly event: string
  /** What that brought. */
  readonly cents: number
  /** A host, or empty. */
  readonly referrer: string
  readonly medium: string
  readonly campaign: string
  /** The visitor has refused: they are counted, and not told apart from others. */
  readonly refused: boolean
}

/** What was written down, for whoever may join it to somebody. */
export type Counted = Pick<Step, 'path' | 'event' | 'cents'> & Origin & { readonly at: Date; readonly begins: boolean }

const longest = { site: 120, path: 300, event: 60, referrer: 120, campaign: 80 } as const

/** Counts what comes in, machines apart. Resolves when it is on the disk; undefined of a machine. */
export function openCounting(app: Pool): (seen: Seen, by: Visitor) => Promise<Counted | undefined> {
  const visitorOf = openVisitors()
  const write = openSteps(app)
  const browserOf = remembering(agent => ({ isMachine: isMachine(agent), device: deviceOf(agent) }))
  const pathOf = remembering(path => withoutPersons(path))
  const dayOf = remembering(minute => dateInHelsinki(new Date(Number(minute) * 60_000)), 5)
  /** How the visits that go on now came: for as long as the visit, and not longer than the day. */
  const came = new Map<number, Origin>()
  let cameDay = ''

  return async (seen, by) => {
    if (seen.site === '' || !seen.path.startsWith('/')) throw new Refused('visits.no-page', 'invalid')
    const minute = Math.floor(by.now.getTime() / 60_000)
    const day = dayOf(String(minute))
    const browser = browserOf(by.agent)
    if (browser.isMachine) {
      await countMachine(app, day)
      return undefined
    }
    if (cameDay !== day) came.clear()
    cameDay = day
    const cut = (name: keyof typeof longest): string => seen[name].slice(0, longest[name])
    const visit = seen.refused ? undefined : visitorOf(by, seen.site, day)
    const goesOn = visit?.begins === false ? came.get(visit.began) : undefined
    const origin: Origin = goesOn ?? {
      site: cut('site').toLowerCase(),
      source: cameFrom(seen.referrer.toLowerCase(), seen.site, seen),
      referrer: isOwnPage(seen.referrer, seen.site) ? '' : nobodys(cut('referrer').toLowerCase()),
      campaign: nobodys(cut('campaign')),
      device: browser.device,
    }
    if (visit?.begins) came.set(visit.began, origin)
    const begins = visit?.begins ?? false
    const step: Step = {
      ...{ minute, day, visit: visit?.number ?? null, origin, path: pathOf(cut('path')), event: nobodys(cut('event')) },
      ...{ begun: visit?.isFirstToday ? 2 : begins ? 1 : 0, cents: seen.event === '' ? 0 : seen.cents },
    }
    await write(step)
    return { ...origin, path: step.path, event: step.event, cents: step.cents, at: new Date(minute * 60_000), begins }
  }
}

const countMachine = (app: Pool, day: string) =>
  app.query(
    `insert into visits.machine_day as m (day, views) values ($1, 1) on conflict (day) do update set views = m.views + 1`,
    [day],
  )

/** The same again is not reckoned again; when there are too many, all are forgotten. */
function remembering<Value>(reckon: (given: string) => Value, most = 5000): (given: string) => Value {
  const known = new Map<string, Value>()
  return given => {
    const before = known.get(given)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const value = reckon(given)
    known.set(given, value)
    return value
  }
}

/** The host that a header `Origin` names; empty where it names none. */
export const siteOf = remembering(origin => (URL.canParse(origin) ? new URL(origin).host : ''))

/** Parts of an address that may be somebody's, or a key to something, are left out: /tilaus/… */
export const withoutPersons = (path: string): string =>
  path
    .split('/')
    .map(part => (/@|%40|\d{6}|^[\w-]{22,}$/.test(part) && !/^[a-zåäö]+(-[a-zåäö]+)+$/.test(part) ? '…' : part))
    .join('/')

/** What has an address of somebody in it is left out whole. */
export const nobodys = (words: string): string => (/@|%40/.test(words) ? '' : words)
