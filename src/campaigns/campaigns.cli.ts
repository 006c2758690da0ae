/** `seloste campaign list|show|start|pause|stop`: campaigns of a purpose from the command line; of nobody by name. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId } from '../base/ids.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { actUpon, type Carriers, listCampaigns, showCampaign } from './campaign.ts'
import type { Act } from './campaign-answers.ts'
import { keptLetters } from './letters.ts'
import { resultsOf } from './results.ts'

export const campaignList: Command<Program> = {
  name: 'campaign list',
  usage: '--purpose P [--limit N]',
  run: async (args, io, open) => {
    const { purpose, limit } = listOf(parseArgs({ args: [...args], options: listOptions }).values)
    const ask = await commandAsk(await open(), io.lang, purpose)
    const found = await listCampaigns(ask, { limit })
    ask.saw([], 'campaigns', [])
    await ask.recorded()
    io.answer(found)
    if (found.campaigns.length === 0) io.say(text(io.lang, 'campaigns.cli.none'))
    for (const { id, name, state, recipients } of found.campaigns) {
      const sent = recipients.find(({ outcome }) => outcome === 'sent')?.persons ?? 0
      io.say([id, text(io.lang, `campaigns.state.${state}`), sent, name].join('  '))
    }
  },
}

export const campaignShow: Command<Program> = {
  name: 'campaign show',
  usage: 'CAMPAIGN --purpose P',
  run: async (args, io, open) => {
    const { purpose, id } = named(args)
    const ask = await commandAsk(await open(), io.lang, purpose)
    const [campaign, results] = [await showCampaign(ask, id), await resultsOf(ask, id)]
    ask.saw([], 'campaigns.show', [])
    await ask.recorded()
    io.answer({ campaign, results })
    io.say([campaign.name, text(io.lang, `campaigns.state.${campaign.state}`)].join('  '))
    for (const { name, persons } of results.outcomes) io.say(`  ${persons}  ${name}`)
  },
}

function named(args: readonly string[]): {
  readonly purpose: string
  readonly id: string
  readonly why: string | undefined
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { purpose: { type: 'string' }, why: { type: 'string' } },
    allowPositionals: true,
  })
  const [id = '', more] = positionals
  if (!values.purpose || more !== undefined || !isId(id)) throw new WrongUsage()
  return { purpose: values.purpose, id, why: values.why }
}

/** A server that runs on the same home sends, so what it needs is asked of the settings that this command was given too. */
const acting = (act: Extract<Act, 'start' | 'pause' | 'stop'>): Command<Program & Carriers> => ({
  name: `campaign ${act}`,
  usage: 'CAMPAIGN --purpose P [--why WORDS]',
  run: async (args, io, open) => {
    const { purpose, id, why } = named(args)
    const program = await open()
    const ask = await commandAsk(program, io.lang, purpose)
    const { step } = await showCampaign(ask, id)
    await actUpon(ask, program, keptLetters, id, { act, expected: step, why })
    ask.saw([], `campaigns.${act}`, [])
    await ask.recorded()
    const { state } = await showCampaign(ask, id)
    io.answer({ id, state })
    io.say(text(io.lang, 'campaigns.cli.done', { state: text(io.lang, `campaigns.state.${state}`) }))
  },
})

export const campaignStart = acting('start')
export const campaignPause = acting('pause')
export const campaignStop = acting('stop')
