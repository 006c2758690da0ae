/** `seloste notice publish`: a notice's file takes effect, or every finding that stands against it is told. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, Failed, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { systemClock } from '../base/time.ts'
import { tell } from '../notice/tell.ts'
import { text } from '../texts/texts.ts'
import { migrate } from './migrate.ts'
import type { Database } from './pools.ts'
import { NoticeRefused, publishNotice } from './publish.ts'

export const noticePublish: Command<Database> = {
  name: 'notice publish',
  usage: 'FILE',
  run: async (args, io, open) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    const [file] = positionals
    if (file === undefined || positionals.length > 1) throw new WrongUsage()
    const source = await readFile(file, 'utf8').catch(() => {
      throw new Refused('notice.no-file', 'absent', { file })
    })
    const database = await open()
    await migrate(database)
    try {
      const { version, changes } = await publishNotice(database, { source, by: 'system', clock: systemClock })
      io.answer({ version, changes })
      for (const { what, name } of changes) io.say(text(io.lang, `publish.${what}`, { name }))
      io.say(text(io.lang, changes.length > 0 ? 'publish.done' : 'publish.same', { version }))
    } catch (fault) {
      if (!(fault instanceof NoticeRefused)) throw fault
      const told = fault.findings.filter(({ severity }) => severity === 'error').map(finding => tell(io.lang, finding))
      io.answer({ findings: told })
      for (const { at, rule, missing, mend } of told)
        io.say(`${file}:${at.line}:${at.column}  ${rule}  ${missing}\n    ${mend}`)
      io.say(text(io.lang, 'publish.not-done', { count: told.length }))
      throw new Failed()
    }
  },
}
