/** Whoever has the secret of a connection is let in, and what they send is kept before they are answered; nobody else learns anything. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import type { Adapter, Delivery } from './adapter.ts'
import { sealDelivery, unsealSecret } from './sealed.ts'
import { type NewArrival, openStore } from './store.ts'

type Receiving = Pick<Program, 'clock' | 'database' | 'home' | 'published'>

export interface Door {
  /** Refuses (404) an address that nobody has, (401) what is not signed; resolves when it is durable. */
  receive(kind: string, hook: string, delivery: Delivery): Promise<void>
  /** The same without an address: the test of a connection, and what comes through a door of our own. */
  keep(connection: Known, delivery: Delivery, test: boolean): Promise<void>
}

interface Known {
  readonly id: string
  readonly kind: string
  readonly keep_days: number
}

interface Asked extends Known {
  readonly secret: Buffer
  readonly earlier_secret: Buffer | null
  readonly paused: boolean
}

const day = 86_400_000

export function openDoor(program: Receiving, adapters: readonly Adapter[]): Door {
  const store = openStore(program.database.app)

  async function keep(connection: Known, delivery: Delivery, test: boolean): Promise<void> {
    const adapter = adapters.find(({ kind }) => kind === connection.kind)
    if (adapter === undefined) throw new Refused('arrivals.no-kind', 'absent', { kind: connection.kind })
    const at = program.clock.now()
    const { version } = await program.published()
    // All of them are understood before the first is kept.
    const parts = (adapter.split?.(delivery) ?? [delivery]).map(part => ({ part, event: adapter.identify(part) }))
    const arrivals = parts.map(({ part, event }): NewArrival => {
      const id = newId()
      return {
        id,
        connection: connection.id,
        event: createHash('sha256').update(event.id).digest(),
        topic: event.topic.slice(0, 80),
        at,
        bytes: part.body.byteLength,
        sealed: sealDelivery(program.home, id, part),
        sealedUntil: new Date(at.getTime() + connection.keep_days * day),
        noticeVersion: event.noticeVersion ?? version,
        test: test || event.test === true,
      }
    })
    await Promise.all(arrivals.map(store))
  }

  return {
    keep,
    receive: async (kind, hook, delivery) => {
      const adapter = adapters.find(one => one.kind === kind)
      const found = adapter && (await findByHook(program.database.app, kind, hook, program.clock.now()))
      if (adapter === undefined || adapter.isOurs || found === undefined || adapter.method !== delivery.method)
        throw new Refused('arrivals.no-door', 'absent')
      const turnAway = async (refusal: Refused, why: string): Promise<never> => {
        await noteTurnedAway(program.database.app, found.id, why, program.clock.now())
        throw refusal
      }
      if (adapter.greets?.(delivery)) return
      if (found.paused) return turnAway(new Refused('arrivals.paused', 'unavailable'), 'paused')
      const secrets = [found.secret, ...(found.earlier_secret === null ? [] : [found.earlier_secret])]
      const signed = secrets.some(secret =>
        adapter.authenticate(delivery, unsealSecret(program.home, found.id, secret), program.clock.now()),
      )
      if (!signed) return turnAway(new Refused('arrivals.not-signed', 'unauthenticated'), 'not-signed')
      return keep(found, delivery, false).catch(async (fault: unknown) => {
        if (fault instanceof Refused && fault.kind === 'invalid') return turnAway(fault, 'not-readable')
        throw fault
      })
    },
  }
}

async function findByHook(app: Pool, kind: string, hook: string, now: Date): Promise<Asked | undefined> {
  const { rows } = await app.query<Asked>({
    name: 'connection-by-hook',
    text: `select id, kind, keep_days, secret, case when earlier_until > $3 then earlier_secret end as earlier_secret,
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
