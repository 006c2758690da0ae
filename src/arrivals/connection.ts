/** A connection says who sends, for which purpose and from which source of the notice; its secret is shown once, or never. */

import type { ClientBase, Pool, PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Notice } from '../notice/notice.ts'
import type { Adapter } from './adapter.ts'
import { sealSecret, sealToken, unsealSecret } from './sealed.ts'

/** Who does it, with what at hand. */
export interface Connecting {
  readonly app: Pool
  readonly home: string
  readonly clock: Clock
  readonly actor: string
}

export interface NewConnection {
  readonly kind: string
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly keepDays: number
  /** Of the sender, where the sender makes it. */
  readonly secret?: string | undefined
  /** With what we fetch at the sender; without one the one before stays. */
  readonly token?: string | undefined
}

export interface ConnectionRow {
  readonly id: Id
  readonly kind: string
  readonly hook: string
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly keepDays: number
  readonly madeAt: Date
  readonly pausedAt: Date | null
  readonly hasToken: boolean
  /** Until when the secret before this one holds too. */
  readonly earlierUntil: Date | null
  readonly lastAt: Date | null
  readonly written: number
  readonly refused: number
  readonly waiting: number
  /** Of the last seven days. */
  readonly turnedAway: number
  readonly turnedAwayWhy: string | null
}

/** So long holds a secret after another has been made: the sender is told the new one meanwhile. */
const overlap = 24 * 3_600_000

export const adapterOf = (adapters: readonly Adapter[], kind: string): Adapter => {
  const found = adapters.find(one => one.kind === kind)
  if (found === undefined) throw new Refused('arrivals.no-kind', 'invalid', { kind }, { field: 'kind' })
  return found
}

/** Makes one. Answers its id and, where we made the secret, the secret. */
export async function addConnection(
  by: Connecting,
  adapters: readonly Adapter[],
  notice: Notice,
  made: NewConnection,
): Promise<{ readonly id: Id; readonly secret: string | null }> {
  const adapter = adapterOf(adapters, made.kind)
  const settings = checked(adapter, notice, made)
  const secret = secretFor(adapter, made.secret)
  const id = newId()
  await transaction(by.app, client => insertConnection(client, by, { ...made, id, settings, secret }))
  return { id, secret: adapter.secret === 'made' ? secret : null }
}

/** One of a door of this program's own, in the transaction that makes what it is for; it has no secret that anybody is told. */
export async function addOwnConnection(
  client: ClientBase,
  by: Connecting,
  notice: Notice,
  made: Pick<NewConnection, 'kind' | 'name' | 'purpose' | 'source' | 'keepDays'>,
): Promise<Id> {
  refuseUndeclared(notice, made)
  const id = newId()
  await insertConnection(client, by, { ...made, id, settings: {}, secret: newSecret() })
  return id
}

