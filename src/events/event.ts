/** An event has a place, a time and a page; its name is the event's in participation, and its end is where the notice's period begins. */

import type { Pool } from 'pg'
import { addOwnConnection, type Connecting } from '../arrivals/connection.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { entryKind, keepDays } from '../participation/entry.ts'
import { refuseTakenName } from '../participation/place.ts'
import type { NewEvent, Words } from './event-answers.ts'

export interface Event {
  readonly id: Id
  readonly page: string
  readonly kind: 'event' | 'fair'
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly connection: Id
  readonly place: string
  readonly starts: Date
  readonly ends: Date
  readonly words: Readonly<Partial<Record<Lang, Words>>>
  readonly permits: string | null
  readonly salt: Buffer
}

const columns = `e.id, e.page, e.kind, e.name, e.purpose, e.source, e.connection_id as connection, e.place, e.starts, e.ends, e.words, e.permits, e.salt`

/** Announces one. Refuses a name that another event has. */
export async function makeEvent(
  by: Connecting,
  notice: Notice,
  made: NewEvent & { readonly purpose: string },
): Promise<Id> {
  if (made.ends <= made.starts) throw new Refused('events.period', 'invalid', {}, { field: 'ends' })
  const missing = notice.languages.find(lang => made.words[lang] === undefined)
  if (missing) throw new Refused('events.words-missing', 'invalid', {}, { field: `words.${missing}` })
  const id = newId()
  await transaction(by.app, async client => {
    const connection = await addOwnConnection(client, by, notice, { ...made, kind: entryKind, keepDays })
    await client.query('insert into retention.event_told (event, ends) values ($1, $2)', [
      made.name,
      dateInHelsinki(made.ends),
    ])
    await client.query(
      `insert into events.event (id, page, kind, name, purpose, source, connection_id, place, starts, ends, words, permits, salt, made_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        id,
        newSecret(),
        made.kind,
        made.name,
        made.purpose,
        made.source,
        connection,
        made.place,
        made.starts,
        made.ends,
        made.words,
        made.permits,
        Buffer.from(newSecret(), 'base64url'),
        by.clock.now(),
        by.actor,
      ],
    )
  }).catch(refuseTakenName)
  return id
}

/** Of one purpose, newest first, a page by key. */
export async function listEvents(
  app: Pool,
  purpose: string,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly events: readonly Event[]; readonly next: Id | null }> {
  const { rows } = await app.query<Event>(
    `select ${columns} from events.event e where e.purpose = $1 and ($2::uuid is null or e.id < $2) order by e.id desc limit $3`,
    [purpose, after ?? null, limit + 1],
  )
  const events = rows.slice(0, limit)
  return { events, next: rows.length > limit ? (events.at(-1)?.id ?? null) : null }
}

/** For staff, of the purpose that they work for. */
export async function findEvent(app: Pool, purpose: string, id: Id): Promise<Event> {
  const { rows } = await app.query<Event>(`select ${columns} from events.event e where e.id = $1 and e.purpose = $2`, [
    id,
    purpose,
  ])
  if (!rows[0]) throw new Refused('events.absent', 'absent')
  return rows[0]
}

/** By the address of its page. */
export async function eventOfPage(app: Pool, page: string): Promise<Event> {
  const { rows } = await app.query<Event>(`select ${columns} from events.event e where e.page = $1`, [page])
  if (!rows[0]) throw new Refused('http.no-such-page', 'absent')
  return rows[0]
}

/** By the link of a tablet, while it works. */
export async function eventOfDevice(app: Pool, secretHash: Buffer, at: Date): Promise<Event> {
  const { rows } = await app.query<Event>(
    `select ${columns} from events.device d join events.event e on e.id = d.event_id
     where d.secret_hash = $1 and d.ended_at is null and d.expires_at > $2`,
    [secretHash, at],
  )
  if (!rows[0]) throw new Refused('events.device-ended', 'absent')
  return rows[0]
}

/** In the reader's language, else in the first that it was announced in. */
export const wordsIn = ({ words, name }: Event, lang: Lang): Words =>
  words[lang] ?? words.fi ?? words.sv ?? words.en ?? { title: name, about: '' }
