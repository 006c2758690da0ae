/** `seloste duplicates …`: who may be one person, in a file or in the register. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { askToCompare, type Comparing, compareAll, findRun } from './compare-all.ts'
import { leastChance, type Verdict } from './evidence.ts'
import { readTable } from './file.ts'
import { describeFound, findPairs } from './find.ts'
import { maySeeDuplicates } from './people.ts'

/** Scores a table of persons by what it teaches of itself; nothing of it is kept, and no register is opened. */
export const scoreFile: Command<unknown> = {
  name: 'duplicates score',
  usage: 'FILE [--least 0.2] [--ignore COLUMN,…]',
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { least: { type: 'string', default: String(leastChance) }, ignore: { type: 'string', default: '' } },
      allowPositionals: true,
    })
    const [file] = positionals
    const least = Number(values.least)
    if (file === undefined || positionals.length > 1 || !(least >= 0 && least <= 1)) throw new WrongUsage()
    const columns = await readTable(file, values.ignore.split(','))
    const result = findPairs(columns, least)
    const pairs = describeFound(columns, result)
    io.answer({
      rows: columns.size,
      compared: result.compared,
      fields: result.model.fields.map(({ key }) => key),
      pairs,
    })
    io.say(text(io.lang, 'duplicates.cli.scored', { rows: columns.size, pairs: pairs.length }))
    for (const { a, b, chance, verdict } of pairs) io.say(`${a}\t${b}\t${chance.toFixed(4)}\t${verdict}`)
  },
}

/** Compares all whom the purpose sees, here and now. */
export const compareRegister: Command<Comparing> = {
  name: 'duplicates run',
  usage: '[--purpose P]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options: purposeOption, allowPositionals: true })
    if (positionals.length > 0) throw new WrongUsage()
    const program = await open()
    const purpose = await purposeFor(program, values.purpose)
    const id = await askToCompare(program, purpose, actor)
    await compareAll(program, id, new AbortController().signal)
    const run = await findRun(program, id)
    if (run?.why) throw new Refused(run.why, 'invalid')
    io.answer({ run })
    io.say(text(io.lang, 'duplicates.cli.compared', { persons: run?.persons ?? 0, pairs: run?.proposed ?? 0 }))
  },
}

/** Proposals as they stand, by ids: names are for those who sign in, whose looks are logged. */
export const listDuplicates: Command<Comparing> = {
  name: 'duplicates list',
  usage: '[--purpose P]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options: purposeOption, allowPositionals: true })
    if (positionals.length > 0) throw new WrongUsage()
    const program = await open()
    const purpose = await purposeFor(program, values.purpose)
    const token = program.sign({ actor, purpose, request: newId() })
    const { rows } = await program.database
      .purpose(purpose)
      .query<{ a: string; b: string; chance: number; verdict: Verdict }>(
        `select a, b, chance, verdict, evidence from duplicates.proposals($1, 'open', '{certain,likely,possible}', null, null, null, null, $2)`,
        [token, mostListed],
      )
    io.answer({ purpose, proposals: rows })
    for (const { a, b, chance, verdict } of rows) io.say(`${a}\t${b}\t${chance.toFixed(4)}\t${verdict}`)
  },
}

const purposeOption = { purpose: { type: 'string' } } as const
const mostListed = 100_000
/** In the ledgers, whoever has the server in hand. */
const actor = 'command-line'

/** The purpose that was named, which the notice must declare, or else its first that sees names. */
async function purposeFor(program: Comparing, named: string | undefined): Promise<string> {
  const { purposes, version } = await program.published()
  if (named !== undefined) {
    if (purposes.some(({ id }) => id === named)) return named
    throw new Refused('register.purpose-not-declared', 'invalid', { purpose: named })
  }
  for (const { id } of purposes) {
    const scope = await scopeFor({ purpose: id, published: { version }, program })
    if (maySeeDuplicates(scope)) return id
  }
  throw new Refused('duplicates.no-names', 'forbidden', { purpose: '' })
}
