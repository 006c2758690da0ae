/** Whoever has the secret of a connection is let in, and what they send is kept before they are answered; nobody else learns anything. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { text } from '../texts/texts.ts'
import { type Adapter, type Answer, type Delivery, type Event, unreadable } from './adapter.ts'
import { sealDelivery, unsealSecret } from './sealed.ts'
import { type Choice, type NewArrival, openStore } from './store.ts'

type Receiving = Pick<Program, 'clock' | 'database' | 'home' | 'published' | 'sign'>

export interface Door {
  /**
   * Refuses (404) an address that nobody has, (401) what is not signed; resolves when it is durable, with what the sender is
   * answered where that is more than a yes.
   */
  receive(kind: string, hook: string, delivery: Delivery): Promise<Answer | undefined>
  /** The same without an address: the test of a connection, and what comes through a door of our own. */
  keep(connection: Known, delivery: Delivery, test: boolean, choice?: Choice): Promise<void>
}

interface Known {
  readonly id: string
  readonly kind: string
  readonly keep_days: number
}

interface Asked extends Known {
  readonly source: string
  readonly settings: unknown
  readonly secret: Buffer
  readonly earlier_secret: Buffer | null
  readonly paused: boolean
}

const day = 86_400_000

export function openDoor(program: Receiving, adapters: readonly Adapter[]): Door {
  const store = openStore(program.database.app)

  async function keep(connection: Known, delivery: Delivery, test: boolean, choice?: Choice): Promise<void> {
    const adapter = adapters.find(({ kind }) => kind === connection.kind)
    if (adapter === undefined) throw new Refused('arrivals.no-kind', 'absent', { kind: connection.kind })
    await keepParts(connection, readEvents(adapter, delivery), test, choice)
  }

  async function keepParts(connection: Known, parts: readonly Part[], test: boolean, choice?: Choice): Promise<void> {
    const at = program.clock.now()
    const { version } = await program.published()
    const arrivals = parts.map(({ part, event }): NewArrival => {
      const id = newId()
      return {
        id,
        connection: connection.id,
        event: hashOf(event.id),
        topic: event.topic.slice(0, 80),
        at,
        bytes: part.body.byteLength,
        sealed: sealDelivery(program.home, id, part),
        sealedUntil: new Date(at.getTime() + connection.keep_days * day),
        noticeVersion: event.noticeVersion ?? version,
        test: test || event.test === true,
        choice,
      }
    })
    await Promise.all(arrivals.map(store))
  }

  return {
    keep,
    receive: async (kind, hook, delivery) => {
      const adapter = adapters.find(one => one.kind === kind)
      const found = adapter && (await findByHook(program.database.app, kind, hook, program.clock.now()))
      const challenge = delivery.method === 'GET' ? adapter?.challenge : undefined
      if (
        adapter === undefined ||
        adapter.isOurs ||
        found === undefined ||
        (adapter.method !== delivery.method && challenge === undefined)
      )
        throw new Refused('arrivals.no-door', 'absent')
      const turnAway = async (refusal: Refused, why: string): Promise<never> => {
        await noteTurnedAway(program.database.app, found.id, why, program.clock.now())
        throw refusal
      }
      if (adapter.greets?.(delivery)) return undefined
      const secrets = [found.secret, ...(found.earlier_secret === null ? [] : [found.earlier_secret])].map(secret =>
        unsealSecret(program.home, found.id, secret),
      )
      const notSigned = new Refused('arrivals.not-signed', 'unauthenticated')
      if (challenge) {
        const answers = secrets.map(secret => challenge(delivery, secret, found.settings))
        return answers.find(answer => answer !== undefined) ?? turnAway(notSigned, 'not-signed')
      }
      if (!secrets.some(secret => adapter.authenticate(delivery, secret, program.clock.now())))
        return turnAway(notSigned, 'not-signed')
      if (found.paused) {
        await obeyAll(adapter, found, partsOf(adapter, delivery)) // its sender may not try again
        return turnAway(new Refused('arrivals.paused', 'unavailable'), 'paused')
      }
      return take(adapter, found, delivery)
    },
  }

  /** What is signed: each event of it is kept, after what must be obeyed at once. */
  async function take(adapter: Adapter, found: Asked, delivery: Delivery): Promise<Answer | undefined> {
    const events = await (adapter.tellsMaker ? tellMaker(adapter, found, delivery) : sortEvents(adapter, delivery))
    const readable = events.filter(({ event }) => event.topic !== unreadable).map(({ part }) => part)
    const told = await obeyAll(adapter, found, readable)
    await keepParts(found, events, false)
    return adapter.answer?.(told)
  }

  async function tellMaker(adapter: Adapter, found: Asked, delivery: Delivery): Promise<readonly Part[]> {
    try {
      return readEvents(adapter, delivery)
    } catch (fault) {
      if (fault instanceof Refused && fault.kind === 'invalid')
        await noteTurnedAway(program.database.app, found.id, 'not-readable', program.clock.now())
      throw fault
    }
  }

  /** A prohibition stands before anything else is tried, so that nothing that fails afterwards keeps it from being obeyed. */
  async function obeyAll(adapter: Adapter, found: Asked, parts: readonly Delivery[]): Promise<string | undefined> {
    if (adapter.stops === undefined) return undefined
    const told = parts.map(part => obey(adapter, found, part))
    return (await Promise.all(told)).find(one => one !== undefined)
  }

  /** Obeys a word to stop. Answers what its sender is told; nothing when it has come before: they may have consented since. */
  async function obey(adapter: Adapter, { id, source }: Asked, delivery: Delivery): Promise<string | undefined> {
    const stop = adapter.stops?.(delivery)
    if (stop === undefined) return undefined
    const event = adapter.identify(delivery).id
    if (await hasCome(program.database.app, id, event)) return undefined
    const published = await program.published()
    const purpose = rightsPurpose(published)
    const token = program.sign({ actor: `connection:${id}`, purpose, request: newId() })
    const { rows } = await program.database.purpose(purpose).query<{ is_new: boolean }>({
      name: 'stop-channel',
      text: 'select permissions.stop($1, $2, $3, $4, $5, $6) as is_new',
      values: [token, source, event.slice(0, 60), stop.channel, stop.address, program.clock.now()],
    })
    return rows[0]?.is_new && stop.confirms
      ? text(stop.lang, 'arrivals.stopped', { controller: published.notice?.controller.name ?? '' })
      : undefined
  }
}

