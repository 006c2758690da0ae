/** The notice that is scheduled, so that whoever is told of it can read it before it takes effect. */

import type { Pool } from 'pg'
import type { Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'

let known: { readonly id: string; readonly notice: Notice | undefined } | undefined

/** Undefined while nothing is scheduled. */
export async function comingNotice(app: Pool): Promise<Notice | undefined> {
  const { rows } = await app.query<{ id: string }>(`select id from notice.publication where state = 'scheduled'`)
  const [ahead] = rows
  if (!ahead) return undefined
  if (known?.id !== ahead.id) {
    const { rows: found } = await app.query<{ source: string }>(
      'select source_text as source from notice.publication where id = $1',
      [ahead.id],
    )
    known = { id: ahead.id, notice: parse(found[0]?.source ?? '').notice }
  }
  return known.notice
}
