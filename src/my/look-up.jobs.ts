/** What was asked at the door is looked up after the answer: whoever is found gets their link or code, and the address is forgotten. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import type { Sending } from '../mail/message-kind.ts'
import { queueMessages } from '../mail/outbox.ts'
import { holdersOf, keyOf, lookToSend, reachOf } from '../register/address.ts'
import { queueText } from '../sms/outbox.ts'
import { type Asked, lookingUp, nextAsked, remembered } from './asked.ts'
import { ownPageCode } from './code-text.ts'
import { ownPageLink } from './link-message.ts'
import { makeWayIn } from './way-in.ts'

const day = 86_400_000
/** In milliseconds: ways in and sessions that have ended are no use to anybody. */
const keptAfter = 30 * day

export const lookUp: Job<Sending> = {
  name: lookingUp,
  run: async (program, _ids, stopping) => {
    const { clock, mail } = program
    const { app } = program.database
    for (;;) {
      const asked = stopping.aborted ? undefined : await nextAsked(app, mail)
      if (!asked) break
      await lookUpOne(program, asked)
    }
    const left = await tidy(app, clock.now())
    const next = stopping.aborted ? clock.now() : new Date(clock.now().getTime() + day)
    if (left) await enqueue(app, lookingUp, {}, { at: next, key: lookingUp })
  },
}

/** The address is forgotten in the transaction that queues the message: neither is lost, neither happens twice. */
async function lookUpOne(program: Sending, asked: Asked): Promise<void> {
  const { app } = program.database
  const at = program.clock.now()
  const [person] = asked.isTooMuch ? [] : await holdersOf(program, asked, asked.id)
  const row = person && (await rowOf(program, person, asked))
  await transaction(app, async client => {
    const { rowCount } = await client.query('update my.asked set sealed = null where id = $1 and sealed is not null', [
      asked.id,
    ])
    if (rowCount === 0 || !person || !row) return
    const about = await makeWayIn(client, {
      person,
      asked: asked.id,
      way: asked.way,
      addressRow: row,
      by: 'system',
      at,
    })
    if (asked.way === 'email') await queueMessages(client, { kind: ownPageLink.kind, about, persons: [person], at })
    else await queueText(client, { kind: ownPageCode.kind, about, person, at })
  })
}

async function rowOf(program: Sending, person: Id, { id, way, key }: Asked): Promise<Id | undefined> {
  await lookToSend(program, person, id)
  const { addresses } = await reachOf(program, person)
  return addresses.find(one => one.way === way && keyOf(one) === key)?.row
}

/** Takes away what has no use any more. Answers whether something is left to take away later. */
async function tidy(app: Pool, at: Date): Promise<boolean> {
  await app.query('delete from my.asked where at < $1 and sealed is null', [new Date(at.getTime() - remembered)])
  const before = new Date(at.getTime() - keptAfter)
  await app.query('delete from my.way_in where made_at < $1', [before])
  await app.query('delete from my.session where expires_at < $1', [before])
  const { rows } = await app.query<{ left: boolean }>(
    'select exists (select from my.asked) or exists (select from my.way_in) or exists (select from my.session) as left',
  )
  return rows[0]?.left ?? false
}
