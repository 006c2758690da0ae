/** `seloste tasks list`, `tasks add` and `tasks done`: tasks of a purpose from the command line, into the look log like every other look. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId } from '../base/ids.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import type { RecordedAsk } from '../http/recorded-ask.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { whichTasks } from './task-answers.ts'
import { addTask, listTasks, showTask, takeTurn } from './tasks.ts'

const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))

/** Nobody's in particular at the command line: all that are open, unless told otherwise. */
export const tasksList: Command<Program> = {
  name: 'tasks list',
  usage: `--purpose P [--which ${whichTasks.filter(one => one !== 'mine').join('|')}] [--limit N]`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        ...listOptions,
        which: { type: 'string', default: 'all' },
      },
      allowPositionals: true,
    })
    const which = whichTasks.find(one => one === values.which)
    if (!which || positionals.length > 0) throw new WrongUsage()
    const { purpose, limit } = listOf(values)
    const ask = await commandAsk(await open(), io.lang, purpose)
    const { tasks, next } = await listTasks(ask, { which, limit })
    await seen(
      ask,
      tasks.flatMap(({ person }) => person?.id ?? []),
    )
    io.answer({ tasks, next })
    if (tasks.length === 0) io.say(text(io.lang, 'tasks.cli.none'))
    for (const { id, title, due, owner, person } of tasks)
      io.say(
        [id, due === null ? '–' : dateIn(io.lang, due), title, person?.name, owner?.name].filter(Boolean).join('  '),
      )
  },
}

export const tasksAdd: Command<Program> = {
  name: 'tasks add',
  usage: 'TITLE --purpose P [--person ID] [--due YYYY-MM-DD]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' }, person: { type: 'string' }, due: { type: 'string' } },
      allowPositionals: true,
    })
    const title = positionals.join(' ')
    const { purpose, person, due } = values
    if (!purpose || title === '' || (person && !isId(person)) || (due && !isDay(due))) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, purpose)
    const id = await addTask(ask, { title, person, due })
    await seen(ask, person === undefined ? [] : [person])
    io.answer({ id })
    io.say(id)
  },
}

export const tasksDone: Command<Program> = {
  name: 'tasks done',
  usage: 'ID --purpose P [--why TEXT]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' }, why: { type: 'string' } },
      allowPositionals: true,
    })
    const [id] = positionals
    if (!values.purpose || id === undefined || !isId(id) || positionals.length > 1) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { turn, person } = await showTask(ask, id)
    await takeTurn(ask, id, { did: 'done', expected: turn, ...(values.why && { why: values.why }) })
    await seen(ask, person === null ? [] : [person.id])
    io.answer({ id, state: 'done' })
    io.say(text(io.lang, 'tasks.cli.done'))
  },
}

async function seen(ask: RecordedAsk, persons: readonly string[]): Promise<void> {
  ask.saw(persons, 'tasks', [])
  await ask.recorded()
}