const partsOf = ({ split }: Adapter, delivery: Delivery): readonly Delivery[] => split?.(delivery) ?? [delivery]

interface Part {
  readonly part: Delivery
  readonly event: Event
}

/** All of them are understood before the first is kept. */
const readEvents = (adapter: Adapter, delivery: Delivery): readonly Part[] =>
  partsOf(adapter, delivery).map(part => ({ part, event: adapter.identify(part) }))

/** What cannot be read is an event too: whoever writes it finds out why. */
const sortEvents = (adapter: Adapter, delivery: Delivery): readonly Part[] =>
  orElse(
    () => partsOf(adapter, delivery),
    () => [delivery],
  ).map(part => ({
    part,
    event: orElse(
      () => adapter.identify(part),
      () => unread(part),
    ),
  }))

/** Of a signed delivery by which its sender knows nothing: it counts once by what it says. */
const unread = ({ body, query }: Delivery): Event => ({
  id: `unread ${createHash('sha256').update(`${query}\n`).update(body).digest('hex')}`,
  topic: unreadable,
})

/** What is made, or the other where what came is not of its shape. */
function orElse<Made>(make: () => Made, other: () => Made): Made {
  try {
    return make()
  } catch (fault) {
    if (fault instanceof Refused && fault.kind === 'invalid') return other()
    throw fault
  }
}

/** By what the sender knows an event, as it is kept. */
const hashOf = (event: string): Buffer => createHash('sha256').update(event).digest()

async function hasCome(app: Pool, connection: string, event: string): Promise<boolean> {
  const { rowCount } = await app.query('select from arrivals.arrival where connection_id = $1 and event = $2', [
    connection,
    hashOf(event),
  ])
  return rowCount !== 0
}

async function findByHook(app: Pool, kind: string, hook: string, now: Date): Promise<Asked | undefined> {
  const { rows } = await app.query<Asked>({
    name: 'connection-by-hook',
    text: `select id, kind, keep_days, source, settings, secret, case when earlier_until > $3 then earlier_secret end as earlier_secret,
        paused_at is not null as paused
      from arrivals.connection where kind = $1 and hook = $2`,
    values: [kind, hook, now],
  })
  return rows[0]
}

/** What was not let in is counted by the hour. `why`: a code. */
export async function noteTurnedAway(app: Pool, connection: string, why: string, at: Date): Promise<void> {
  await app.query(
    `insert into arrivals.turned_away as t (connection_id, hour, why, times, last_at)
     values ($1, date_trunc('hour', $3::timestamptz), $2, 1, $3)
     on conflict (connection_id, hour, why) do update set times = t.times + 1, last_at = excluded.last_at`,
    [connection, why, at],
  )
}
