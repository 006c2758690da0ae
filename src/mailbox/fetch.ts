/** New mail of a folder is kept message by message, in its order, before the place is noted; nothing on the server is changed unless told. */

import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Pool } from 'pg'
import type { Door } from '../arrivals/receive.ts'
import type { Clock } from '../base/time.ts'
import { deliveryOf, mailKind } from './letter-adapter.ts'
import { mostBytes } from './mime.ts'
import { placeHash } from './place.ts'
import { type Kept, noteReached, type Reached, reachedIn } from './reading.ts'

export interface Fetching {
  readonly app: Pool
  readonly clock: Clock
  readonly door: Pick<Door, 'keep'>
}

/** Clocks differ, and servers tell the day of a message to the second only. */
const day = 86_400_000
/** As many are listed at once. */
const listed = 500

/** Opens the folder and finds where it was left off: from now on, or from its beginning, or where it ended. */
export async function openFolder({ app, clock }: Fetching, { id, place }: Kept, client: ImapFlow): Promise<Reached> {
  const { uidValidity, uidNext } = await client.mailboxOpen(place.folder, { readOnly: !place.marksRead })
  const known = await reachedIn(app, id, placeHash(place))
  if (known?.validity === uidValidity) return known
  const begunAt = known?.begunAt ?? (place.fromBeginning ? new Date(0) : clock.now())
  const from: Reached = {
    validity: uidValidity,
    uid: known || place.fromBeginning ? 0 : uidNext - 1,
    begunAt,
    renumbered: known ? uidNext : 0,
  }
  await noteReached(app, id, placeHash(place), from)
  return from
}

/** Keeps all that has come since, and answers how far it came; stops between two messages when it is told to. */
export async function fetchNew(
  fetching: Fetching,
  kept: Kept,
  client: ImapFlow,
  from: Reached,
  stopping: AbortSignal,
): Promise<Reached> {
  let reached = from
  for (;;) {
    const found: FetchMessageObject[] = []
    const range = `${reached.uid + 1}:*`
    for await (const one of client.fetch(range, { uid: true, size: true, internalDate: true }, { uid: true })) {
      // A range whose end lies before its beginning means the last message (RFC 9051, 9).
      if (one.uid > reached.uid) found.push(one)
      if (found.length > 100_000) break
    }
    const next = found.toSorted((a, b) => a.uid - b.uid).slice(0, listed)
    if (next.length === 0) return reached
    for (const one of next) {
      if (stopping.aborted) return reached
      const at = new Date(one.internalDate ?? fetching.clock.now())
      const isOld = one.uid < reached.renumbered && at.getTime() < reached.begunAt.getTime() - day
      if (!isOld) await keepOne(fetching, kept, client, one, at)
      reached = { ...reached, uid: one.uid }
      await noteReached(fetching.app, kept.id, placeHash(kept.place), reached)
    }
  }
}

async function keepOne(
  { door }: Fetching,
  { id, keep_days, place }: Kept,
  client: ImapFlow,
  { uid, size }: FetchMessageObject,
  at: Date,
): Promise<void> {
  const isHead = (size ?? 0) > mostBytes
  const found = await client.fetchOne(String(uid), isHead ? { headers: true } : { source: true }, { uid: true })
  const bytes = found && (isHead ? found.headers : found.source)
  if (!bytes) return // somebody has moved it meanwhile
  await door.keep({ id, kind: mailKind, keep_days }, deliveryOf({ bytes, uid, at, isHead }), false)
  if (place.marksRead) await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
}
