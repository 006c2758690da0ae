/** What has come is written: each arrival once, or refused with a reason; one that cannot be written keeps no other from it. */

import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import pg, { type Pool, type PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { refusalFrom } from '../database/refusal.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { withoutControls } from '../register/plain-text.ts'
import { scopeFor } from '../register/scope.ts'
import {
  type Adapter,
  contactingIn,
  type Delivery,
  type Facts,
  type Ignored,
  isIgnored,
  type Told,
  unreadable,
} from './adapter.ts'
import { type Known, type Plan, planOf, type Rules, takes } from './plan.ts'
import { openRequest } from './request.ts'
import { unsealDelivery, unsealToken } from './sealed.ts'
import { type Keys, keysOf } from './who.ts'

/** Why nothing of an arrival is written. */
interface Unwritten {
  readonly id: Id
  readonly state: 'refused' | 'ignored'
  readonly reason: string
  readonly args: Refused['args']
  /** What the sender calls it, where it could be read. */
  readonly reference?: string | undefined
}

export type Writing = Pick<Program, 'clock' | 'database' | 'home' | 'published' | 'sign' | 'log'>

interface Accepted {
  readonly id: Id
  readonly connection: Id
  readonly sealed: Buffer | null
  readonly test: boolean
  readonly at: Date
  readonly topic: string
}

interface Connection {
  readonly id: Id
  readonly kind: string
  readonly purpose: string
  readonly source: string
  readonly settings: unknown
  readonly token: Buffer | null
}

/** What one arrival says, ready to be compared with the register. */
interface Ready {
  readonly id: Id
  readonly facts: Facts
  readonly keys: Keys
}

/** One transaction writes at most this many: whoever works with one of their persons waits until it ends. */
const together = 200
/** So much of what came is read at once, and one more arrival: one may have tens of megabytes. */
const mostBytesTogether = 20_000_000

/** A sender is asked for so many things at the same time. */
const fetchedAtOnce = 8

/** Writes all that is accepted, oldest first; false when it was told to stop before the end. */
export async function writeAccepted(
  program: Writing,
  adapters: readonly Adapter[],
  stopping: AbortSignal,
): Promise<boolean> {
  const { app } = program.database
  for (;;) {
    if (stopping.aborted) return false
    const began = performance.now()
    const batch = await accepted(app)
    if (batch.length === 0) return true
    for (const [connection, arrivals] of Map.groupBy(batch, one => one.connection))
      await writeOf(program, adapters, await connectionOf(app, connection), arrivals)
    await nextTurn() // requests come first
    // In a burst the others have half of the machine: what came is kept, and may be written a little later.
    if (batch.length === together)
      await pause(performance.now() - began, undefined, { signal: stopping }).catch(() => {})
  }
}

async function writeOf(
  program: Writing,
  adapters: readonly Adapter[],
  connection: Connection,
  arrivals: readonly Accepted[],
): Promise<void> {
  const settled = (id: Id, state: 'refused' | 'ignored', reason: string, args: Refused['args'] = {}) =>
    settleAlone(program, connection, { id, state, reason, args })
  const published = await program.published()
  const adapter = adapters.find(({ kind }) => kind === connection.kind)
  if (adapter === undefined || !published.purposes.some(({ id }) => id === connection.purpose)) {
    const reason = adapter === undefined ? 'arrivals.no-kind' : 'arrivals.purpose-gone'
    for (const { id } of arrivals)
      await settled(id, 'refused', reason, { kind: connection.kind, purpose: connection.purpose })
    return
  }
  const scope = await scopeFor({ purpose: connection.purpose, published, program })
  const contacting = contactingIn(scope.notice)
  const lang = scope.notice.languages[0] ?? 'fi'
  const translate = async (arrival: Accepted): Promise<Facts | Ignored> => {
    const delivery = completed.get(arrival.id) ?? new Refused('arrivals.content-gone', 'absent')
    if (delivery instanceof Error) throw delivery
    return adapter.translate(delivery, {
      connection: connection.id,
      settings: connection.settings,
      at: arrival.at,
      lang,
      contacting,
      continues: async (messages, kind, category) =>
        takes(scope, connection.source, category) && (await isOurs(program.database.app, messages, kind)),
    })
  }

  const completed = await completeAll(program, adapter, connection, arrivals)
  const ready: Ready[] = []
  const taken = new Set<string>()
  for (const arrival of arrivals) {
    let reference: string | undefined
    try {
      const facts = await translate(arrival)
      if (isIgnored(facts) || arrival.test) {
        await settled(arrival.id, 'ignored', isIgnored(facts) ? facts.ignored : 'test')
        continue
      }
      reference = facts.reference
      if (facts.asks) await openRequest(program, arrival, facts, facts.asks)
      const one = { id: arrival.id, facts, keys: keysOf(facts.about) }
      // Of arrivals about one person or thing the later ones build on what the first one writes: they are of the next batch.
      const marks = marksOf(one)
      if (marks.some(mark => taken.has(mark))) continue
      for (const mark of marks) taken.add(mark)
      ready.push(one)
    } catch (fault) {
      await refuse(program, connection, { id: arrival.id, reference }, fault)
    }
  }

  const source = scope.notice.sources.find(({ id }) => id === connection.source)
  if (source === undefined) {
    for (const { id } of ready)
      await settled(id, 'refused', 'arrivals.source-not-declared', { source: connection.source })
    return
  }
  const rules = { scope, source, at: program.clock.now() }
  try {
    await writeTogether(program, connection, ready, rules)
  } catch (fault) {
    if (isPassing(fault)) throw fault
    for (const one of ready)
      await writeTogether(program, connection, [one], rules).catch(again =>
        refuse(program, connection, { id: one.id, reference: one.facts.reference }, again),
      )
  }
}

/** What each of them says, with what it points to; the fault of what could not be had. */
async function completeAll(
  program: Writing,
  { complete, identify }: Adapter,
  { id, settings, token: sealed }: Connection,
  arrivals: readonly Accepted[],
): Promise<ReadonlyMap<Id, Delivery | Error>> {
  const found = new Map<Id, Delivery | Error>()
  const token = complete && sealed ? unsealToken(program.home, id, sealed) : ''
  const one = async (arrival: Accepted): Promise<void> => {
    if (arrival.sealed === null) return
    try {
      const delivery = unsealDelivery(program.home, arrival.id, arrival.sealed)
      if (arrival.topic === unreadable) identify(delivery)
      found.set(arrival.id, complete && !arrival.test ? await complete(delivery, settings, token) : delivery)
    } catch (fault) {
      found.set(arrival.id, fault instanceof Error ? fault : new Error('what was thrown is no error'))
    }
  }
  const waiting = [...arrivals]
  const next = async (): Promise<void> => {
    for (let arrival = waiting.shift(); arrival; arrival = waiting.shift()) await one(arrival)
  }
  await Promise.all(Array.from({ length: fetchedAtOnce }, next))
  return found
}

async function isOurs(app: Pool, messages: readonly Id[], kind: string): Promise<boolean> {
  const { rowCount } = await app.query('select from mail.message where id = any ($1) and kind = $2 limit 1', [
    messages,
    kind,
  ])
  return rowCount === 1
}

function marksOf({ facts: { thing }, keys }: Ready): readonly string[] {
  return [
    ...(keys.email ? [`email ${keys.email.key}`] : []),
    ...(keys.phone ? [`phone ${keys.phone}`] : []),
    ...(keys.handle ? [`handle ${keys.handle}`] : []),
    ...(thing && !thing.sought ? [`thing ${thing.group} ${thing.reference}`] : []),
  ]
}

/** All of them, or none: what they say, and that they are written, is one transaction. Of several about one person the first. */
async function writeTogether(
  { database, sign, clock }: Writing,
  connection: Connection,
  ready: readonly Ready[],
  rules: Rules,
): Promise<void> {
  if (ready.length === 0) return
  const { id, purpose } = connection
  const token = sign({ actor: `connection:${id}`, purpose, request: newId() })
  await transaction(database.purpose(purpose), async client => {
    const known = await lookUp(client, token, id, ready)
    const plans = ready.flatMap((one): Plan[] => {
      const found = known.get(one.id)
      return found ? [planOf(one.id, one.facts, one.keys, found, rules)] : [] // settled meanwhile
    })
    await client.query('select arrivals.settle($1, $2, $3, $4)', [
      token,
      id,
      JSON.stringify(oneAPerson(plans)),
      clock.now(),
    ])
  })
}

/** What is written of a person in one transaction is of one arrival; the others about them are of the next batch. */
function oneAPerson(plans: readonly Plan[]): readonly Plan[] {
  const taken = new Set<Id>()
  return plans.filter(({ person }) => {
    if (person === null) return true
    if (taken.has(person)) return false
    taken.add(person)
    return true
  })
}

interface Found {
  readonly arrival: Id
  readonly persons: readonly Id[]
  readonly has_choice: boolean
  readonly choice: Id | null
  readonly thing_person: Id | null
  readonly told: Told
  readonly rows: Readonly<Record<string, Id>>
  readonly erased: boolean
  readonly found_group: string | null
  readonly found_hash: string | null
}

async function lookUp(
  client: PoolClient,
  token: string,
  connection: Id,
  ready: readonly Ready[],
): Promise<ReadonlyMap<Id, Known>> {
  const asked = ready.map(({ id, facts: { about, thing }, keys: { email, phone, name, handle } }) => ({
    arrival: id,
    handle,
    email: email?.key,
    phone,
    name,
    answers: about?.answers ?? [],
    ...(thing?.sought ? { sought: thing.sought.order_number } : { group: thing?.group, reference: thing?.reference }),
  }))
  const { rows } = await client.query<Found>('select * from arrivals.look_up($1, $2, $3)', [
    token,
    connection,
    JSON.stringify(asked),
  ])
  return new Map(
    rows.map(({ arrival, persons, has_choice, choice, thing_person, told, rows, erased, found_group, found_hash }) => {
      const found = found_group && found_hash ? { group: found_group, hash: found_hash } : undefined
      const thing = { person: thing_person, told, rows, erased, found }
      return [arrival, { persons, choice: has_choice ? choice : undefined, thing }]
    }),
  )
}

async function accepted(app: Pool): Promise<readonly Accepted[]> {
  const { rows } = await app.query<Accepted>({
    name: 'accepted-arrivals',
    text: `select id, connection_id as connection, sealed, test, at, topic from (
        select a.*, sum(a.bytes) over (order by a.id) - a.bytes as before
        from (select * from arrivals.arrival where state = 'accepted' order by id limit $1) a) a
      where before < $2 order by id`,
    values: [together, mostBytesTogether],
  })
  return rows
}

async function connectionOf(app: Pool, id: Id): Promise<Connection> {
  const { rows } = await app.query<Connection>(
    'select id, kind, purpose, source, settings, token from arrivals.connection where id = $1',
    [id],
  )
  if (!rows[0]) throw new Error('an arrival without its connection')
  return rows[0]
}

/** What is refused says why; a fault of the program is told to its log, and the arrival waits for staff to replay it. */
async function refuse(
  program: Writing,
  connection: Connection,
  { id, reference }: Pick<Unwritten, 'id' | 'reference'>,
  fault: unknown,
): Promise<void> {
  if (isPassing(fault)) throw fault
  const refused = refusalFrom(fault)
  if (refused instanceof Refused)
    return settleAlone(program, connection, {
      id,
      state: 'refused',
      reason: refused.key,
      args: refused.args,
      reference,
    })
  program.log({
    at: program.clock.now().toISOString(),
    arrival: id,
    fault: fault instanceof Error ? fault.name : typeof fault,
  })
  return settleAlone(program, connection, { id, state: 'refused', reason: 'arrivals.fault', args: {}, reference })
}

/** The database is away, stopping, full, or two have met in it: the same may go well later. */
const isPassing = (fault: unknown): boolean =>
  fault instanceof pg.DatabaseError
    ? /^(08|40|53|57|58)/.test(fault.code ?? '')
    : fault instanceof Error && 'code' in fault && /^E[A-Z]+$/.test(String(fault.code))

/** Settles an arrival of which nothing is written, whatever it calls itself: what could not be settled would stop all that come after it. */
async function settleAlone(
  { database: { app }, clock }: Writing,
  connection: Connection,
  { id, state, reason, args, reference }: Unwritten,
): Promise<void> {
  await app.query(
    `with settled as (
       update arrivals.arrival set state = $2, reason = $3, args = $4, settled_at = $5, reference = $8 where id = $1 and state = 'accepted' returning id
     )
     insert into arrivals.step (arrival_id, id, at, actor, did, details) select id, $6, $5, $7, $2, jsonb_build_object('reason', $3::text) from settled`,
    [
      id,
      state,
      reason,
      args,
      clock.now(),
      newId(),
      `connection:${connection.id}`,
      reference === undefined ? null : withoutControls(reference),
    ],
  )
}