async function insertConnection(
  client: ClientBase,
  by: Connecting,
  made: Omit<NewConnection, 'settings'> & { readonly id: Id; readonly settings: unknown; readonly secret: string },
): Promise<void> {
  await client.query(
    `insert into arrivals.connection (id, kind, hook, name, purpose, source, settings, keep_days, secret, made_at, made_by, token)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      made.id,
      made.kind,
      newSecret(),
      made.name,
      made.purpose,
      made.source,
      made.settings,
      made.keepDays,
      sealSecret(by.home, made.id, made.secret),
      by.clock.now(),
      by.actor,
      sealedToken(by, made.id, made),
    ],
  )
  await note(client, by, made.id, 'made')
}

const sealedToken = ({ home }: Connecting, id: Id, { token }: Pick<NewConnection, 'token'>): Buffer | null =>
  token ? sealToken(home, id, token) : null

/** What may be told otherwise later: all but the kind and the secret. */
export async function changeConnection(
  by: Connecting,
  adapters: readonly Adapter[],
  notice: Notice,
  id: Id,
  changed: Omit<NewConnection, 'kind' | 'secret'>,
): Promise<void> {
  const { kind } = await findConnection(by.app, id)
  const settings = checked(adapterOf(adapters, kind), notice, changed)
  await transaction(by.app, async client => {
    await client.query(
      'update arrivals.connection set name = $2, purpose = $3, source = $4, settings = $5, keep_days = $6, token = coalesce($7, token) where id = $1',
      [id, changed.name, changed.purpose, changed.source, settings, changed.keepDays, sealedToken(by, id, changed)],
    )
    await note(client, by, id, 'changed')
  })
}

/** Another secret, made here or pasted; the one before it holds for a day more. */
export async function rotateSecret(
  by: Connecting,
  adapters: readonly Adapter[],
  id: Id,
  pasted: string | undefined,
): Promise<string | null> {
  const adapter = adapterOf(adapters, (await findConnection(by.app, id)).kind)
  const secret = secretFor(adapter, pasted)
  await transaction(by.app, async client => {
    await client.query(
      'update arrivals.connection set earlier_secret = secret, earlier_until = $3, secret = $2 where id = $1',
      [id, sealSecret(by.home, id, secret), new Date(by.clock.now().getTime() + overlap)],
    )
    await note(client, by, id, 'rotated')
  })
  return adapter.secret === 'made' ? secret : null
}

/** With what we fetch at the sender, given anew by whoever keeps the connection. */
export async function giveToken(by: Connecting, id: Id, token: string): Promise<void> {
  await transaction(by.app, async client => {
    await client.query('update arrivals.connection set token = $2 where id = $1', [id, sealToken(by.home, id, token)])
    await note(client, by, id, 'rotated')
  })
}

/** The same where the sender gives another at each use: nobody did anything. */
export const renewToken = (client: PoolClient, home: string, id: Id, token: string) =>
  client.query('update arrivals.connection set token = $2 where id = $1', [id, sealToken(home, id, token)])

/** While it is paused nothing is let in: senders try again for some days. */
export async function pauseConnection(by: Connecting, id: Id, paused: boolean): Promise<void> {
  await findConnection(by.app, id)
  await transaction(by.app, async client => {
    await client.query('update arrivals.connection set paused_at = $2 where id = $1', [
      id,
      paused ? by.clock.now() : null,
    ])
    await note(client, by, id, paused ? 'paused' : 'resumed')
  })
}

/** A signed delivery of invented content, as the sender would make it; refuses (`arrivals.only-sender-signs`) where only they can. */
export async function sampleFor(by: Connecting, adapters: readonly Adapter[], id: Id) {
  const { kind, secret } = await findConnection(by.app, id)
  const delivery = adapterOf(adapters, kind).sample?.(unsealSecret(by.home, id, secret), by.clock.now())
  if (delivery === undefined) throw new Refused('arrivals.only-sender-signs', 'conflict')
  await note(by.app, by, id, 'tested')
  return delivery
}

export async function listConnections(app: Pool, now: Date): Promise<readonly ConnectionRow[]> {
  const { rows } = await app.query<ConnectionRow>(
    `select c.id, c.kind, c.hook, c.name, c.purpose, c.source, c.settings, c.keep_days as "keepDays", c.made_at as "madeAt",
       c.paused_at as "pausedAt", c.token is not null as "hasToken", case when c.earlier_until > $1 then c.earlier_until end as "earlierUntil",
       (select a.at from arrivals.arrival a where a.connection_id = c.id order by a.id desc limit 1) as "lastAt",
       (select count(*) from arrivals.arrival a where a.connection_id = c.id and a.state = 'written')::int as written,
       (select count(*) from arrivals.arrival a where a.connection_id = c.id and a.state = 'refused')::int as refused,
       (select count(*) from arrivals.arrival a where a.connection_id = c.id and a.state in ('waiting', 'accepted'))::int as waiting,
       coalesce(t.times, 0)::int as "turnedAway", t.why as "turnedAwayWhy"
     from arrivals.connection c
     left join lateral (select sum(w.times) as times, (array_agg(w.why order by w.last_at desc))[1] as why
       from arrivals.turned_away w where w.connection_id = c.id and w.last_at > $1::timestamptz - interval '7 days') t on true
     order by c.made_at, c.id`,
    [now],
  )
  return rows
}

interface Stored {
  readonly id: Id
  readonly kind: string
  readonly purpose: string
  readonly settings: unknown
  readonly secret: Buffer
  readonly keep_days: number
}

export async function findConnection(app: Pool, id: Id): Promise<Stored> {
  const { rows } = await app.query<Stored>(
    'select id, kind, purpose, settings, secret, keep_days from arrivals.connection where id = $1',
    [id],
  )
  if (!rows[0]) throw new Refused('arrivals.no-connection', 'absent')
  return rows[0]
}

/** The settings as the adapter reads them; refuses a purpose or a source that the notice does not have. */
function checked(
  { settings }: Adapter,
  notice: Notice,
  { settings: given, ...made }: Pick<NewConnection, 'purpose' | 'source' | 'settings'>,
): unknown {
  refuseUndeclared(notice, made)
  const read = settings.safeParse(given)
  if (!read.success) {
    const field = `settings.${read.error.issues[0]?.path.join('.') ?? ''}`
    throw new Refused('arrivals.settings', 'invalid', {}, { field })
  }
  return read.data
}

function refuseUndeclared(
  { purposes, sources }: Notice,
  { purpose, source }: Pick<NewConnection, 'purpose' | 'source'>,
): void {
  if (!purposes.some(({ id }) => id === purpose))
    throw new Refused('arrivals.purpose-gone', 'invalid', { purpose }, { field: 'purpose' })
  if (!sources.some(({ id }) => id === source))
    throw new Refused('arrivals.source-not-declared', 'invalid', { source }, { field: 'source' })
}

function secretFor(adapter: Adapter, pasted: string | undefined): string {
  if (adapter.secret === 'made') return newSecret()
  const secret = pasted?.trim() ?? ''
  if (secret.length < 8) throw new Refused('arrivals.secret-missing', 'invalid', {}, { field: 'secret' })
  adapter.checkSecret?.(secret)
  return secret
}

const note = (db: Pick<Pool, 'query'>, { clock, actor }: Connecting, id: Id, did: string) =>
  db.query('insert into arrivals.connection_event (connection_id, id, at, actor, did) values ($1, $2, $3, $4, $5)', [
    id,
    newId(),
    clock.now(),
    actor,
    did,
  ])
