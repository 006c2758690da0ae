/** `seloste segments count` and `segments list`: conditions from the command line, in words of the language that it speaks. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { countPersons } from './count.ts'
import { listSegments } from './segment.ts'
import { counting } from './segment-answers.ts'

/** The condition as a sentence, or as JSON. */
export const segmentsCount: Command<Program> = {
  name: 'segments count',
  usage: 'CONDITION --purpose P [--channel email|sms|phone|post|social-media]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' }, channel: { type: 'string' } },
      allowPositionals: true,
    })
    const [said, more] = positionals
    const asked = counting.safeParse({
      ...(said?.trim().startsWith('{"') ? { condition: jsonOf(said) } : { sentence: said }),
      channel: values.channel,
    })
    if (!values.purpose || !said || more !== undefined || !asked.success) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { sentence, condition, persons, about, gate } = await countPersons(ask, asked.data)
    ask.saw([], 'segments.count', [])
    await ask.recorded()
    io.answer({ sentence, condition, persons, about, gate })
    io.say(sentence)
    io.say(
      persons === null
        ? text(io.lang, 'segments.withheld')
        : text(io.lang, about ? 'segments.cli.match-about' : 'segments.cli.match', { count: persons }),
    )
    if (gate) io.say(text(io.lang, 'segments.cli.allowed', { count: gate.allowed }))
    for (const { name, persons } of gate?.leftOut ?? []) io.say(`  ${persons}  ${name}`)
  },
}

function jsonOf(said: string): unknown {
  try {
    return JSON.parse(said)
  } catch {
    throw new WrongUsage()
  }
}

export const segmentsList: Command<Program> = {
  name: 'segments list',
  usage: '--purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' } },
      allowPositionals: true,
    })
    if (!values.purpose || positionals.length > 0) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { segments } = await listSegments(ask, { limit: 200 })
    ask.saw([], 'segments', [])
    await ask.recorded()
    io.answer({ segments })
    if (segments.length === 0) io.say(text(io.lang, 'segments.cli.none'))
    for (const { id, name, persons, sentence } of segments) io.say([id, persons ?? '–', name, sentence].join('  '))
  },
}
