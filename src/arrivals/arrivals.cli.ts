/** `seloste arrivals list` and `arrivals replay`: what came by itself and what became of it, for whoever runs the server. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Program } from '../http/program.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { arrivalStates, listArrivals, replay } from './arrivals.ts'

/** Of all purposes, and of nobody: persons are shown where their purpose is known. */
export const arrivalsList: Command<Program> = {
  name: 'arrivals list',
  usage: `[--state ${arrivalStates.join('|')}] [--limit N]`,
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { state: { type: 'string' }, limit: { type: 'string', default: '50' } },
    })
    const state = arrivalStates.find(one => one === values.state)
    const limit = Number(values.limit)
    if ((values.state !== undefined && !state) || !Number.isInteger(limit) || limit < 1 || limit > 1000)
      throw new WrongUsage()
    const { database } = await open()
    const { arrivals, next } = await listArrivals(database.app, undefined, { state, limit })
    io.answer({
      arrivals: arrivals.map(({ id, name, topic, at, state, reason, again, test }) => ({
        id,
        connection: name,
        topic,
        at,
        state,
        reason,
        again,
        test,
      })),
      next,
    })
    if (arrivals.length === 0) io.say(text(io.lang, 'arrivals.cli.none'))
    for (const { id, name, topic, at, state, reason } of arrivals)
      io.say(
        [id, momentIn(io.lang, at), name, topic, text(io.lang, `ui.arrivals.state.${state}`), reason ?? '']
          .join('  ')
          .trimEnd(),
      )
  },
}

/** One by its id, or all that were refused or wait. The server that runs writes them. */
export const arrivalsReplay: Command<Program> = {
  name: 'arrivals replay',
  usage: '[ID]',
  run: async (args, io, open) => {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const [id] = positionals
    if (positionals.length > 1 || (id !== undefined && !/^[0-9a-f-]{36}$/.test(id))) throw new WrongUsage()
    const { database, clock } = await open()
    const by = { app: database.app, actor: 'command-line', at: clock.now() }
    const replayed = await replay(by, undefined, id)
    if (id !== undefined && replayed === 0) throw new Refused('arrivals.content-gone', 'absent')
    io.answer({ replayed })
    io.say(text(io.lang, 'arrivals.cli.replayed', { count: replayed }))
  },
}
