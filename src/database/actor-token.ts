/** Who asks is signed for the database, so that neither a purpose login nor an injected statement can act in somebody's name. */

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import pg, { type ClientBase } from 'pg'

export interface Claim {
  /** staff:<id>, key:<id>, person:<id> or system */
  readonly actor: string
  readonly purpose: string
  /** The id of the request, or of the command. */
  readonly request: string
}

/**
 * The first argument of every owner-run function: v1|actor|purpose|milliseconds|request|hmac. It holds for five minutes, of
 * real time: the database compares it with its own clock, so a settable clock has no say.
 */
export function signActor(key: Buffer, { actor, purpose, request }: Claim): string {
  const parts = [actor, purpose, request]
  if (parts.some(part => part === '' || part.includes('|')))
    throw new RangeError('An actor token has no empty part and no |')
  const claim = ['v1', actor, purpose, Date.now(), request].join('|')
  return `${claim}|${createHmac('sha256', secretOf(key)).update(claim).digest('hex')}`
}

/** Signing with bytes makes a key of them each time, which takes eight times as long as the signature. */
function secretOf(key: Buffer): KeyObject {
  const secret = secrets.get(key) ?? createSecretKey(key)
  secrets.set(key, secret)
  return secret
}
const secrets = new WeakMap<Buffer, KeyObject>()

/** The keys that the database checks with: who asks, and by which hash an address is known. */
export interface Keys {
  readonly actorKey: Buffer
  readonly addressKey: Buffer
}

/** Gives the database the keys as it needs them: PostgreSQL has sha256() but no HMAC (RFC 2104). Runs as the owner. */
export async function giveKeys(owner: ClientBase, { actorKey, addressKey }: Keys): Promise<void> {
  await owner.query(
    `insert into notice.actor_key (inner_pad, outer_pad) values ($1, $2)
     on conflict (one) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
    [...padded(actorKey)],
  )
  await owner.query(
    `insert into notice.address_key (inner_pad, outer_pad) values ($1, $2)
     on conflict (one) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
    [...padded(addressKey)],
  )
}

/** The key by which the database knows addresses already; undefined of one that has none. */
export async function keptAddressKey(login: ClientBase, owner: string): Promise<Buffer | undefined> {
  await login.query(`begin read only; set local role ${pg.escapeIdentifier(owner)}`)
  const { rows } = await login.query(`select to_regclass('notice.address_key') is not null as there`)
  const kept = rows[0]?.there
    ? await login.query<{ pad: Buffer }>('select inner_pad as pad from notice.address_key')
    : undefined
  await login.query('commit')
  const pad = kept?.rows[0]?.pad
  return pad && Buffer.from(pad.subarray(0, 32).map(byte => byte ^ 0x36))
}

function padded(key: Buffer): readonly [inner: Buffer, outer: Buffer] {
  if (key.length > 64) throw new RangeError('A longer key would have to be hashed first')
  const pad = (by: number): Buffer => Buffer.from(Buffer.concat([key], 64).map(byte => byte ^ by))
  return [pad(0x36), pad(0x5c)]
}
