/** `seloste cases list`: the cases that wait, by their day, for whoever runs the server; of nobody by name. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { views } from './case-answers.ts'
import { listCases } from './found.ts'

export const casesList: Command<Program> = {
  name: 'cases list',
  usage: `--purpose P [--view ${views.join('|')}] [--overdue] [--limit N]`,
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...listOptions,
        view: { type: 'string', default: 'open' },
        overdue: { type: 'boolean', default: false },
      },
    })
    const view = views.find(one => one === values.view)
    if (!view) throw new WrongUsage()
    const { purpose, limit } = listOf(values)
    const ask = await commandAsk(await open(), io.lang, purpose)
    const found = await listCases(ask, { view, limit, overdue: values.overdue, mine: false, mentioned: false })
    ask.saw([...new Set(found.cases.map(({ person }) => person.id))], 'cases', ['feedback'])
    await ask.recorded()
    io.answer({
      cases: found.cases.map(({ id, number, kind, state, receivedAt, due }) => ({
        id,
        number,
        kind,
        state,
        receivedAt,
        due,
      })),
      next: found.next,
      counts: found.counts,
    })
    if (found.cases.length === 0) io.say(text(io.lang, 'cases.cli.none'))
    for (const { number, kind, state, due } of found.cases)
      io.say(
        [
          number,
          text(io.lang, `ui.cases.kind.${kind}`),
          text(io.lang, `ui.cases.state.${state}`),
          dateIn(io.lang, due),
        ].join('  '),
      )
  },
}
