/** `seloste arrangements`: what was agreed with those whose registers customers come from, by the ids under which their files are imported. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { isId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { addArrangement, endArrangement, isOver, listArrangements } from './arrangement.ts'
import { newArrangement } from './arrangement-answers.ts'

const actor = 'command-line'

export const arrangementsList: Command<Program> = {
  name: 'arrangements list',
  usage: '',
  run: async (args, io, open) => {
    if (args.length > 0) throw new WrongUsage()
    const { database, clock } = await open()
    const all = await listArrangements(database.app)
    const over = (one: (typeof all)[number]) => one.endedAt !== null || isOver(one, clock.now())
    io.answer(all.map(one => ({ ...one, over: over(one) })))
    if (all.length === 0) io.say(text(io.lang, 'import.cli.no-arrangements'))
    for (const one of all) {
      const state = text(io.lang, over(one) ? 'import.cli.arrangement-over' : 'import.cli.arrangement-stands')
      io.say(
        `${one.id}  ${one.source}  ${one.partner}: ${one.contract}  ${state}${one.until ? ` (–${one.until})` : ''}`,
      )
      io.say(`  ${one.fields.join(', ')}`)
    }
  },
}

export const arrangementsAdd: Command<Program> = {
  name: 'arrangements add',
  usage: '--source S --partner P --contract C --fields CATEGORY.FIELD,… --often O [--until YYYY-MM-DD]',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        source: { type: 'string' },
        partner: { type: 'string' },
        contract: { type: 'string' },
        fields: { type: 'string' },
        often: { type: 'string' },
        until: { type: 'string' },
      },
    })
    const made = newArrangement.safeParse({ ...values, fields: values.fields?.split(',').map(one => one.trim()) })
    if (!made.success) throw new WrongUsage(made.error.issues.map(({ path }) => `--${path[0]?.toString()}`).join(' '))
    const { database, clock, published } = await open()
    const { notice } = await published()
    if (!notice) throw new Refused('telling.nothing-in-force', 'conflict')
    const id = await addArrangement(database.app, notice, made.data, { at: clock.now(), actor })
    io.answer({ id })
    io.say(id)
  },
}

export const arrangementsEnd: Command<Program> = {
  name: 'arrangements end',
  usage: 'ID',
  run: async (args, io, open) => {
    const [id, ...more] = args
    if (id === undefined || more.length > 0 || !isId(id)) throw new WrongUsage()
    const { database, clock } = await open()
    await endArrangement(database.app, id, { at: clock.now(), actor })
    io.answer({ ended: id })
    io.say(text(io.lang, 'import.cli.arrangement-ended'))
  },
}
