/** `seloste agreements list`: contracts by the day on which they end, for whoever runs the server; of nobody by name. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { agreementSearch, states } from './agreement-answers.ts'
import { listAgreements } from './found.ts'

export const agreementsList: Command<Program> = {
  name: 'agreements list',
  usage: `--purpose P [--state ${states.join('|')}] [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--limit N]`,
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...listOptions,
        state: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
      },
    })
    const { state, from, to } = values
    const { purpose, limit } = listOf(values)
    const search = agreementSearch.safeParse({ state, from, to, limit })
    if (!search.success) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, purpose)
    const { agreements, next } = await listAgreements(ask, search.data)
    ask.saw([...new Set(agreements.map(({ person }) => person.id))], 'agreements', ['contracts'])
    await ask.recorded()
    io.answer({
      agreements: agreements.map(({ id, values: { state, ends }, noticeBy }) => ({
        ...{ id, noticeBy },
        ...{ state: state ?? null, ends: ends ?? null },
      })),
      next,
    })
    if (agreements.length === 0) io.say(text(io.lang, 'agreements.cli.none'))
    for (const { id, values: row } of agreements) {
      const state = states.find(one => one === row.state)
      const ends = typeof row.ends === 'string' ? dateIn(io.lang, row.ends) : '–'
      io.say([id, ends, state && text(io.lang, `vocabulary.codes.contracts.state.${state}`)].filter(Boolean).join('  '))
    }
  },
}
