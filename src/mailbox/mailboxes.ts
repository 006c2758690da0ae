/** A mailbox is kept by staff as other connections are, its password sealed; whether it can be read is known before it is believed. */

import type { Pool } from 'pg'
import {
  addConnection,
  type Connecting,
  changeConnection,
  listConnections,
  rotateSecret,
} from '../arrivals/connection.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Notice } from '../notice/notice.ts'
import { accessTo, findLocked } from './access.ts'
import { type Tried, type Trouble, troubleOf, tryImap } from './imap.ts'
import { mailAdapter, mailKind } from './letter-adapter.ts'
import { checkPlace, loginHash, type MailboxPlace, mailboxPlace } from './place.ts'

const adapters = [mailAdapter]

export interface ToldMailbox {
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly keepDays: number
  readonly place: MailboxPlace
}

export interface Mailbox extends ToldMailbox {
  readonly id: Id
  readonly madeAt: Date
  readonly pausedAt: Date | null
  /** It is to be opened by a permission that nobody has given yet. */
  readonly asksSignIn: boolean
  /** When a mail came last, and when it was last known that nothing was left to read. */
  readonly lastAt: Date | null
  readonly readAt: Date | null
  readonly trouble: { readonly code: Trouble; readonly since: Date } | null
  /** Percent of the server's room. */
  readonly filled: number | null
  readonly written: number
  readonly refused: number
}

export async function listMailboxes(app: Pool, now: Date): Promise<readonly Mailbox[]> {
  const connections = (await listConnections(app, now)).filter(({ kind }) => kind === mailKind)
  const { rows } = await app.query<{
    connection_id: Id
    read_at: Date | null
    trouble: Trouble | null
    trouble_since: Date | null
    filled: number | null
  }>('select connection_id, read_at, trouble, trouble_since, filled from mailbox.reading')
  return connections.map(
    ({ id, name, purpose, source, keepDays, settings, madeAt, pausedAt, lastAt, written, refused, hasToken }) => {
      const place = mailboxPlace.parse(settings)
      const reading = rows.find(({ connection_id }) => connection_id === id)
      const { trouble = null, trouble_since: since = null } = reading ?? {}
      return {
        ...{ id, name, purpose, source, keepDays, madeAt, pausedAt, lastAt, written, refused },
        place,
        asksSignIn: place.signIn !== undefined && !hasToken,
        readAt: reading?.read_at ?? null,
        trouble: trouble !== null && since !== null ? { code: trouble, since } : null,
        filled: reading?.filled ?? null,
      }
    },
  )
}

export async function addMailbox(by: Connecting, notice: Notice, told: ToldMailbox, password: string): Promise<Id> {
  checkPlace(told.place)
  const { place, ...rest } = told
  const made = { ...rest, kind: mailKind, settings: { ...place }, secret: password }
  return (await addConnection(by, adapters, notice, made)).id
}

/** A kept password is not sent to another server or for another user: who changes these gives it anew. */
export async function changeMailbox(
  by: Connecting,
  notice: Notice,
  id: Id,
  told: ToldMailbox,
  password?: string,
): Promise<void> {
  checkPlace(told.place)
  const kept = await findLocked(by.app, id)
  if (!password && loginHash(kept.place) !== loginHash(told.place)) throw passwordMissing()
  const { place, ...rest } = told
  await changeConnection(by, adapters, notice, id, { ...rest, settings: { ...place } })
  if (password) await rotateSecret(by, adapters, id, password)
}

const passwordMissing = () => new Refused('mailbox.password-missing', 'invalid', {}, { field: 'password' })

/** Signs in and opens the folder, reading nothing. Refuses (`mailbox.trouble.<code>`) with what stands in the way. */
export async function tryMailbox(
  { app, home }: Pick<Connecting, 'app' | 'home'>,
  tried: { readonly place: MailboxPlace; readonly password?: string | undefined; readonly id?: Id | undefined },
): Promise<Tried> {
  checkPlace(tried.place)
  const { place, password } = tried
  const found = tried.id === undefined ? undefined : await findLocked(app, tried.id)
  const kept = found && loginHash(found.place) === loginHash(place) ? found : undefined
  const given = place.signIn || !password ? undefined : { pass: password }
  try {
    const access = given ?? (kept && (await accessTo({ app, home }, kept.id)))
    if (access) return await tryImap({ place, access })
  } catch (fault) {
    throw new Refused(`mailbox.trouble.${troubleOf(fault)}`, 'conflict')
  }
  throw place.signIn ? new Refused('mailbox.sign-in-first', 'conflict') : passwordMissing()
}
