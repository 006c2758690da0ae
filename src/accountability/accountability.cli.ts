/** `seloste accountability export`: what an authority asks to see, as a file from the command line. */

import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Program } from '../http/program.ts'
import { langs } from '../notice/notice.ts'
import { exportFile, exports, type Wanted } from './export.ts'
import { formats } from './export-file.ts'
import { inForce } from './interests.ts'

/** The file goes to `--out`, or into this folder under a name of its own. */
export const accountabilityExport: Command<Program> = {
  name: 'accountability export',
  usage: `${exports.join('|')} [--format ${formats.join('|')}] [--lang fi|sv|en] [--interest ID] [--version N] [--out FILE]`,
  run: async (args, io, open) => {
    const { wanted, out } = read(args, io.lang)
    const program = await open()
    const now = inForce(await program.published())
    const { name, bytes } = await exportFile(program.database.app, now, wanted, program.clock.now())
    const file = out ?? name
    await writeFile(file, bytes).catch(() => {
      throw new Refused('notice.cannot-write', 'invalid', { file })
    })
    io.say(file)
    io.answer({ what: wanted.what, format: wanted.format, lang: wanted.lang, out: file })
  },
}

function read(
  args: readonly string[],
  asker: Wanted['lang'],
): { readonly wanted: Wanted; readonly out?: string | undefined } {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      format: { type: 'string', default: 'pdf' },
      lang: { type: 'string', default: asker },
      interest: { type: 'string' },
      version: { type: 'string' },
      out: { type: 'string' },
    },
    allowPositionals: true,
  })
  const what = exports.find(one => one === positionals[0])
  const format = formats.find(one => one === values.format)
  const lang = langs.find(one => one === values.lang)
  const version = values.version === undefined ? undefined : Number(values.version)
  const isVersion = version === undefined || (Number.isInteger(version) && version > 0 && version <= 2_147_483_647)
  if (!what || !format || !lang || !isVersion || positionals.length > 1) throw new WrongUsage()
  return { wanted: { what, format, lang, interest: values.interest, version }, out: values.out }
}
