/** `seloste inbox list`: conversations of a purpose from the command line, into the look log like every other look. */

import { parseArgs } from 'node:util'
import type { Adapter } from '../arrivals/adapter.ts'
import { type Command, WrongUsage } from '../base/command.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { listConversations } from './conversations.ts'
import { channels, states } from './inbox-answers.ts'

/** Those that wait for us, who has waited longest first, unless told otherwise. */
export const inboxList = (adapters: readonly Adapter[]): Command<Program> => ({
  name: 'inbox list',
  usage: `--purpose P [--state ${states.join('|')}] [--channel ${channels.join('|')}] [--limit N]`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        ...listOptions,
        state: { type: 'string', default: 'open' },
        channel: { type: 'string' },
      },
      allowPositionals: true,
    })
    const state = states.find(one => one === values.state)
    const channel = channels.find(one => one === values.channel)
    if (!state || (values.channel !== undefined && !channel) || positionals.length > 0) throw new WrongUsage()
    const { purpose, limit } = listOf(values)
    const ask = await commandAsk(await open(), io.lang, purpose)
    const found = await listConversations(ask, adapters, { state, channel, order: 'longest', limit })
    ask.saw([...new Set(found.conversations.flatMap(({ person }) => person?.id ?? []))], 'inbox', [
      'service-events',
      'identity',
    ])
    await ask.recorded()
    io.answer(found)
    if (found.conversations.length === 0) io.say(text(io.lang, 'inbox.cli.none'))
    for (const { id, channel: by, person, waitsSince, subject } of found.conversations)
      io.say([id, by, waitsSince, person?.name, subject].filter(Boolean).join('  '))
  },
})
