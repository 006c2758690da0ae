/** `seloste surveys list` and `surveys results`: the same that staff see, withheld where it is withheld there. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId } from '../base/ids.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import type { RecordedAsk } from '../http/recorded-ask.ts'
import { csvOf } from '../rights/table-file.ts'
import { text } from '../texts/texts.ts'
import { resultsOf } from './results.ts'
import { linesOf } from './results-file.ts'
import { summaryOf } from './show.ts'
import { findSurvey, listSurveys } from './survey.ts'

const options = { purpose: { type: 'string' } } as const

async function recorded(ask: RecordedAsk, operation: string, categories: readonly string[]): Promise<void> {
  ask.saw([], operation, categories)
  await ask.recorded()
}

export const surveysList: Command<Program> = {
  name: 'surveys list',
  usage: '--purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (!values.purpose || positionals.length > 0) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { surveys } = await listSurveys(ask.program.database.app, values.purpose, { limit: 200 })
    const told = await Promise.all(surveys.map(survey => summaryOf(ask, survey)))
    await recorded(ask, 'surveys', [])
    io.answer({ surveys: told })
    if (told.length === 0) io.say(text(io.lang, 'surveys.cli.none'))
    for (const { id, state, answered, name } of told)
      io.say([id, text(io.lang, `surveys.state.${state}`), answered, name].join('  '))
  },
}

/** The numbers as CSV on standard output; with `--json` as the API gives them. */
export const surveysResults: Command<Program> = {
  name: 'surveys results',
  usage: 'ID --purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [id, more] = positionals
    if (!values.purpose || id === undefined || !isId(id) || more !== undefined) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const survey = await findSurvey(ask.program.database.app, values.purpose, id)
    const results = await resultsOf({ app: ask.program.database.app, reader: ask.reader }, survey, { lang: io.lang })
    await recorded(ask, 'survey.results', ['surveys'])
    io.answer({ results })
    if (results.state === 'told') io.say(csvOf(linesOf(results, io.lang), io.lang).trimEnd())
    else io.say(text(io.lang, `surveys.results.${results.state}`))
  },
}
