/** Every choice of a visitor is a row that proves what was asked, in which words, and what was answered; it is nobody's but a random number's. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { isId, newId } from '../base/ids.ts'
import type { Notice } from '../notice/notice.ts'
import { type AskedCategory, type Lang, langs, type Method, methods, type ShownWording, type Wording } from './about.ts'
import { asked, hashOf, remembersDays } from './inventory.ts'

const day = 86_400_000
/** So long a choice that is no longer in force is kept, in days: as long as somebody may ask whether there was one. */
const provedFor = 365

/** The words with their hash; they are on the disk before anybody is shown them. */
export async function keepWording(app: Pool, wording: Wording, now: Date): Promise<ShownWording> {
  const hash = hashOf(wording)
  await app.query(
    `insert into visits.wording (hash, lang, notice_version, words, first_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [hash, wording.lang, wording.noticeVersion, JSON.stringify(wording), now],
  )
  return { ...wording, hash }
}

/** What a browser sends; nothing of it is believed before it is read. */
export interface Told {
  readonly visitor: string
  readonly categories: string
  readonly method: string
  readonly lang: string
  readonly wording: string
  readonly gpc: boolean
}

interface InForce {
  readonly notice: Notice
  readonly version: number
  readonly now: Date
}

/**
 * Takes a choice down, and answers what was agreed to; it is on the disk when this returns. Refuses (`visits.choice`) what this register never asked in these words.
 * A browser that asks that nothing is shared agrees to no marketing, whatever was pressed.
 */
export async function recordChoice(
  app: Pool,
  told: Told,
  { notice, version, now }: InForce,
): Promise<readonly AskedCategory[]> {
  const open = asked(notice)
  const wanted = told.categories.split(' ').filter(Boolean)
  const categories = open.filter(category => wanted.includes(category) && !(told.gpc && category === 'marketing'))
  const method = methods.find(one => one === told.method)
  const lang = langs.find(one => one === told.lang)
  const days = remembersDays(notice)
  if (!isId(told.visitor) || method === undefined || lang === undefined || days === undefined) throw notAsked()
  if (categories.length > 0 && told.wording === '') throw notAsked()
  const row = {
    ...{ id: newId(), visitor: told.visitor, at: now, categories, method, lang, version, gpc: told.gpc },
    wording: told.wording === '' ? null : told.wording,
    expires: new Date(now.getTime() + days * day),
  }
  const { rowCount } = await app.query(
    `insert into visits.choice (id, visitor, at, categories, method, lang, wording, notice_version, gpc, expires_at)
     select $1, $2, $3, $4, $5, $6, w.hash, coalesce(w.notice_version, $8), $9, $10
     from (select 1) one left join visits.wording w on w.hash = $7 where w.hash is not null or $7 is null`,
    [row.id, row.visitor, row.at, row.categories, row.method, row.lang, row.wording, row.version, row.gpc, row.expires],
  )
  if (rowCount === 0) throw notAsked()
  return categories
}

const notAsked = () => new Refused('visits.choice', 'invalid')

export interface ProvedChoice {
  readonly at: Date
  readonly categories: readonly AskedCategory[]
  readonly method: Method
  readonly lang: Lang
  readonly noticeVersion: number
  readonly gpc: boolean
  readonly expiresAt: Date
  readonly hash: string | null
  readonly wording: Wording | null
}

/** All choices of one browser, the latest first; `visitor` is the number that it shows to its visitor. */
export async function choicesOf(app: Pool, visitor: string): Promise<readonly ProvedChoice[]> {
  if (!isId(visitor)) return []
  const { rows } = await app.query<ProvedChoice>(
    `select c.at, c.categories, c.method, c.lang, c.notice_version as "noticeVersion", c.gpc, c.expires_at as "expiresAt",
       c.wording as hash, w.words as wording
     from visits.choice c left join visits.wording w on w.hash = c.wording
     where c.visitor = $1 order by c.id desc limit 100`,
    [visitor],
  )
  return rows
}

export interface WeekOfChoices {
  /** Its Monday in Finland, YYYY-MM-DD. */
  readonly week: string
  readonly all: number
  readonly some: number
  readonly none: number
}

/** Of the last `weeks` weeks, the earliest first: how many agreed to everything, to something, to nothing. */
export async function choicesByWeek(app: Pool, now: Date, weeks: number): Promise<readonly WeekOfChoices[]> {
  const { rows } = await app.query<WeekOfChoices>(
    `with of_week as (
       select date_trunc('week', at at time zone 'Europe/Helsinki')::date as week,
         count(*) filter (where method = 'all') as "all", count(*) filter (where categories = '{}') as none, count(*) as whole
       from visits.choice where at > $1::timestamptz - make_interval(weeks => $2) group by 1
     )
     select to_char(w, 'YYYY-MM-DD') as week, coalesce(o."all", 0)::int as "all", coalesce(o.none, 0)::int as none,
       coalesce(o.whole - o."all" - o.none, 0)::int as some
     from generate_series(date_trunc('week', $1::timestamptz at time zone 'Europe/Helsinki') - make_interval(weeks => $2 - 1),
       date_trunc('week', $1::timestamptz at time zone 'Europe/Helsinki'), interval '1 week') w
     left join of_week o on o.week = w::date order by w`,
    [now, weeks],
  )
  return rows
}

/** What is past its time and the time after it goes, and words in which nobody's choice stands any more. */
export async function tidyChoices(app: Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - provedFor * day)
  await app.query('delete from visits.choice where expires_at < $1', [before])
  await app.query(
    `delete from visits.wording w where w.first_at < $1 and not exists (select from visits.choice c where c.wording = w.hash)`,
    [before],
  )
}
