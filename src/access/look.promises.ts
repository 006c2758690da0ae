/** Every look is on record as it was, and none was outside the duties of whoever looked. */

import { dateInHelsinki } from '../base/time.ts'
import { parse } from '../notice/parse.ts'
import { measure } from '../promises/place.ts'
import { cannotTell, type PromiseCheck, verdict } from '../promises/promise.ts'
import { verifyLooks } from './look-seal.ts'
import { measures, unusualDays } from './unusual-look.ts'

/** No look has been altered, removed or added afterwards: the seals of all of them still fit. */
export const lookLogUnbroken: PromiseCheck = {
  id: 'access.look-log-unbroken',
  severity: 'grave',
  places: notice => measure(notice, 'look-log'),
  run: async ({ database }) => {
    const { faults, looks, seals } = await verifyLooks(database.app)
    const found = faults.map(({ seal, fault }) => `${seal} ${fault}`)
    return verdict(faults.length === 0, { count: faults.length, looks, seals }, found)
  },
}

/**
 * Whoever looked had at that moment a duty that gives the purpose of the look, by the notice of that moment; a program had a key for it; and what the
 * register does by itself is for the rights purpose, but for campaigns, which staff of a purpose have it send. A look is written within seconds of the answer to who asks: a minute is allowed.
 */
export const looksWithinDuties: PromiseCheck = {
  id: 'access.looks-within-duties',
  severity: 'grave',
  places: notice => [...measure(notice, 'duties'), ...(notice.duties.length > 0 ? ['duties'] : [])],
  run: async ({ database }) => {
    const { app } = database
    const versions = await app.query<{ id: number; source: string }>(
      'select id, source_text as source from notice.version',
    )
    const given: { version: number; duty: string; purpose: string }[] = []
    const rights: { version: number; purpose: string }[] = []
    for (const { id: version, source } of versions.rows) {
      const { notice } = parse(source)
      if (notice === undefined) return cannotTell('errors.publish.unreadable')
      for (const { id: duty, purposes } of notice.duties)
        given.push(...purposes.map(purpose => ({ version, duty, purpose })))
      rights.push(...notice.purposes.filter(({ seesAll }) => seesAll).map(({ id: purpose }) => ({ version, purpose })))
    }
    const { rows } = await app.query<{ looks: number; count: number; commands: number }>(outside, [
      JSON.stringify(given),
      JSON.stringify(rights),
    ])
    const { count, ...others } = rows[0] ?? { looks: 0, count: 0, commands: 0 }
    return verdict(count === 0, { count, ...others })
  },
}

// Not judged: the command line, whose user has the server itself in hand (told as a figure); a person's look at themselves; and what
// shows nobody, the administrator's making of a named login for a purpose and the counting of those whom a new notice concerns.
const outside = `
  with given as (select * from jsonb_to_recordset($1) as g (version int, duty text, purpose text)),
  rights as (select * from jsonb_to_recordset($2) as r (version int, purpose text)),
  allowed as (
    select 'staff:' || d.staff_id as actor, g.version, g.purpose, d.given_at as since, coalesce(d.ended_at, 'infinity') as until
    from access.duty d join given g on g.duty = d.duty
    union all
    select 'key:' || k.id, v.id, k.purpose, k.made_at, least(coalesce(k.revoked_at, 'infinity'), coalesce(k.expires_at, 'infinity'))
    from access.key k cross join notice.version v
    union all
    select 'system', r.version, r.purpose, '-infinity', 'infinity' from rights r
  ), judged as (
    select l.actor = 'command-line' as command, (l.person_id is null and l.operation in ('login', 'telling.count'))
      or l.actor = 'command-line' or access.look_actor(l.actor, l.person_id) = 'person'
      or exists (select from allowed a where a.actor = l.actor and a.version = l.notice_version and a.purpose = l.purpose
        and a.since <= l.at and a.until > l.at - interval '1 minute')
      or (l.actor = 'system' and l.operation in ('campaigns.gate', 'campaigns.write')
        and exists (select from given g where g.version = l.notice_version and g.purpose = l.purpose)) as within
    from access.look l
  )
  select count(*) as looks, count(*) filter (where not within) as count, count(*) filter (where command) as commands from judged`

/** Unusual looking does not lie there unseen: within two weeks somebody else has looked into it. */
export const unusualLooksReviewed: PromiseCheck = {
  id: 'access.unusual-looks-reviewed',
  severity: 'serious',
  places: notice => measure(notice, 'look-log'),
  mend: '/looks',
  run: async ({ database, at }) => {
    const days = await unusualDays(database.app, at)
    const due = dateInHelsinki(new Date(at.getTime() - measures.reviewDays * 86_400_000))
    const count = days.filter(({ day, review }) => review === null && day < due).length
    return verdict(count === 0, { count, unusual: days.length, days: measures.reviewDays })
  },
}
