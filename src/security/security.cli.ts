/** `seloste security findings`: what is unusual and waits for somebody to look into it, from the command line. */

import { parseArgs } from 'node:util'
import type { Command } from '../base/command.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { listFindings } from './findings.ts'

export const securityFindings: Command<Program> = {
  name: 'security findings',
  usage: '[--purpose P] [--all]',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string', default: 'security' }, all: { type: 'boolean', default: false } },
    })
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { findings, next } = await listFindings(ask, { open: !values.all, limit: 200 })
    ask.saw(
      findings.flatMap(({ person }) => person ?? []),
      'security.findings',
      [],
    )
    await ask.recorded()
    io.answer({ findings, next })
    if (findings.length === 0) io.say(text(io.lang, 'security.cli.none'))
    for (const { kind, lastAt, times, name, network } of findings)
      io.say(
        [
          momentIn(io.lang, new Date(lastAt)),
          text(io.lang, `security.alert.kinds.${kind}`, { count: times }),
          name,
          network,
        ]
          .filter(Boolean)
          .join('  '),
      )
  },
}
