/** `seloste report list` and `report run`: a saved report, or a definition as JSON, as a table or a CSV file. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { csvOf } from '../rights/table-file.ts'
import { text } from '../texts/texts.ts'
import { runReport } from './report.ts'
import { definition } from './report-answers.ts'
import { linesOf } from './report-file.ts'
import { findReport, listReports } from './saved.ts'

export const reportsList: Command<Program> = {
  name: 'report list',
  usage: '--purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' } },
      allowPositionals: true,
    })
    if (!values.purpose || positionals.length > 0) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { reports } = await listReports(ask, { limit: 200 })
    ask.saw([], 'reports', [])
    await ask.recorded()
    io.answer({ reports })
    if (reports.length === 0) io.say(text(io.lang, 'analysis.cli.none'))
    for (const { id, name } of reports) io.say(`${id}  ${name}`)
  },
}

/** By its id, or its definition as JSON. */
export const reportsRun: Command<Program> = {
  name: 'report run',
  usage: 'ID|DEFINITION --purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' } },
      allowPositionals: true,
    })
    const [said, more] = positionals
    if (!values.purpose || !said || more !== undefined) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const wanted = said.trim().startsWith('{') ? given(said) : (await findReport(ask, said)).definition
    const report = await runReport(ask, wanted)
    ask.saw([], 'reports.run', wanted.of === 'persons' ? [] : [wanted.of])
    await ask.recorded()
    io.answer(report)
    // As it is shown by any program that reads CSV: without the mark that only a file begins with.
    for (const line of csvOf(linesOf(report, io.lang), io.lang).trimEnd().split('\r\n')) io.say(line)
  },
}

function given(said: string) {
  try {
    return definition.parse(JSON.parse(said))
  } catch {
    throw new WrongUsage()
  }
}
