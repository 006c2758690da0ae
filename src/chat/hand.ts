/** What was said in a talk whose visitor told an address, or of whom staff have told who it is, is handed to the intake, each line once; of a nameless one only a request for a right is. */

import { openDoor } from '../arrivals/receive.ts'
import type { Id } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { rightAskedIn } from '../rights/asked-in.ts'
import { chat, chatKind, deliveryOf, type Said } from './chat-adapter.ts'
import { keptDays } from './chat-door.ts'
import { unsealWords } from './sealed.ts'

export type Handing = Pick<Program, 'clock' | 'database' | 'home' | 'published' | 'sign'>

interface Unhanded {
  readonly id: Id
  readonly at: Date
  readonly by: string | null
  readonly sealed: Buffer
  readonly asked: boolean
  readonly connection: Id
  readonly email: Buffer | null
  readonly person_id: Id | null
  readonly joined_by: string | null
  readonly lang: Said['lang']
  readonly notice_version: number
  readonly shown_at: Date
}

export async function handTalk(program: Handing, talk: Id): Promise<void> {
  const { app } = program.database
  const door = openDoor(program, [chat])
  const { rows } = await app.query<Unhanded>(
    `select l.id, l.at, l.by, l.sealed, l.asked, t.connection_id as connection, t.email, t.person_id, t.joined_by, t.lang, t.notice_version, t.shown_at
     from chat.line l join chat.talk t on t.id = l.talk_id where t.id = $1 and l.handed_at is null order by l.id`,
    [talk],
  )
  for (const line of rows) {
    const text = unsealWords(program.home, line.id, line.sealed)
    const email = line.email === null ? undefined : unsealWords(program.home, talk, line.email)
    const asks = line.by === null && rightAskedIn(text) !== undefined
    const choice =
      line.joined_by === null || line.person_id === null ? undefined : { person: line.person_id, by: line.joined_by }
    const isOfSomebody = email !== undefined || choice !== undefined
    if (!isOfSomebody && (!asks || line.asked)) continue
    const said: Said = {
      id: line.id,
      talk,
      at: line.at.toISOString(),
      by: line.by === null ? 'visitor' : 'staff',
      text,
      email,
      joined: choice !== undefined,
      asked: line.asked,
      lang: line.lang,
      noticeVersion: line.notice_version,
      shownAt: line.shown_at.toISOString(),
    }
    await door.keep({ id: line.connection, kind: chatKind, keep_days: keptDays }, deliveryOf(said), false, choice)
    await app.query(
      isOfSomebody
        ? 'update chat.line set handed_at = $3 where talk_id = $1 and id = $2'
        : 'update chat.line set asked = true where talk_id = $1 and id = $2',
      isOfSomebody ? [talk, line.id, program.clock.now()] : [talk, line.id],
    )
  }
}
