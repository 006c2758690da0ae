/** A raffle's list is frozen once and drawn once: what came of it is on record before anybody is told, and stays as it is. */

import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import { queueMessages } from '../mail/outbox.ts'
import { firstEntries, type Participation, unwritten } from '../participation/participants.ts'
import { inOrder, listHashOf, orderOf, tokenOf } from './draw.ts'
import type { Raffle } from './raffle.ts'

/** Who does it, with the login of the raffle's purpose, which sees whoever may take part. */
export interface Drawing {
  readonly app: Pool
  readonly reader: Pool
  readonly actor: string
  readonly at: Date
}

/** The kind of the message to those who have won. */
export const wonMessage = 'raffles.won'
/** The job that writes into the register who has won. */
export const noting = 'raffles.note'

/** Entries by their tokens: one a person, of those whom the purpose sees. */
export async function entriesOf(reader: Pool, raffle: Raffle): Promise<ReadonlyMap<string, Participation>> {
  const found = await firstEntries(reader, raffle, { from: raffle.opens, until: raffle.closes })
  return new Map(found.map(entry => [tokenOf(raffle.salt, entry.row), entry]))
}

/** Freezes the list: from then on nobody enters and no entry is added. Entries on their way are waited for. */
export async function freeze({ app, reader, actor, at }: Drawing, raffle: Raffle): Promise<void> {
  if (raffle.cancelledAt) throw new Refused('raffles.is-cancelled', 'conflict')
  if (at < raffle.closes) throw new Refused('raffles.still-open', 'conflict')
  const { accepted } = await unwritten(app, raffle.connection)
  if (accepted > 0) throw new Refused('raffles.on-their-way', 'conflict', { count: accepted })
  const tokens = inOrder([...(await entriesOf(reader, raffle)).keys()])
  if (tokens.length === 0) throw new Refused('raffles.no-entries', 'conflict')
  const { rowCount } = await app.query(
    'insert into raffles.closing (raffle_id, at, by, tokens, list_hash) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [raffle.id, at, actor, tokens, listHashOf(tokens)],
  )
  if (rowCount === 0) throw new Refused('raffles.frozen-already', 'conflict')
}

export interface Closing {
  readonly at: Date
  readonly tokens: readonly string[]
  readonly listHash: Buffer
}

export async function closingOf(db: Pool | ClientBase, raffle: Id): Promise<Closing | undefined> {
  const { rows } = await db.query<Closing>(
    'select at, tokens, list_hash as "listHash" from raffles.closing where raffle_id = $1',
    [raffle],
  )
  return rows[0]
}

/** Draws. All of it is one transaction: a server that is killed has drawn or has not, and draws the same when it is asked again. */
export async function draw(by: Drawing, raffle: Raffle): Promise<void> {
  const { app, at, actor } = by
  if (raffle.cancelledAt) throw new Refused('raffles.is-cancelled', 'conflict')
  const entries = await entriesOf(by.reader, raffle)
  await transaction(app, async client => {
    const { rows } = await client.query<{ seed: Buffer }>('select raffles.draw_once($1, $2, $3) as seed', [
      raffle.id,
      actor,
      at,
    ])
    const [drawn] = rows
    const closing = await closingOf(client, raffle.id)
    if (!drawn || !closing) throw new Error('a raffle was drawn without its list')
    await offer(client, by, raffle, {
      order: orderOf(drawn.seed, closing.tokens),
      from: 1,
      prizes: raffle.winners,
      entries,
    })
    await client.query('update retention.event_told set ends = $2 where event = $1', [raffle.name, dateInHelsinki(at)])
  })
}

/** The prize of a place goes to the next in the order: its person was not reached in time, or does not want it. */
export async function passOn(
  by: Drawing,
  raffle: Raffle,
  place: number,
  why: 'not-reached' | 'declined',
): Promise<void> {
  const { app, at, actor } = by
  const entries = await entriesOf(by.reader, raffle)
  await transaction(app, async client => {
    const { rows } = await client.query<{ seed: Buffer; tokens: string[]; last: number }>(
      `select d.seed, c.tokens, greatest((select max(w.place) from raffles.winner w where w.raffle_id = $1),
         (select max(p.place) from raffles.passed p where p.raffle_id = $1)) as last
       from raffles.draw d join raffles.closing c using (raffle_id) where d.raffle_id = $1`,
      [raffle.id],
    )
    const [drawn] = rows
    const passed = await client.query(
      `insert into raffles.passed (raffle_id, place, why, at, by)
       select w.raffle_id, w.place, $3, $4, $5 from raffles.winner w where w.raffle_id = $1 and w.place = $2 on conflict do nothing`,
      [raffle.id, place, why, at, actor],
    )
    if (!drawn || passed.rowCount === 0) throw new Refused('raffles.no-such-place', 'conflict')
    const order = orderOf(drawn.seed, drawn.tokens)
    await offer(client, by, raffle, { order, from: drawn.last + 1, prizes: 1, entries })
  })
}

interface Offer {
  readonly order: readonly string[]
  /** The first place that may get a prize. */
  readonly from: number
  readonly prizes: number
  readonly entries: ReadonlyMap<string, Participation>
}

/** Gives prizes to the next places of the order whose persons are there, and tells them. */
async function offer(
  client: ClientBase,
  { at, actor }: Drawing,
  { id }: Raffle,
  { order, from, prizes, entries }: Offer,
): Promise<void> {
  const winners: { place: number; token: string; person: Id }[] = []
  const left: number[] = []
  for (let place = from; place <= order.length && winners.length < prizes; place++) {
    const token = order[place - 1] ?? ''
    const entry = entries.get(token)
    if (entry) winners.push({ place, token, person: entry.person })
    else left.push(place)
  }
  await client.query(
    `insert into raffles.winner (raffle_id, place, token, at, by)
     select $1, place, token, $4, $5 from unnest($2::int[], $3::text[]) as w (place, token)`,
    [id, winners.map(({ place }) => place), winners.map(({ token }) => token), at, actor],
  )
  await client.query(
    `insert into raffles.passed (raffle_id, place, why, at, by) select $1, place, 'left', $3, $4 from unnest($2::int[]) as p (place)`,
    [id, left, at, actor],
  )
  await queueMessages(client, { kind: wonMessage, about: id, persons: winners.map(({ person }) => person), at })
  await enqueue(client, noting, { raffle: id }, { key: `${noting} ${id}` })
}

/** A place of the order that was drawn. */
export interface Place {
  readonly place: number
  readonly token: string
  readonly passed: 'left' | 'not-reached' | 'declined' | null
}

export interface Drawn {
  readonly at: Date
  readonly seed: Buffer
  /** Those that were offered a prize, and those that got none, in order. */
  readonly places: readonly Place[]
}

export async function drawnOf(app: Pool, raffle: Id): Promise<Drawn | undefined> {
  const { rows } = await app.query<{ at: Date; seed: Buffer; tokens: string[] }>(
    'select d.at, d.seed, c.tokens from raffles.draw d join raffles.closing c using (raffle_id) where d.raffle_id = $1',
    [raffle],
  )
  const [found] = rows
  if (!found) return undefined
  const places = await app.query<Pick<Place, 'place' | 'passed'>>(
    `select place, p.why as passed from (select place from raffles.winner where raffle_id = $1) w
     full join (select place, why from raffles.passed where raffle_id = $1) p using (place) order by place`,
    [raffle],
  )
  const order = orderOf(found.seed, found.tokens)
  return {
    at: found.at,
    seed: found.seed,
    places: places.rows.map(({ place, passed }) => ({ place, passed, token: order[place - 1] ?? '' })),
  }
}
