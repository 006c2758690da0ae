/** `seloste notice …`: the notice's file is checked from the command line, without a database. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, Failed, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { systemClock } from '../base/time.ts'
import { text } from '../texts/texts.ts'
import { check } from './check.ts'
import { langs } from './notice.ts'
import { parse } from './parse.ts'
import { tell } from './tell.ts'

/** Prints every finding at its place; exit 1 when one of them is an error, 0 when there are warnings at most. */
export const noticeCheck: Command<unknown> = {
  name: 'notice check',
  usage: 'FILE [--lang fi|sv|en]',
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { lang: { type: 'string' } },
      allowPositionals: true,
    })
    const lang = langs.find(one => one === (values.lang ?? io.lang))
    const [file] = positionals
    if (file === undefined || positionals.length > 1 || lang === undefined) throw new WrongUsage()

    const { notice, findings: language } = parse(await read(file))
    const findings = [...language, ...(notice === undefined ? [] : check(notice, systemClock.now()))]
    const errors = findings.filter(finding => finding.severity === 'error').length
    const told = findings.map(finding => tell(lang, finding))
    io.answer({ file, errors, warnings: findings.length - errors, findings: told })
    for (const { at, rule, severity, missing, why, mend } of told) {
      const weight = severity === 'warning' ? `${text(lang, 'check.warning')} ` : ''
      io.say(`${file}:${at.line}:${at.column}  ${rule}  ${weight}${missing}\n    ${why}\n    ${mend}`)
    }
    io.say(text(lang, 'check.summary', { errors, warnings: findings.length - errors }))
    if (errors > 0) throw new Failed()
  },
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8') // bytes that are not UTF-8 become U+FFFD, which the parser refuses with its place
  } catch {
    throw new Refused('notice.no-file', 'absent', { file })
  }
}
