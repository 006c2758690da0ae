/** A talk is lines in the order of time, each said once; who has its token speaks as the visitor, and only sees what was said in it. */

import type { ClientBase } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Stamp } from '../forms/stamp.ts'
import type { Program } from '../http/program.ts'
import { enqueue } from '../jobs/job.ts'
import { maskCardNumbers } from '../register/card-number.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { hashOfToken, sealWords, tokenOf, unsealWords } from './sealed.ts'

export type Talking = Pick<Program, 'clock' | 'database' | 'home'>

/** The job that hands what was said to the intake. */
export const handing = 'chat.hand'

/** Lines of one talk, and of one in a minute. */
const most = { lines: 300, inMinute: 20 }
/** Characters of one line. */
export const longest = 2000

export interface Talk {
  readonly id: Id
  readonly connection: Id
  readonly lang: Stamp['lang']
  readonly hasEmail: boolean
  readonly ended: boolean
}

export interface Line {
  readonly id: Id
  readonly at: Date
  /** `staff:<id>`; null: the visitor. */
  readonly by: string | null
  readonly text: string
}

const columns = 'id, connection_id as connection, lang, email is not null as "hasEmail", ended_at is not null as ended'

/** The talk that begins with a page; asked again it is the same. Answers its token too, which is kept nowhere. */
export async function begin(program: Talking, door: Id, stamp: Stamp): Promise<{ talk: Talk; token: string }> {
  const token = tokenOf(program.home, stamp.nonce)
  const now = program.clock.now()
  await program.database.app.query(
    `insert into chat.talk (id, connection_id, token_hash, lang, notice_version, shown_at, begun_at, last_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (token_hash) do nothing`,
    [newId(), door, hashOfToken(token), stamp.lang, stamp.noticeVersion, new Date(stamp.at), now],
  )
  const talk = await talkOf(program, token)
  if (talk === undefined) throw new Refused('chat.gone', 'absent')
  return { talk, token }
}

/** Undefined of a token that nobody was given, and of a talk that is not kept any more. */
export async function talkOf({ database }: Talking, token: string): Promise<Talk | undefined> {
  const { rows } = await database.app.query<Talk>({
    name: 'talk-by-token',
    text: `select ${columns} from chat.talk where token_hash = $1`,
    values: [hashOfToken(token)],
  })
  return rows[0]
}

export interface Saying {
  /** What is said with the same one again counts once. */
  readonly client: string
  readonly text: string
  /** `staff:<id>`; null: the visitor. */
  readonly by: string | null
  /** The first that is told stays. */
  readonly email?: string | undefined
}

/** Says it; personal identity codes and numbers of cards are masked before anything is kept. Refuses what is too much (`chat.too-much`). */
export async function say(program: Talking, talk: Id, { client, text, by, email }: Saying): Promise<void> {
  const { clock, database, home } = program
  const words = maskCardNumbers(maskIdentityCodes(text).text)
  const [id, at] = [newId(), clock.now()]
  await transaction(database.app, async db => {
    await lock(db, talk)
    if (await isSaid(db, talk, client)) return
    await refuseTooMuch(db, talk, at)
    await db.query(
      `insert into chat.line (talk_id, id, person_id, at, by, client, sealed)
       select t.id, $2, t.person_id, $3, $4, $5, $6 from chat.talk t where t.id = $1`,
      [talk, id, at, by, client, sealWords(home, id, words)],
    )
    await db.query('update chat.talk set last_at = $2, waits = $3, email = coalesce(email, $4) where id = $1', [
      talk,
      at,
      by === null,
      email === undefined ? null : sealWords(home, talk, email),
    ])
    await enqueue(db, handing, { talk }, { key: `${handing}:${talk}` })
  })
}

/** Staff have told whose a nameless talk is: what was said in it goes to that customer. Refuses (`chat.not-nameless`) one of whom that is known. */
export async function join({ clock, database }: Talking, talk: Id, person: Id, by: string): Promise<void> {
  await transaction(database.app, async db => {
    const { rowCount } = await db.query(
      `update chat.talk set person_id = $2, joined_at = $3, joined_by = $4 where id = $1 and person_id is null and email is null`,
      [talk, person, clock.now(), by],
    )
    if (rowCount === 0) throw new Refused('chat.not-nameless', 'conflict')
    await db.query('update chat.line set person_id = $2 where talk_id = $1', [talk, person])
    await enqueue(db, handing, { talk }, { key: `${handing}:${talk}` })
  })
}

/** Refuses (`chat.gone`) a talk that is not kept any more, and one that has ended. */
async function lock(db: ClientBase, talk: Id): Promise<void> {
  const { rows } = await db.query<{ ended: boolean }>(
    'select ended_at is not null as ended from chat.talk where id = $1 for update',
    [talk],
  )
  if (rows[0] === undefined || rows[0].ended) throw new Refused('chat.gone', 'absent')
}

const isSaid = async (db: ClientBase, talk: Id, client: string): Promise<boolean> =>
  (await db.query('select from chat.line where talk_id = $1 and client = $2', [talk, client])).rowCount !== 0

async function refuseTooMuch(db: ClientBase, talk: Id, at: Date): Promise<void> {
  const { rows } = await db.query<{ lines: number; lately: number }>(
    `select count(*)::int as lines, (count(*) filter (where at > $2::timestamptz - interval '1 minute'))::int as lately
     from chat.line where talk_id = $1`,
    [talk, at],
  )
  const [said] = rows
  if (said && (said.lines >= most.lines || said.lately >= most.inMinute)) throw new Refused('chat.too-much', 'limited')
}

/** What was said after a line, or all of it, oldest first. */
export async function linesOf({ database, home }: Talking, talk: Id, after?: Id): Promise<readonly Line[]> {
  const { rows } = await database.app.query<Omit<Line, 'text'> & { readonly sealed: Buffer }>(
    'select id, at, by, sealed from chat.line where talk_id = $1 and ($2::uuid is null or id > $2) order by id',
    [talk, after ?? null],
  )
  return rows.map(({ sealed, ...line }) => ({ ...line, text: unsealWords(home, line.id, sealed) }))
}

/** Nothing more can be said in it: it was ended, or is not kept any more. */
export async function talkEnded({ database }: Pick<Talking, 'database'>, talk: Id): Promise<boolean> {
  const { rows } = await database.app.query('select from chat.talk where id = $1 and ended_at is null', [talk])
  return rows.length === 0
}

/** Nothing more is said in it. `by`: `staff:<id>`; null: the visitor. */
export async function end({ clock, database }: Talking, talk: Id, by: string | null): Promise<void> {
  await database.app.query(
    'update chat.talk set ended_at = $2, ended_by = $3, waits = false where id = $1 and ended_at is null',
    [talk, clock.now(), by],
  )
}
