/** `seloste arrivals list`, `arrivals replay` and `arrivals undo`: what came by itself and what became of it, for whoever runs the server. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { isId } from '../base/ids.ts'
import { limitOf, limitOption } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { arrivalStates, listArrivals, replay } from './arrivals.ts'
import { takeBack, takeBackReasons } from './take-back.ts'

/** Of all purposes, and of nobody: persons are shown where their purpose is known. */
export const arrivalsList: Command<Program> = {
  name: 'arrivals list',
  usage: `[--state ${arrivalStates.join('|')}] [--limit N]`,
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { state: { type: 'string' }, ...limitOption },
    })
    const state = arrivalStates.find(one => one === values.state)
    if (values.state !== undefined && !state) throw new WrongUsage()
    const limit = limitOf(values, 1000)
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

/** Takes one back, as its screen does. */
export const arrivalsUndo: Command<Program> = {
  name: 'arrivals undo',
  usage: `ID --why ${takeBackReasons.join('|')}`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { why: { type: 'string' } },
      allowPositionals: true,
    })
    const [id, ...more] = positionals
    const why = takeBackReasons.find(one => one === values.why)
    if (id === undefined || !isId(id) || more.length > 0 || why === undefined) throw new WrongUsage()
    const program = await open()
    const { rows } = await program.database.app.query<{ purpose: string }>(
      'select c.purpose from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id where a.id = $1',
      [id],
    )
    if (!rows[0]) throw new Refused('arrivals.absent', 'absent')
    const undone = await takeBack(await commandAsk(program, io.lang, rows[0].purpose), id, why)
    io.answer({ arrival: id, undone })
    io.say(text(io.lang, 'arrivals.cli.undone', { values: undone.values, prohibitions: undone.prohibitions }))
  },
}
