/** Requests follow the notice that is published now: another process may publish while this one runs. */

import type { Pool } from 'pg'
import { parse } from '../notice/parse.ts'
import type { Published } from './program.ts'

const none: Published = { version: 0, purposes: [], duties: [] }
const milliseconds = 1000

/** Answers from memory, and asks the database at most once a second whether another version has been published. */
export function publishedNotice(pool: Pool): () => Promise<Published> {
  let known = none
  let asked = Number.NEGATIVE_INFINITY
  let asking: Promise<Published> | undefined

  async function ask(): Promise<Published> {
    const { rows } = await pool.query<{ version: number; text: string | null }>({
      name: 'published-notice',
      text: `select id as version, case when id <> $1 then source_text end as text from notice.version order by id desc limit 1`,
      values: [known.version],
    })
    const [row] = rows
    if (row?.text != null) known = read(row.version, row.text)
    asked = performance.now()
    return known
  }

  return async () => {
    if (known !== none && performance.now() - asked < milliseconds) return known
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }
}

function read(version: number, text: string): Published {
  const { notice } = parse(text)
  if (!notice) throw new Error(`version ${version} of the notice cannot be read by this program`)
  return { version, notice, purposes: notice.purposes, duties: notice.duties, contact: notice.contact.email }
}
