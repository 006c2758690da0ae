/** `seloste notice publish`: a notice's file takes effect now, or on its day when somebody must be told first; what stands against it is told. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, Failed, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki, systemClock } from '../base/time.ts'
import { migrate } from '../database/migrate.ts'
import type { Database } from '../database/pools.ts'
import { NoticeRefused, publishNotice } from '../database/publish.ts'
import { publishedNotice } from '../http/published.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { tell } from '../notice/tell.ts'
import { tellDifference } from '../notice/tell-difference.ts'
import { text } from '../texts/texts.ts'
import { findPublication, inForce, type Plan, planFor, schedule } from './publication.ts'
import { takeEffect } from './take-effect.ts'
import { countToTell, rightsPool } from './to-tell.ts'
import { errorsOf, examine, toldOf } from './weigh.ts'

const clock = systemClock
/** In the ledgers, whoever has the server in hand. */
const by = 'system'

interface Wish {
  readonly tell: boolean
  readonly effective: string | undefined
  readonly reason: string | undefined
}

export const noticePublish: Command<Database> = {
  name: 'notice publish',
  usage: 'FILE [--tell] [--effective YYYY-MM-DD] [--force-with-reason REASON]',
  run: async (args, io, open) => {
    const { file, wish } = read(args)
    const source = await readFile(file, 'utf8').catch(() => {
      throw new Refused('notice.no-file', 'absent', { file })
    })
    const database = await open()
    await migrate(database)
    await prepareQueue(database)
    try {
      const latest = await inForce(database.app, clock.now())
      const examined = examine(source, clock.now())
      // The first notice, or the same one again: nobody has been told anything else.
      if (!latest || latest.notice.hash === examined.notice?.hash) return await publishNow(io, database, source)
      await decide(io, database, await planFor(database.app, source, clock.now()), wish)
    } catch (fault) {
      if (!(fault instanceof NoticeRefused)) throw fault
      tellFindings(io, file, fault)
      throw new Failed()
    }
  },
}

function read(args: readonly string[]): { readonly file: string; readonly wish: Wish } {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tell: { type: 'boolean', default: false },
      effective: { type: 'string' },
      'force-with-reason': { type: 'string' },
    },
  })
  const [file] = positionals
  const { tell, effective, 'force-with-reason': reason } = values
  const isDate =
    effective === undefined || (/^\d{4}-\d\d-\d\d$/.test(effective) && !Number.isNaN(Date.parse(effective)))
  if (file === undefined || positionals.length > 1 || !isDate || reason?.trim() === '') throw new WrongUsage()
  return { file, wish: { tell, effective, reason } }
}

async function publishNow(io: Io, database: Database, source: string): Promise<void> {
  const { version, changes } = await publishNotice(database, { source, by, clock })
  tellPublished(io, version, changes)
}

function tellPublished(io: Io, version: number, changes: Awaited<ReturnType<typeof publishNotice>>['changes']): void {
  io.answer({ version, changes })
  for (const { what, name } of changes) io.say(text(io.lang, `publish.${what}`, { name }))
  io.say(text(io.lang, changes.length > 0 ? 'publish.done' : 'publish.same', { version }))
}

/** Now, when nobody need be told or a reason is given; on its day, when they are to be; otherwise it is refused with what to do. */
async function decide(io: Io, database: Database, plan: Plan, { tell: tells, effective, reason }: Wish): Promise<void> {
  const { total } = await countToTell(
    await rightsPool({ database, published: publishedNotice(database.app) }),
    plan.concerns,
  )
  const today = dateInHelsinki(clock.now())
  if (total > 0 && !tells && reason === undefined) {
    const told = toldOf(plan.differences).map(one => tellDifference(io.lang, one, plan.before.notice, plan.after))
    for (const { what, first } of told) io.say(`${what}\n    ${first}`)
    throw new Refused('telling.must-tell', 'conflict', { persons: total })
  }
  const isLater = effective !== undefined && effective > today
  if ((total === 0 || reason !== undefined) && !isLater) {
    const { before, source } = plan
    if (total === 0) return publishNow(io, database, source)
    const decided = await schedule(
      database.app,
      { plan, effective: today, soonerBecause: reason, untoldBecause: reason },
      act(),
    )
    const version = await takeEffect(
      { database, clock, published: publishedNotice(database.app) },
      await findPublication(database.app, decided),
    )
    io.answer({ version, changes: [], before: before.version, persons: total, untold: reason })
    io.say(text(io.lang, 'telling.cli.untold', { version, persons: total }))
    return
  }
  const day = effective ?? plan.earliest
  const id = await schedule(
    database.app,
    { plan, effective: day, ...(reason !== undefined && { soonerBecause: reason, untoldBecause: reason }) },
    act(),
  )
  io.answer({ scheduled: id, effective: day, persons: total })
  io.say(text(io.lang, 'telling.cli.scheduled', { date: day, persons: total }))
}

const act = () => ({ at: clock.now(), by })

function tellFindings(io: Io, file: string, { findings }: NoticeRefused): void {
  const told = errorsOf({ findings, notice: undefined }).map(finding => tell(io.lang, finding))
  io.answer({ findings: told })
  for (const { at, rule, missing, mend } of told)
    io.say(`${file}:${at.line}:${at.column}  ${rule}  ${missing}\n    ${mend}`)
  io.say(text(io.lang, 'publish.not-done', { count: told.length }))
}
