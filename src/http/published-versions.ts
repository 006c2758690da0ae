/** Every version of the notice that has been in force, with its text as it was published. */

import type { Pool } from 'pg'

export interface PublishedVersion {
  readonly version: number
  readonly publishedAt: Date
  /** YYYY-MM-DD, as the notice says; a date of PostgreSQL would shift with the server's time zone. */
  readonly effective: string
}

/** Newest first. */
export async function publishedVersions(app: Pool): Promise<readonly PublishedVersion[]> {
  const { rows } = await app.query<PublishedVersion>(
    `select id as version, published_at as "publishedAt", effective::text as effective from notice.version order by id desc`,
  )
  return rows
}

/** The text of notice.yaml as it was published; undefined when there is no such version. */
export async function publishedSource(app: Pool, version: number): Promise<string | undefined> {
  const { rows } = await app.query<{ source: string }>(
    'select source_text as source from notice.version where id = $1',
    [version],
  )
  return rows[0]?.source
}
