/** `seloste inference contest`: what a person contests on the telephone is written down from the command line as on the screen. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId } from '../base/ids.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { inferences } from '../inference/rule-plan.ts'
import { channels } from '../rights/request-answers.ts'
import { text } from '../texts/texts.ts'
import { contestFor } from './contest-for.ts'

const ways = channels.filter(one => one !== 'own-page')

export const inferenceContest: Command<Program> = {
  name: 'inference contest',
  usage: `PERSON INFERENCE --purpose P --channel ${ways.join('|')} [--all] [--words-stdin]`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        ...({ purpose: { type: 'string' }, channel: { type: 'string' } } as const),
        all: { type: 'boolean', default: false },
        'words-stdin': { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
    const [person = '', row = '', more] = positionals
    const channel = ways.find(one => one === values.channel)
    if (!values.purpose || !channel || !isId(person) || !isId(row) || more !== undefined) throw new WrongUsage()
    const words = values['words-stdin'] ? (await io.input()).trim() : ''
    if (words.length > 3500) throw new WrongUsage('--words-stdin')
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    ask.saw([person], 'my.contest', [inferences])
    const which = values.all ? 'all' : 'one'
    const request = await contestFor(ask, person, { category: inferences, row, which, channel, words })
    await ask.recorded()
    io.say(text(io.lang, 'my.contest.noted', { request }))
    io.answer({ request })
  },
}
