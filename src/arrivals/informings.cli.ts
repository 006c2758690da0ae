/** `seloste informings` and `informings send`: how many are to be told from where their data came, and the messages that tell it. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { dateInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { countToInform, informByMail } from './inform.ts'

/** Numbers, and nobody: who they are is shown to those whose purpose sees them. */
export const informingsCount: Command<Program> = {
  name: 'informings',
  usage: '',
  run: async (args, io, open) => {
    if (args.length > 0) throw new WrongUsage()
    const { database, clock } = await open()
    const counts = await countToInform(database.app, clock.now())
    io.answer(counts)
    for (const part of ['waiting', 'late', 'post', 'idle'] as const)
      io.say(text(io.lang, `arrivals.cli.informings.${part}`, { count: counts[part] }))
  },
}

/** The server that runs sends them. */
export const informingsSend: Command<Program> = {
  name: 'informings send',
  usage: '[--within DAYS] [--again]',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { within: { type: 'string' }, again: { type: 'boolean', default: false } },
    })
    const within = values.within === undefined ? undefined : Number(values.within)
    if (within !== undefined && (!Number.isInteger(within) || within < 0 || within > 366)) throw new WrongUsage()
    const { database, clock } = await open()
    const at = clock.now()
    const until = within === undefined ? undefined : daysAfter(dateInHelsinki(at), within)
    const queued = await informByMail(database.app, { until, again: values.again, at })
    io.answer({ queued })
    io.say(text(io.lang, 'arrivals.cli.informings.queued', { count: queued }))
  },
}
