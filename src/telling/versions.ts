/** Every version of the notice: who published it, what it compiled to, and how much it changed from the one before. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { diffNotices, musts } from '../notice/diff.ts'
import type { Must, Weight } from '../notice/difference.ts'
import { parse } from '../notice/parse.ts'
import type { Published } from '../notice/published.ts'

export interface Version {
  readonly version: number
  readonly hash: string
  readonly publishedAt: Date
  readonly publishedBy: { readonly actor: string; readonly name: string | null }
  /** YYYY-MM-DD, as the notice says. */
  readonly effective: string
}

export interface VersionRead extends Version {
  readonly source: string
  readonly compiled: Published
}

const columns = `v.id as version, v.hash, v.published_at as "publishedAt", v.effective::text as effective,
  json_build_object('actor', v.published_by,
    'name', (select s.name from access.staff s where 'staff:' || s.id = v.published_by)) as "publishedBy"`

/** Newest first, with the text, which says what changed: `before` is the version that the page before ended with. */
export async function listVersions(
  app: Pool,
  before: number,
  limit: number,
): Promise<readonly (Version & { readonly change: ChangeSize | undefined })[]> {
  const { rows } = await app.query<Version & { readonly source: string }>(
    `select ${columns}, v.source_text as source from notice.version v where v.id < $1 order by v.id desc limit $2`,
    [before, limit + 1], // and the one before the last, which it is compared with
  )
  return rows.slice(0, limit).map((row, index) => ({ ...row, change: changeFrom(rows[index + 1], row) }))
}

/** One version whole; refused when it has not been published. */
export async function readVersion(app: Pool, version: number): Promise<VersionRead> {
  const { rows } = await app.query<VersionRead>(
    `select ${columns}, v.source_text as source, v.compiled from notice.version v where v.id = $1`,
    [version],
  )
  if (!rows[0]) throw new Refused('notice.no-version', 'absent', { version })
  return rows[0]
}

/** How many differences of each weight, and the most that any of them asks. */
export type ChangeSize = { readonly [One in Weight]: number } & { readonly must: Must }

interface Text {
  readonly hash: string
  readonly source: string
}

// A version's text never changes, so that the size of a step is found once.
const known = new Map<string, ChangeSize>()

function changeFrom(before: Text | undefined, after: Text): ChangeSize | undefined {
  if (before === undefined) return undefined
  const key = `${before.hash} ${after.hash}`
  const size = known.get(key) ?? sizeOf(before.source, after.source)
  if (size !== undefined) known.set(key, size)
  return size
}

/** Undefined when this program cannot read one of them. */
function sizeOf(before: string, after: string): ChangeSize | undefined {
  const [was, is] = [parse(before).notice, parse(after).notice]
  if (was === undefined || is === undefined) return undefined
  const differences = diffNotices(was, is)
  const of = (weight: Weight): number => differences.filter(one => one.weight === weight).length
  return {
    'new-purpose-or-basis': of('new-purpose-or-basis'),
    material: of('material'),
    editorial: of('editorial'),
    must: musts.find(must => differences.some(one => one.must === must)) ?? 'nothing',
  }
}
