/** `seloste duplicates …`: who may be one person, in a file or in the register. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { text } from '../texts/texts.ts'
import { leastChance } from './evidence.ts'
import { readTable } from './file.ts'
import { describeFound, findPairs } from './find.ts'

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
