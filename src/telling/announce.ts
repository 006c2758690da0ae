/** The message that tells of a change is written when it is sent, from what was decided, and not at all when that was cancelled. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import type { Letter } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import type { Concern } from '../notice/difference.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import { announcement } from './announcement.ts'
import { concernsOf } from './concerned.ts'
import { findPublication, type Publication, publishWhatWaits } from './publication.ts'
import { rightsPool } from './to-tell.ts'
import { announcing, noteMessage } from './told.ts'
import { weigh } from './weigh.ts'

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

interface Weighed extends Told {
  readonly concerns: readonly Concern[]
}

// What was decided never changes: it is read once for all whom it concerns, and a letter is written once for all who get the same.
const read = new Map<Id, Weighed>()
const written = new Map<string, Letter>()

async function readOnce(app: Pool, publication: Publication): Promise<Weighed> {
  const known = read.get(publication.id)
  if (known) return known
  const told = await noticesOf(app, publication)
  const found = { ...told, concerns: weigh(told.before, told.after).concerns }
  if (read.size > 4) read.clear()
  read.set(publication.id, found)
  return found
}

export type Writing = Pick<Program, 'database' | 'published' | 'url'>

/** The letters of a publication to these persons, in their order and languages: each holds what concerns its person. */
export async function lettersFor(
  program: Writing,
  publication: Publication,
  persons: readonly { readonly person: Id; readonly lang: Lang }[],
): Promise<readonly Letter[]> {
  const { url, database } = program
  const { concerns, ...told } = await readOnce(database.app, publication)
  const ids = persons.map(({ person }) => person)
  const concerning = await concernsOf(await rightsPool(program), concerns, ids)
  return persons.map(({ person, lang }) => {
    const own = concerning.get(person) ?? []
    const key = JSON.stringify([publication.id, url, lang, own])
    const letter = written.get(key) ?? announcement({ ...told, url }, lang, own)
    if (written.size > 200) written.clear()
    written.set(key, letter)
    return letter
  })
}

export const noticeChanged: MessageKind = {
  kind: announcing,
  write: async (program, about: Id, { lang }, person) => {
    const publication = await findPublication(program.database.app, about)
    if (publication.state !== 'scheduled' && publication.state !== 'published') return undefined
    const [letter] = await lettersFor(program, publication, [{ person, lang }])
    return letter
  },
  settled: async (client, message, outcome) => {
    await noteMessage(client, message, outcome)
    await publishWhatWaits(client, message.about, outcome.at)
  },
}
