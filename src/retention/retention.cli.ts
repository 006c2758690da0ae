/** `seloste retention …`: what would be removed, and the removal itself, from the command line. */

import { parseArgs } from 'node:util'
import { type Command, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { text } from '../texts/texts.ts'
import { type Kind, type Passing, pass } from './passage.ts'
import { inWordsOf } from './rule-words.ts'
import { findRun, outcomesOf } from './runs.ts'

/** In the ledgers, whoever has the server in hand. */
const actor = 'command-line'

export const retentionPlan: Command<Passing> = {
  name: 'retention plan',
  usage: '',
  run: (args, io, open) => passFor(args, io, open, 'dry'),
}

export const retentionRun: Command<Passing> = {
  name: 'retention run',
  usage: '',
  run: (args, io, open) => passFor(args, io, open, 'nightly'),
}

async function passFor(args: readonly string[], io: Io, open: () => Promise<Passing>, kind: Kind): Promise<void> {
  if (parseArgs({ args: [...args], allowPositionals: true }).positionals.length > 0) throw new WrongUsage()
  const program = await open()
  const stopping = new AbortController().signal
  const id = await pass(program, kind, { rest: 0, stopping, actor })
  if (id === undefined) throw new Refused('retention.no-run', 'unavailable')
  const { app } = program.database
  const [run, outcomes, { notice }] = await Promise.all([findRun(app, id), outcomesOf(app, id), program.published()])
  io.answer({ run, outcomes })
  for (const one of outcomes) {
    const { categoryName, ruleText, rows, outcome } = inWordsOf(one, notice, io.lang)
    const became = text(io.lang, `retention.outcome.${outcome}`)
    io.say(text(io.lang, 'retention.cli.line', { category: categoryName, rule: ruleText, count: rows, became }))
  }
  const { persons, forgotten } = run
  io.say(text(io.lang, `retention.cli.${kind}`, { count: persons, persons, forgotten }))
}
