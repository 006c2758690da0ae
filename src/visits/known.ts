/** Who agreed to statistics is known on another day by a key of their own browser, which we keep as a hash and for as long as the notice says. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { type Id, newSecret } from '../base/ids.ts'
import { daysIn } from '../notice/duration.ts'
import type { Notice } from '../notice/notice.ts'
import { cameFrom, isOwnPage } from './came-from.ts'
import { nobodys, withoutPersons } from './counting.ts'

/** The name that the notice gives to what knows a visitor again; without it nobody is. */
export const visitCookie = 'seloste_visit'

export interface Knows {
  /** That of the cookie. */
  readonly purpose: string
  readonly days: number
  /** The notice lets visits be a person's own by their consent to that purpose. */
  readonly joins: boolean
}

/** Undefined where the notice does not list the cookie among those of statistics, or counts no visits. */
export function knowsBy(notice: Notice): Knows | undefined {
  if (!known.has(notice)) known.set(notice, readKnows(notice))
  return known.get(notice)
}
/** It is asked for every page that is seen. */
const known = new WeakMap<Notice, Knows | undefined>()

function readKnows({ cookies, categories }: Notice): Knows | undefined {
  const cookie = cookies.find(({ name, category }) => name === visitCookie && category === 'analytics')
  const visits = categories.find(({ id }) => id === 'visits')
  if (cookie === undefined || visits === undefined) return undefined
  const use = visits.uses.find(({ purpose }) => purpose === cookie.for)
  return {
    purpose: cookie.for,
    days: cookie.keeps === 'session' ? 1 : Math.floor(daysIn(cookie.keeps)),
    joins: use?.basis.kind === 'consent',
  }
}

/** As it is kept. */
export const hashOfKey = (key: string): Buffer => createHash('sha256').update(`visit ${key}`).digest()

interface Agreed {
  /** The number of the choice that agrees to statistics. */
  readonly visitor: Id
  /** What the browser has already; empty when it has none. */
  readonly key: string
  readonly now: Date
}

/** The key by which the browser is known from now on: the one that it has, or a new one. Undefined where it may have none. */
export async function know(app: Pool, { days }: Knows, { visitor, key, now }: Agreed): Promise<string | undefined> {
  const fresh = newSecret()
  const until = new Date(now.getTime() + days * 86_400_000)
  const { rows } = await app.query<{ keeps: boolean | null }>('select visits.know($1, $2, $3, $4, $5) as keeps', [
    ...[visitor, hashOfKey(key), hashOfKey(fresh), now, until],
  ])
  const keeps = rows[0]?.keeps
  return keeps === true ? key : keeps === false ? fresh : undefined
}

/** What a page tells for a browser that is known. */
export interface KnownPage {
  readonly key: string
  readonly site: string
  readonly path: string
  /** Empty: the page was seen. */
  readonly event: string
  /** A host, or empty. */
  readonly referrer: string
  readonly medium: string
  readonly campaign: string
}

/** On the disk when it resolves; false: no browser is known by this key. */
export async function seeKnown(app: Pool, page: KnownPage, now: Date): Promise<boolean> {
  const { key, site, path, event, referrer, medium, campaign } = page
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  const { rows } = await app.query<{ known: boolean }>({
    name: 'see-known',
    text: 'select visits.see($1, $2, $3, $4, $5, $6, $7, $8, $9) as known',
    values: [
      ...[hashOfKey(key), minute, site.slice(0, 120).toLowerCase(), withoutPersons(path.slice(0, 300))],
      ...[nobodys(event.slice(0, 60)), cameFrom(referrer.toLowerCase(), site, page)],
      isOwnPage(referrer, site) ? '' : nobodys(referrer.slice(0, 120).toLowerCase()),
      ...[nobodys(campaign.slice(0, 80)), nobodys(medium.slice(0, 40))],
    ],
  })
  return rows[0]?.known ?? false
}

/** Pages that nobody's act has claimed go when steps do, and browsers whose time is over. */
export const tidyKnown = (app: Pool, now: Date): Promise<unknown> => app.query('select visits.tidy_known($1)', [now])
