/** Whoever can come in is a member of staff with a duty, a program with a key or a named login, and none of them longer than they should. */

import { measure } from '../promises/place.ts'
import { type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'
import { sessionDays } from './auth.ts'
import { administrator } from './duty.ts'
import { validDays } from './invitation.ts'

const countOf = async (
  { database }: PromiseContext,
  sql: string,
  values: readonly unknown[],
): Promise<{ count: number; of: number }> => {
  const { rows } = await database.app.query<{ count: number; of: number }>(sql, [...values])
  return rows[0] ?? { count: 0, of: 0 }
}

/** A session ends after the days that it is given, and is forgotten within a day of its end. */
export const sessionsEnd: PromiseCheck = {
  id: 'access.sessions-end',
  severity: 'serious',
  places: notice => measure(notice, 'passwords'),
  mend: '/staff',
  run: async context => {
    const { count, of } = await countOf(
      context,
      `select count(*) filter (where expires_at < $1::timestamptz - interval '1 day'
         or expires_at > created_at + make_interval(days => $2)) as count, count(*) as of from access.session`,
      [context.at, sessionDays],
    )
    return verdict(count === 0, { count, sessions: of })
  },
}

/** Nobody is signed in who is locked, removed or has no duty. */
export const staffHaveDuties: PromiseCheck = {
  id: 'access.staff-have-duties',
  severity: 'serious',
  places: notice => [...measure(notice, 'duties'), ...measure(notice, 'named-accounts')],
  mend: '/staff',
  run: async context => {
    const { count, of } = await countOf(
      context,
      `select count(distinct m.id) filter (where m.locked_at is not null or m.removed_at is not null
         or not exists (select from access.duty d where d.staff_id = m.id and d.ended_at is null)) as count,
         count(distinct m.id) as of
       from access.session s join access.staff m on m.id = s.staff_id where s.expires_at > $1`,
      [context.at],
    )
    return verdict(count === 0, { count, staff: of })
  },
}

/** Staff have the duties that the notice names, and no other: one that it has dropped is taken from whoever had it. */
export const dutiesDeclared: PromiseCheck = {
  id: 'access.duties-declared',
  severity: 'slight',
  places: ({ duties }) => (duties.length > 0 ? ['duties'] : []),
  mend: '/staff',
  run: async ({ database, notice }) => {
    const known = [administrator, ...notice.duties.map(({ id }) => id)]
    const { rows } = await database.app.query<{ duty: string; holders: number }>(
      `select duty, count(*) as holders from access.duty where ended_at is null and duty <> all ($1) group by 1 order by 1`,
      [known],
    )
    const count = rows.reduce((sum, { holders }) => sum + holders, 0)
    return verdict(
      count === 0,
      { count },
      rows.map(({ duty }) => duty),
    )
  },
}

/** Everybody who may come in has a password of their own, kept as a hash. */
export const passwordsKept: PromiseCheck = {
  id: 'access.passwords-kept',
  severity: 'grave',
  places: notice => measure(notice, 'passwords'),
  mend: '/staff',
  run: async context => {
    // scrypt: 16 bytes of salt and 64 of hash, hexadecimal
    const { count, of } = await countOf(
      context,
      `select count(*) filter (where not exists (select from access.credential c
         where c.staff_id = m.id and c.provider_id = 'credential' and c.password ~ '^[0-9a-f]{32}:[0-9a-f]{128}$')) as count, count(*) as of
       from access.staff m where m.removed_at is null and m.locked_at is null`,
      [],
    )
    return verdict(count === 0, { count, staff: of })
  },
}

/** An invitation that nobody used is forgotten, with the name and address in it. */
export const invitationsForgotten: PromiseCheck = {
  id: 'access.invitations-forgotten',
  severity: 'slight',
  places: notice => measure(notice, 'confidentiality'),
  mend: '/staff',
  run: async context => {
    // 30 days after it ended (upkeep.ts), and a day for the upkeep
    const { count, of } = await countOf(
      context,
      `select count(*) filter (where expires_at < $1::timestamptz - interval '31 days'
         or expires_at > invited_at + make_interval(days => $2)) as count, count(*) as of
       from access.invitation where accepted_at is null`,
      [context.at, Math.max(...Object.values(validDays))],
    )
    return verdict(count === 0, { count, invitations: of })
  },
}

/** A key of another program works for a purpose of the notice, and for no other. */
export const keysHavePurposes: PromiseCheck = {
  id: 'access.keys-have-purposes',
  severity: 'serious',
  places: () => ['purposes'],
  mend: '/keys',
  run: async context => {
    const purposes = context.notice.purposes.map(({ id }) => id)
    const { count, of } = await countOf(
      context,
      `select count(*) filter (where purpose <> all ($2)) as count, count(*) as of from access.key
       where revoked_at is null and (expires_at is null or expires_at > $1)`,
      [context.at, purposes],
    )
    return verdict(count === 0, { count, keys: of })
  },
}

/** Where the notice says that sign-in is confirmed by a second factor, no session is in use that was opened without one. */
export const secondFactor: PromiseCheck = {
  id: 'access.second-factor',
  severity: 'grave',
  places: notice => measure(notice, 'second-factor'),
  mend: '/staff',
  run: async ({ database, at, version }) => {
    // A session from before the notice may lie there unused: it is refused when it comes back.
    const { rows } = await database.app.query<{ count: number; staff: number; enrolled: number }>(
      `with enrolled as (
         select staff_id from access.authenticator where confirmed_at is not null union select staff_id from access.passkey)
       select (select count(*) from access.session
               where expires_at > $1 and updated_at > (select published_at from notice.version where id = $2)
                 and (coalesce(factor, 'trusted-browser') = 'trusted-browser'
                   or staff_id not in (select staff_id from enrolled))) as count,
         count(*) as staff, count(*) filter (where id in (select staff_id from enrolled)) as enrolled
       from access.staff where removed_at is null and locked_at is null`,
      [at, version],
    )
    const { count, staff, enrolled } = rows[0] ?? { count: 0, staff: 0, enrolled: 0 }
    return verdict(count === 0, { count, staff, enrolled })
  },
}
