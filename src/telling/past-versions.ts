/** Every version of the notice stays public: since when it was in force, until when, and what it changed. */

import type { Pool } from 'pg'
import { dateInHelsinki } from '../base/time.ts'
import { diffNotices } from '../notice/diff.ts'
import type { Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import type { Past } from '../notice/past-notice.ts'
import { type ToldDifference, tellDifference } from '../notice/tell-difference.ts'
import type { TextLang } from '../texts/texts.ts'

/** Days are YYYY-MM-DD. */
export interface InTime {
  readonly version: number
  readonly from: string
  /** The day on which the next one took its place; undefined for the one in force. */
  readonly until: string | undefined
}

interface Row {
  readonly version: number
  readonly hash: string
  readonly source: string
  readonly effective: string
  readonly replacedAt: Date | null
  readonly replacedBy: string | null
}

const columns = `v.id as version, v.hash, v.source_text as source, v.effective::text as effective,
  next.published_at as "replacedAt", next.hash as "replacedBy"
  from notice.version v left join lateral (
    select n.published_at, n.hash from notice.version n where n.id > v.id order by n.id limit 1) next on true`

/** A notice dated after the day on which it was replaced never had a day of its own. */
function inTime({ version, effective, replacedAt }: Row): InTime {
  const until = replacedAt === null ? undefined : dateInHelsinki(replacedAt)
  return { version, from: until !== undefined && effective > until ? until : effective, until }
}

// What has been replaced never changes; the few that are asked for need not be read again for each request.
const known = new Map<string, { readonly notice: Notice; readonly past: Past }>()
const mostKnown = 16

/** A version that has been replaced, read; undefined when there is none. `now` is the address of the notice in force. */
export async function pastNotice(
  app: Pool,
  version: number,
  now: string,
): Promise<{ readonly notice: Notice; readonly past: Past } | undefined> {
  const { rows } = await app.query<Row>(`select ${columns} where v.id = $1`, [version])
  const [row] = rows
  if (!row) return undefined
  const { from, until } = inTime(row)
  if (until === undefined || row.replacedBy === null) return undefined
  const past: Past = { from, until, replacedBy: row.replacedBy, now }
  const key = JSON.stringify([row.hash, past])
  const notice = known.get(key)?.notice ?? parse(row.source).notice
  if (notice === undefined) return undefined
  const found = known.get(key) ?? { notice, past }
  if (known.size >= mostKnown) known.clear()
  known.set(key, found)
  return found
}

export interface VersionChanged extends InTime {
  /** From the version before; undefined for the first one, or when one of the two cannot be read any more. */
  readonly differences: readonly ToldDifference[] | undefined
}

/** Newest first: `before` is the version that the page before ended with. One more than `limit` tells that there are others. */
export async function versionsChanged(
  app: Pool,
  lang: TextLang,
  before: number,
  limit: number,
): Promise<readonly VersionChanged[]> {
  const { rows } = await app.query<Row>(`select ${columns} where v.id < $1 order by v.id desc limit $2`, [
    before,
    limit + 1, // and the one before the last, which it is compared with
  ])
  return rows.map((row, index) => ({ ...inTime(row), differences: differencesOf(lang, rows[index + 1], row) }))
}

const told = new Map<string, readonly ToldDifference[] | undefined>()

function differencesOf(lang: TextLang, before: Row | undefined, after: Row): readonly ToldDifference[] | undefined {
  if (before === undefined) return undefined
  const key = `${before.hash} ${after.hash} ${lang}`
  if (!told.has(key)) {
    const [was, is] = [parse(before.source).notice, parse(after.source).notice]
    const differences = was && is && diffNotices(was, is).map(one => tellDifference(lang, one, was, is))
    if (told.size > 300) told.clear()
    told.set(key, differences)
  }
  return told.get(key)
}
