/** `seloste notice read`: an old notice as a file or from standard input becomes a draft, and what it lacks is told beside it. */

import { readFile, writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { systemClock } from '../base/time.ts'
import { text } from '../texts/texts.ts'
import { longestNotice, readNotice } from './read-notice.ts'
import { tell } from './tell.ts'

/** The draft goes to standard output or `-o`, the findings to standard error; `--summary` prints the reading's fields instead. */
export const noticeRead: Command<unknown> = {
  name: 'notice read',
  usage: 'FILE|- [-o FILE] [--summary]',
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: { type: 'string', short: 'o' }, summary: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [file] = positionals
    if (file === undefined || positionals.length > 1) throw new WrongUsage()
    const pasted = file === '-' ? await buffer(process.stdin) : await bytesOf(file)
    if (pasted.length > longestNotice)
      throw new Refused('notice.too-long', 'invalid', { limit: longestNotice / 1_000_000 })

    const reading = readNotice(pasted, { today: systemClock.now() })
    const findings = reading.findings.map(finding => tell(io.lang, finding))
    if (values.summary) {
      io.say(JSON.stringify(reading.summary, null, 2))
      io.answer(reading.summary)
      return
    }
    io.answer({ ...reading, findings })
    if (values.out === undefined) io.say(reading.draft.trimEnd())
    else await write(values.out, reading.draft)
    if (io.json) return
    const name = values.out ?? 'notice.yaml'
    for (const { at, rule, missing, mend } of findings)
      console.error(`${name}:${at.line}:${at.column}  ${rule}  ${missing}\n    ${mend}`)
    const count = reading.notUnderstood.length
    console.error(text(io.lang, 'read.cli.summary', { findings: findings.length, notUnderstood: count }))
  },
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch {
    throw new Refused('notice.no-file', 'absent', { file })
  }
}

async function write(file: string, draft: string): Promise<void> {
  try {
    await writeFile(file, draft)
  } catch {
    throw new Refused('notice.cannot-write', 'invalid', { file })
  }
}
