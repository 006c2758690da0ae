/** A raffle is announced with its rules, its period and the hash of its secret before anybody enters; its name is the event's in participation. */

import type { Pool } from 'pg'
import { addOwnConnection, type Connecting } from '../arrivals/connection.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { entryKind, keepDays } from '../participation/entry.ts'
import { refuseTakenName } from '../participation/place.ts'
import type { NewRaffle, Words } from './raffle-answers.ts'

export interface Raffle {
  readonly id: Id
  readonly page: string
  readonly kind: 'raffle' | 'contest'
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly connection: Id
  readonly opens: Date
  readonly closes: Date
  readonly winners: number
  readonly words: Readonly<Partial<Record<Lang, Words>>>
  readonly permits: string | null
  readonly seedHash: Buffer
  readonly salt: Buffer
  readonly madeAt: Date
  readonly cancelledAt: Date | null
  /** When its list was frozen, and when it was drawn. */
  readonly closedAt: Date | null
  readonly drawnAt: Date | null
}

const columns = `r.id, r.page, r.kind, r.name, r.purpose, r.source, r.connection_id as connection, r.opens, r.closes, r.winners, r.words,
  r.permits, r.seed_hash as "seedHash", r.salt, r.made_at as "madeAt", r.cancelled_at as "cancelledAt", c.at as "closedAt", d.at as "drawnAt"`
const from =
  'raffles.raffle r left join raffles.closing c on c.raffle_id = r.id left join raffles.draw d on d.raffle_id = r.id'

export type RaffleState = 'coming' | 'open' | 'ended' | 'frozen' | 'drawn' | 'cancelled'

export function stateOf(raffle: Raffle, now: Date): RaffleState {
  if (raffle.cancelledAt) return 'cancelled'
  if (raffle.drawnAt) return 'drawn'
  if (raffle.closedAt) return 'frozen'
  if (now < raffle.opens) return 'coming'
  return now < raffle.closes ? 'open' : 'ended'
}

/** Announces one. Refuses a name that another event has. */
export async function makeRaffle(
  by: Connecting,
  notice: Notice,
  made: NewRaffle & { readonly purpose: string },
): Promise<Id> {
  if (made.closes <= made.opens) throw new Refused('raffles.period', 'invalid', {}, { field: 'closes' })
  const missing = notice.languages.find(lang => made.words[lang] === undefined)
  if (missing) throw new Refused('raffles.words-missing', 'invalid', {}, { field: `words.${missing}` })
  const id = newId()
  const at = by.clock.now()
  await transaction(by.app, async client => {
    const connection = await addOwnConnection(client, by, notice, {
      kind: entryKind,
      name: made.name,
      purpose: made.purpose,
      source: made.source,
      keepDays,
    })
    await client.query('insert into retention.event_told (event, ends) values ($1, $2)', [
      made.name,
      dateInHelsinki(made.closes),
    ])
    await client.query(
      `insert into raffles.raffle (id, page, kind, name, purpose, source, connection_id, opens, closes, winners, words, permits,
         seed_hash, salt, made_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, raffles.make_seed($1), $13, $14, $15)`,
      [
        id,
        newSecret(),
        made.kind,
        made.name,
        made.purpose,
        made.source,
        connection,
        made.opens,
        made.closes,
        made.winners,
        made.words,
        made.permits,
        Buffer.from(newSecret(), 'base64url'),
        at,
        by.actor,
      ],
    )
  }).catch(refuseTakenName)
  return id
}

/** A raffle that will not be drawn: its page says so, and nobody can enter any more. */
export async function cancelRaffle(app: Pool, { id }: Raffle, at: Date): Promise<void> {
  const { rowCount } = await app.query(
    `update raffles.raffle r set cancelled_at = $2 where r.id = $1 and r.cancelled_at is null
       and not exists (select from raffles.draw d where d.raffle_id = r.id)`,
    [id, at],
  )
  if (rowCount === 0) throw new Refused('raffles.drawn-already', 'conflict')
}

/** Of one purpose, newest first, a page by key. */
export async function listRaffles(
  app: Pool,
  purpose: string,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly raffles: readonly Raffle[]; readonly next: Id | null }> {
  const { rows } = await app.query<Raffle>(
    `select ${columns} from ${from} where r.purpose = $1 and ($2::uuid is null or r.id < $2) order by r.id desc limit $3`,
    [purpose, after ?? null, limit + 1],
  )
  const raffles = rows.slice(0, limit)
  return { raffles, next: rows.length > limit ? (raffles.at(-1)?.id ?? null) : null }
}

/** For staff, of the purpose that they work for. */
export async function findRaffle(app: Pool, purpose: string, id: Id): Promise<Raffle> {
  const found = await raffleById(app, id)
  if (found?.purpose !== purpose) throw new Refused('raffles.absent', 'absent')
  return found
}

export async function raffleById(app: Pool, id: Id): Promise<Raffle | undefined> {
  const { rows } = await app.query<Raffle>(`select ${columns} from ${from} where r.id = $1`, [id])
  return rows[0]
}

/** By the address of its page. */
export async function raffleOfPage(app: Pool, page: string): Promise<Raffle> {
  const { rows } = await app.query<Raffle>(`select ${columns} from ${from} where r.page = $1`, [page])
  if (!rows[0]) throw new Refused('http.no-such-page', 'absent')
  return rows[0]
}

/** In the reader's language, else in the first that it was announced in. */
export function wordsIn({ words, name }: Raffle, lang: Lang): Words {
  return words[lang] ?? words.fi ?? words.sv ?? words.en ?? { title: name, prize: '', rules: '', who: '' }
}
