/** `seloste raffles verify`: draws again from what a raffle has published, on any machine, without its register. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, Failed, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { text } from '../texts/texts.ts'
import { drawFile, faultsIn } from './draw-file.ts'

/** Exit code 1 when something does not hold. */
export const rafflesVerify: Command<unknown> = {
  name: 'raffles verify',
  usage: 'FILE',
  run: async (args, io) => {
    const [file, more] = parseArgs({ args: [...args], allowPositionals: true }).positionals
    if (file === undefined || more !== undefined) throw new WrongUsage()
    const read = drawFile.safeParse(
      await readFile(file, 'utf8')
        .then(JSON.parse)
        .catch(() => undefined),
    )
    if (!read.success) throw new Refused('raffles.no-draw-file', 'invalid', { file })
    const faults = faultsIn(read.data)
    const { list, draw } = read.data
    io.answer({ holds: faults.length === 0, faults, frozen: list !== null, drawn: draw !== null })
    for (const fault of faults) io.say(text(io.lang, `raffles.cli.${fault}`))
    if (faults.length > 0) throw new Failed()
    io.say(text(io.lang, draw ? 'raffles.cli.holds' : list ? 'raffles.cli.frozen' : 'raffles.cli.announced'))
  },
}
