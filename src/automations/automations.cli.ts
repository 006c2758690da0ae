/** `seloste automation list|on|off`: automations of a purpose from the command line; of nobody by name. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId } from '../base/ids.ts'
import { keptLetters } from '../campaigns/letters.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { turnAutomation } from './automation.ts'
import { listAutomations, showAutomation } from './show.ts'

export const automationList: Command<Program> = {
  name: 'automation list',
  usage: '--purpose P',
  run: async (args, io, open) => {
    const { values } = parseArgs({ args: [...args], options: { purpose: { type: 'string' } } })
    if (!values.purpose) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const found = await listAutomations(ask, { limit: 200 })
    ask.saw([], 'automations', [])
    await ask.recorded()
    io.answer(found)
    if (found.automations.length === 0) io.say(text(io.lang, 'automations.cli.none'))
    for (const { id, name, state, underway } of found.automations)
      io.say([id, text(io.lang, `automations.state.${state}`), underway, name].join('  '))
  },
}

const turning = (did: 'on' | 'off'): Command<Program> => ({
  name: `automation ${did}`,
  usage: 'AUTOMATION --purpose P [--why WORDS]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' }, why: { type: 'string' } },
      allowPositionals: true,
    })
    const [id = '', more] = positionals
    if (!values.purpose || more !== undefined || !isId(id)) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { turn } = await showAutomation(ask, keptLetters, id)
    await turnAutomation(ask, keptLetters, id, { did, expected: turn, why: values.why })
    ask.saw([], 'automations.turn', [])
    await ask.recorded()
    io.answer({ id, state: did })
    io.say(text(io.lang, `automations.state.${did}`))
  },
})

export const automationOn = turning('on')
export const automationOff = turning('off')
