/** A withdrawal that was confirmed is with the intake before its maker hears so, and is acknowledged by e-mail with its day and time, once. */

import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { addOwnConnection, type Connecting } from '../arrivals/connection.ts'
import type { Door } from '../arrivals/receive.ts'
import { type Id, newId } from '../base/ids.ts'
import { seal, unseal } from '../base/seal.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { queueMessages } from '../mail/outbox.ts'
import type { Mail } from '../mail/transport.ts'
import type { Notice } from '../notice/notice.ts'
import { categoryIfAny, scopeFor } from '../register/scope.ts'
import { type Declared, withdrawalKind } from './withdrawal-adapter.ts'

/** The kind of the message that acknowledges it. */
export const acknowledging = 'forms.withdrawal'

const day = 86_400_000
/** So long it is kept here what was acknowledged: a letter that did not go can go again. */
const keptDays = 30
/** Of one address in a day; the page itself tells the same. */
const mostOfAddress = 5

/** Where a withdrawal belongs by the notice: a purpose that writes orders, and a source of theirs. */
interface Belongs {
  readonly purpose: string
  readonly source: string
}

/** Undefined where the notice keeps no orders, so that there is nothing to withdraw from. */
export async function whereItBelongs(program: Pick<Program, 'database' | 'published'>): Promise<Belongs | undefined> {
  const published = await program.published()
  const { notice } = published
  const orders = notice?.categories.find(({ id, stored }) => id === 'orders' && stored === 'table')
  const source = orders && (orders.from.find(id => id === 'forms') ?? orders.from.find(id => isOfPersons(notice, id)))
  if (!orders || source === undefined) return undefined
  for (const { purpose } of orders.uses) {
    const scope = await scopeFor({ purpose, published, program })
    if (!scope.purpose.seesAll && categoryIfAny(scope, 'orders')?.mayWrite) return { purpose, source }
  }
  return undefined
}

const isOfPersons = (notice: Notice | undefined, id: string): boolean =>
  notice?.sources.some(source => source.id === id && source.kind !== 'third-party') ?? false

/** The connection by which withdrawals come; made the first time, and again when the notice gives orders to another purpose. */
export function withdrawalConnection(by: Connecting, notice: Notice, name: string, belongs: Belongs): Promise<Id> {
  return transaction(by.app, async client => {
    await client.query(`select pg_advisory_xact_lock(hashtext('forms.withdrawal'))`)
    return (
      (await known(client, belongs)) ??
      addOwnConnection(client, by, notice, { ...belongs, kind: withdrawalKind, name, keepDays: keptDays })
    )
  })
}

async function known(client: ClientBase, { purpose, source }: Belongs): Promise<Id | undefined> {
  const { rows } = await client.query<{ id: Id }>(
    'select id from arrivals.connection where kind = $1 and purpose = $2 and source = $3 order by made_at limit 1',
    [withdrawalKind, purpose, source],
  )
  return rows[0]?.id
}

export interface Declaring {
  readonly program: Pick<Program, 'database' | 'clock'>
  readonly door: Pick<Door, 'keep'>
  readonly mail: Pick<Mail, 'hash'>
}

const keyOf = ({ hash }: Pick<Mail, 'hash'>): Buffer => hash('forms: what was withdrawn')

/** Sent five times it counts once, and is acknowledged once. */
export async function declare({ program, door, mail }: Declaring, connection: Id, declared: Declared): Promise<void> {
  const delivery = {
    method: 'POST' as const,
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(declared)),
  }
  await door.keep({ id: connection, kind: withdrawalKind, keep_days: keptDays }, delivery, false)
  const id = newId()
  const at = program.clock.now()
  const hash = mail.hash(declared.email.toLowerCase())
  await transaction(program.database.app, async client => {
    const { rowCount } = await client.query(
      `insert into forms.declaration (id, event, at, address_hash, sealed, sealed_until)
       select $1, $2, $3, $4, $5, $6
       where (select count(*) from forms.declaration where address_hash = $4 and at > $3::timestamptz - interval '1 day') < $7
       on conflict (event) do nothing`,
      [
        id,
        createHash('sha256').update(declared.id).digest(),
        at,
        hash,
        seal(keyOf(mail), `declared ${id}`, Buffer.from(JSON.stringify(declared))),
        new Date(at.getTime() + keptDays * day),
        mostOfAddress,
      ],
    )
    if (rowCount === 1) await queueMessages(client, { kind: acknowledging, about: id, persons: [id], at })
  })
}

/** What was declared; undefined when it is not kept any more. */
export async function findDeclared(app: Pool, mail: Pick<Mail, 'hash'>, id: Id): Promise<Declared | undefined> {
  const { rows } = await app.query<{ sealed: Buffer }>(
    'select sealed from forms.declaration where id = $1 and sealed is not null',
    [id],
  )
  return rows[0] && JSON.parse(unseal(keyOf(mail), `declared ${id}`, rows[0].sealed).toString())
}
