/** Who has a conversation open just now is told to the others who have, so that two do not answer at once. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { noteThere } from '../chat/chat-door.ts'
import type { Ask } from '../http/ask.ts'
import type { Pulse } from './inbox-answers.ts'

/** So long after they were last heard of, in seconds. */
const lasts = 15

interface Looking {
  readonly purpose: string
  readonly open?: Id | undefined
  readonly writing: boolean
}

/** What changes whenever a conversation does, and who else has this one open. Whoever of the staff asks is there for visitors of the chat too. It shows no customer, so no look is recorded. */
export async function pulseOf({ asker, program, clock }: Ask, { purpose, open, writing }: Looking): Promise<Pulse> {
  if (!asker.purposes.includes(purpose)) throw new Refused('http.purpose-not-yours', 'forbidden')
  const { app } = program.database
  const { rows } = await app.query<{ touched: string | null; door: Id | null }>({
    name: 'inbox-pulse',
    text: `select inbox.pulse($1)::text as touched,
      (select o.id from arrivals.connection o where o.kind = 'chat' and o.purpose = $1 and o.paused_at is null limit 1) as door`,
    values: [purpose],
  })
  const door = rows[0]?.door ?? null
  if (door !== null && asker.kind === 'staff') await noteThere(app, door, clock.now())
  const me = asker.kind === 'staff' ? asker.actor.replace('staff:', '') : undefined
  return {
    touched: rows[0]?.touched ?? null,
    others:
      open === undefined || me === undefined ? [] : await others(app, open, { me, purpose, writing, now: clock.now() }),
  }
}

async function others(
  app: Pool,
  conversation: Id,
  {
    me,
    purpose,
    writing,
    now,
  }: { readonly me: Id; readonly purpose: string; readonly writing: boolean; readonly now: Date },
): Promise<Pulse['others']> {
  await app.query({
    name: 'inbox-be-present',
    text: `insert into inbox.presence as p (conversation_id, staff_id, at, writing)
      select $1, $2, $3, $4 where inbox.is_there($1, $5)
      on conflict (conversation_id, staff_id) do update set at = excluded.at, writing = excluded.writing`,
    values: [conversation, me, now, writing, purpose],
  })
  const { rows } = await app.query<{ name: string; writing: boolean }>({
    name: 'inbox-present',
    text: `select s.name, p.writing from inbox.presence p join access.staff s on s.id = p.staff_id
      where p.conversation_id = $1 and p.staff_id <> $2 and p.at > $3::timestamptz - make_interval(secs => $4) order by s.name`,
    values: [conversation, me, now, lasts],
  })
  return rows
}
