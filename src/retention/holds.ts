/** A legal hold keeps everything of somebody until a word ends it; it is never overwritten, and looked at again on its day. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { addDuration } from '../base/time-limit.ts'

export interface Hold {
  readonly id: Id
  readonly reason: string
  /** The day by which somebody looks whether it is still needed: YYYY-MM-DD. */
  readonly until: string
  /** How many persons it held when it was placed. */
  readonly persons: number
  readonly placedAt: Date
  /** `staff:<id>` */
  readonly placedBy: string
  readonly reviewedAt: Date | null
}

/** Whoever places or ends holds: the login of the rights purpose, and the token of the member of staff. */
export interface Holding {
  readonly reader: Pool
  readonly token: string
  readonly now: Date
}

/** No hold goes unlooked at for longer. */
const longest = 'P12M'

/** The holds that stand, that which is to be looked at first at the head. */
export async function standingHolds(app: Pool): Promise<readonly Hold[]> {
  const { rows } = await app.query<Hold>(
    `select id, reason, until, persons, placed_at as "placedAt", placed_by as "placedBy", reviewed_at as "reviewedAt"
     from retention.standing_hold order by until, id`,
  )
  return rows
}

export interface NewHold {
  readonly persons: readonly Id[]
  readonly reason: string
  readonly until: string
}

/** Refused when none of the persons is there, and for a day that has passed or is more than a year away. */
export async function placeHold({ reader, token, now }: Holding, hold: NewHold): Promise<Id> {
  allowUntil(hold.until, now)
  const id = newId()
  await reader.query('select register.place_hold($1, $2, $3, $4, $5, $6)', [
    token,
    id,
    hold.persons,
    hold.reason,
    hold.until,
    now,
  ])
  return id
}

/** It is still needed: until the day of the next look. */
export async function reviewHold(
  { reader, token, now }: Holding,
  hold: Id,
  { reason, until }: { readonly reason: string; readonly until: string },
): Promise<void> {
  allowUntil(until, now)
  await reader.query('select register.say_of_hold($1, $2, $3, $4, $5)', [token, hold, reason, until, now])
}

/** What is past its date goes in the following night. */
export async function endHold({ reader, token, now }: Holding, hold: Id, reason: string): Promise<void> {
  await reader.query('select register.say_of_hold($1, $2, $3, null, $4)', [token, hold, reason, now])
}

/** A page of those whom a hold holds, by their ids. */
export async function heldPersons(
  { reader, token }: Holding,
  hold: Id,
  limit: number,
  after?: Id,
): Promise<readonly Id[]> {
  const { rows } = await reader.query<{ id: Id }>('select register.held_persons($1, $2, $3, $4) as id', [
    token,
    hold,
    after ?? null,
    limit,
  ])
  return rows.map(({ id }) => id)
}

function allowUntil(until: string, now: Date): void {
  const today = dateInHelsinki(now)
  if (until <= today || until > addDuration(today, longest))
    throw new Refused('retention.hold-until', 'invalid', {}, { field: 'until' })
}
