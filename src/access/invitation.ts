/** A link lets one person in, once: the first administrator by the set-up link, everybody else by an administrator's invitation. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Published } from '../http/program.ts'
import { administrator, checkDuties } from './duty.ts'
import { type Act, addStaff, hasStaff, lockStaffingOf, normalEmail } from './staff.ts'

export const validDays = { setup: 1, staff: 7 } as const

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const inDays = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000)

/** A new set-up token, shown once by the server; undefined when the register has staff. Earlier ones stop working. */
export const prepareSetup = (pool: Pool, at: Date): Promise<string | undefined> =>
  transaction(pool, async client => {
    await lockStaffingOf(client)
    if (await hasStaff(client)) return undefined
    await client.query(
      `update access.invitation set withdrawn_at = $1, withdrawn_by = 'server'
       where kind = 'setup' and accepted_at is null and withdrawn_at is null`,
      [at],
    )
    const token = newSecret()
    await client.query(
      `insert into access.invitation (id, kind, token_hash, duties, invited_at, invited_by, expires_at)
       values ($1, 'setup', $2, '{}', $3, 'server', $4)`,
      [newId(), hashOf(token), at, inDays(at, validDays.setup)],
    )
    return token
  })

export interface Invited {
  readonly name: string
  readonly email: string
  readonly duties: readonly string[]
}

/** Invites one person; the token is shown once to the administrator, who hands it on. */
export async function invite(pool: Pool, published: Published, { name, email, duties }: Invited, act: Act) {
  checkDuties(published, duties)
  const taken = await pool.query('select from access.staff where email = $1', [normalEmail(email)])
  if (taken.rowCount !== 0) throw new Refused('access.email-taken', 'conflict', {}, { field: 'email' })
  const token = newSecret()
  const invitation = { id: newId(), expiresAt: inDays(act.at, validDays.staff) }
  await pool.query(
    `insert into access.invitation (id, kind, token_hash, name, email, duties, invited_at, invited_by, expires_at)
     values ($1, 'staff', $2, $3, $4, $5, $6, $7, $8)`,
    [invitation.id, hashOf(token), name.trim(), normalEmail(email), duties, act.at, act.by, invitation.expiresAt],
  )
  return { ...invitation, token }
}

export interface OpenInvitation {
  readonly id: Id
  readonly name: string
  readonly email: string
  readonly duties: readonly string[]
  readonly invitedAt: Date
  readonly expiresAt: Date
}

const open = 'accepted_at is null and withdrawn_at is null'
const columns = 'id, name, email, duties, invited_at as "invitedAt", expires_at as "expiresAt"'

/** Invitations of staff that nobody has accepted or withdrawn, expired ones too. */
export async function listInvitations(pool: Pool): Promise<readonly OpenInvitation[]> {
  const { rows } = await pool.query<OpenInvitation>(
    `select ${columns} from access.invitation where kind = 'staff' and ${open} order by invited_at desc`,
  )
  return rows
}

export async function withdrawInvitation(pool: Pool, id: Id, act: Act): Promise<void> {
  const { rowCount } = await pool.query(
    `update access.invitation set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and kind = 'staff' and ${open}`,
    [id, act.at, act.by],
  )
  if (rowCount === 0) throw new Refused('access.no-such-invitation', 'absent')
}

/** Whom an invitation is for, so that the page can greet them; refused when the link no longer works. */
export async function readInvitation(pool: Pool, token: string, at: Date): Promise<OpenInvitation> {
  const { rows } = await pool.query<OpenInvitation>(
    `select ${columns} from access.invitation where token_hash = $1 and kind = 'staff' and ${open} and expires_at > $2`,
    [hashOf(token), at],
  )
  const [found] = rows
  if (!found) throw await whyShut(pool, token, at)
  return found
}

/** What became of the invitation, for whoever has its link: used, withdrawn, past its time, or none of ours. */
async function whyShut(db: Pick<Pool, 'query'>, token: string, at: Date): Promise<Refused> {
  const { rows } = await db.query<{ why: string }>(
    `select case when accepted_at is not null then 'accepted' when withdrawn_at is not null then 'withdrawn'
       when expires_at <= $2 then 'expired' else 'unknown' end as why
     from access.invitation where token_hash = $1 and kind = 'staff'`,
    [hashOf(token), at],
  )
  return new Refused(`access.invitation-${rows[0]?.why ?? 'unknown'}`, 'absent')
}

/** Lets the invited person in with the password that they chose. */
export const acceptInvitation = (pool: Pool, token: string, password: string, at: Date): Promise<Id> =>
  transaction(pool, async client => {
    const used = await useLink<OpenInvitation>(client, 'staff', token, at)
    if (!used) throw await whyShut(client, token, at)
    const id = await addStaff(client, { ...used, password }, { by: `invitation:${used.id}`, at })
    await client.query('update access.invitation set staff_id = $2 where id = $1', [used.id, id])
    return id
  })

export interface FirstAdministrator {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** Makes the first administrator, with every duty of the notice. */
export const setUp = (
  pool: Pool,
  published: Published,
  token: string,
  first: FirstAdministrator,
  at: Date,
): Promise<Id> =>
  transaction(pool, async client => {
    await lockStaffingOf(client)
    const used = await useLink(client, 'setup', token, at)
    if (!used || (await hasStaff(client))) throw new Refused('access.link-used', 'absent')
    const duties = [administrator, ...published.duties.map(({ id }) => id)]
    const id = await addStaff(client, { ...first, duties }, { by: 'setup', at })
    await client.query('update access.invitation set staff_id = $2 where id = $1', [used.id, id])
    return id
  })

/** Uses up a link; undefined when it is shut. Of two who come at the same moment the row lets one through. */
async function useLink<Row extends { readonly id: Id }>(
  client: Parameters<typeof addStaff>[0],
  kind: 'setup' | 'staff',
  token: string,
  at: Date,
): Promise<Row | undefined> {
  const { rows } = await client.query<Row>(
    `update access.invitation set accepted_at = $3 where token_hash = $1 and kind = $2 and ${open} and expires_at > $3
     returning ${columns}`,
    [hashOf(token), kind, at],
  )
  return rows[0]
}
