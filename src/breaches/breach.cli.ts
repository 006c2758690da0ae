/** `seloste breach list` and `breach export`: how the 72 hours stand, and the register or one form as a file, from the command line. */

import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { fileIn, formats } from '../accountability/export-file.ts'
import { inForce } from '../accountability/interests.ts'
import { type Command, Failed, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Program } from '../http/program.ts'
import { langs } from '../notice/notice.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text } from '../texts/texts.ts'
import { clockOf, nextStep } from './breach.ts'
import { breachExport, registerExport } from './export.ts'
import { listBreaches } from './ledger.ts'

/** Exit code 1 when a clock has run out that still runs, so that a watchman can ring. */
export const breachList: Command<Program> = {
  name: 'breach list',
  usage: '',
  run: async (args, io, open) => {
    if (args.length > 0) throw new WrongUsage()
    const { database, clock } = await open()
    const now = clock.now()
    const breaches = (await listBreaches(database.app)).map(one => ({
      reference: one.reference,
      name: one.facts.name,
      clock: clockOf(one, now),
      next: nextStep(one) ?? null,
    }))
    for (const { reference, name, clock: standing } of breaches)
      io.say(
        `${reference}  ${name}  ${text(io.lang, `ui.breaches.clock.${standing.state}`)}, ${momentIn(io.lang, standing.due)}`,
      )
    io.answer({ breaches })
    if (breaches.some(one => one.clock.state === 'overdue')) throw new Failed()
  },
}

/** One breach by its reference, or all of them; to `--out`, or into this folder under a name of its own. */
export const breachExportFile: Command<Program> = {
  name: 'breach export',
  usage: `[REFERENCE] [--format ${formats.join('|')}] [--lang fi|sv|en] [--out FILE]`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        format: { type: 'string', default: 'pdf' },
        lang: { type: 'string', default: io.lang },
        out: { type: 'string' },
      },
      allowPositionals: true,
    })
    const format = formats.find(one => one === values.format)
    const lang = langs.find(one => one === values.lang)
    if (!format || !lang || positionals.length > 1) throw new WrongUsage()
    const { database, clock, published } = await open()
    const { notice } = inForce(await published())
    const all = await listBreaches(database.app)
    const [reference] = positionals
    const found = all.find(one => one.reference === reference)
    if (reference !== undefined && !found) throw new Refused('breaches.no-such-breach', 'absent')
    const now = clock.now()
    const exported = found ? breachExport(found, notice, lang, now) : registerExport(all, notice, lang, now)
    const { name, bytes } = await fileIn(format, exported)
    const file = values.out ?? name
    await writeFile(file, bytes).catch(() => {
      throw new Refused('notice.cannot-write', 'invalid', { file })
    })
    io.say(file)
    io.answer({ breach: reference ?? null, format, lang, out: file })
  },
}
