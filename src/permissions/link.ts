/** A link leads one person to the page of their permits for a time; only a hash of its secret is kept. */

import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { type Id, newId, newSecret } from '../base/ids.ts'
import type { Channel } from '../notice/notice.ts'

export interface Link {
  readonly person: Id
  /** What one click ends (RFC 8058), where the link came with a message of it. */
  readonly stops: { readonly purpose: string; readonly channel: Channel } | undefined
}

export interface NewLink extends Link {
  /** As in change rows: staff:<id>, system. */
  readonly by: string
  readonly at: Date
  readonly days: number
}

/** A link that staff hand on leads in for a month, one in a message for as long as people keep their mail. */
export const lasts = { byStaff: 30, inMessage: 400 } as const

const day = 86_400_000

/** Makes a link and answers its secret, which nobody can learn afterwards. */
export async function makeLink(db: ClientBase | Pool, { person, ...link }: NewLink): Promise<string> {
  const token = newSecret()
  await keepLinks(db, [{ person, token }], link)
  return token
}

/** The same for many, each with a link of their own; by person. */
export async function makeLinks(
  db: ClientBase | Pool,
  persons: readonly Id[],
  link: Omit<NewLink, 'person'>,
): Promise<ReadonlyMap<Id, string>> {
  const tokens = new Map(persons.map(person => [person, newSecret()]))
  await keepLinks(
    db,
    [...tokens].map(([person, token]) => ({ person, token })),
    link,
  )
  return tokens
}

const keepLinks = (
  db: ClientBase | Pool,
  made: readonly { readonly person: Id; readonly token: string }[],
  { stops, by, at, days }: Omit<NewLink, 'person'>,
): Promise<unknown> =>
  db.query(
    `insert into permissions.link (id, token_hash, person_id, purpose, channel, made_at, made_by, expires_at)
     select id, hash, person, $4, $5, $6, $7, $8 from unnest($1::uuid[], $2::bytea[], $3::uuid[]) as g (id, hash, person)`,
    [
      made.map(() => newId()),
      made.map(({ token }) => hashOf(token)),
      made.map(({ person }) => person),
      stops?.purpose,
      stops?.channel,
      at,
      by,
      new Date(at.getTime() + days * day),
    ],
  )

/** One that staff make takes the place of those that staff made before. */
export const endLinks = (db: ClientBase | Pool, person: Id, at: Date): Promise<unknown> =>
  db.query(
    `update permissions.link set ended_at = $2 where person_id = $1 and purpose is null and ended_at is null and expires_at > $2`,
    [person, at],
  )

/** Undefined for a secret that is unknown, has expired or has been ended: which of these it is takes the same time and is not told. */
export async function findLink(app: Pool, token: string, at: Date): Promise<Link | undefined> {
  const { rows } = await app.query<{ person: Id; purpose: string | null; channel: Channel | null }>({
    name: 'preference-link',
    text: `select person_id as person, purpose, channel from permissions.link
      where token_hash = $1 and expires_at > $2 and ended_at is null`,
    values: [hashOf(token), at],
  })
  const [found] = rows
  if (!found) return undefined
  const { person, purpose, channel } = found
  return { person, stops: purpose !== null && channel !== null ? { purpose, channel } : undefined }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export const pageOf = (url: string, token: string): string => `${url}/preferences/${token}`
export const oneClickOf = (url: string, token: string): string => `${pageOf(url, token)}/stop`
