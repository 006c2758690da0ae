/** The message that tells of a change is written when it is sent, from what was decided, and not at all when that was cancelled. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Letter } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import { announcement } from './announcement.ts'
import { findPublication, type Publication, publishWhatWaits } from './publication.ts'
import { announcing, noteMessage } from './told.ts'

export interface Told {
  readonly publication: Publication
  readonly before: Notice
  readonly after: Notice
}

/** The two notices of a publication. */
export async function noticesOf(app: Pool, publication: Publication): Promise<Told> {
  const { rows } = await app.query<{ source: string }>(
    'select source_text as source from notice.version where id = $1',
    [publication.base],
  )
  const before = parse(rows[0]?.source ?? '').notice
  const after = parse(publication.source).notice
  if (!before || !after) throw new Refused('publish.unreadable', 'conflict')
  return { publication, before, after }
}

// What was decided never changes, so its letters are written once for all who get them.
const written = new Map<string, Letter>()

/** The letter of a publication in a language. */
export async function letterOf(app: Pool, url: string, publication: Publication, lang: Lang): Promise<Letter> {
  const key = `${publication.id} ${url} ${lang}`
  const letter = written.get(key) ?? announcement({ ...(await noticesOf(app, publication)), url }, lang)
  if (written.size > 20) written.clear()
  written.set(key, letter)
  return letter
}

export const noticeChanged: MessageKind = {
  kind: announcing,
  write: async ({ database, url }, about: Id, { lang }) => {
    const publication = await findPublication(database.app, about)
    const isWanted = publication.state === 'scheduled' || publication.state === 'published'
    return isWanted ? letterOf(database.app, url, publication, lang) : undefined
  },
  settled: async (client, message, outcome) => {
    await noteMessage(client, message, outcome)
    await publishWhatWaits(client, message.about, outcome.at)
  },
}
