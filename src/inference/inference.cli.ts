/** `seloste inference list` and `inference quality`: the rules of a purpose, and how good each is. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId } from '../base/ids.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { qualityOf } from './quality.ts'
import { shareIn } from './quality-share.ts'
import { listRules, readRule } from './rule.ts'
import { type Quality, ruleContent } from './rule-answers.ts'

const purposeOption = { purpose: { type: 'string' } } as const

export const inferenceList: Command<Program> = {
  name: 'inference list',
  usage: '--purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options: purposeOption, allowPositionals: true })
    if (!values.purpose || positionals.length > 0) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { rules } = await listRules(ask, { limit: 200 })
    ask.saw([], 'inference', [])
    await ask.recorded()
    io.answer({ rules })
    if (rules.length === 0) io.say(text(io.lang, 'inference.cli.none'))
    for (const { id, name, value, persons } of rules) io.say([id, persons ?? '–', name, value].join('  '))
  },
}

const shareWords = (lang: TextLang, outOf: Quality['months'][number]['inferred']): string => {
  const share = shareIn(outOf)
  if (share === null || share === 'withheld') return '–'
  const words = share === 'few' ? text(lang, 'inference.cli.few') : `${Math.round(100 * share)} %`
  return `${words} (${outOf.met}/${outOf.of})`
}

export const inferenceQuality: Command<Program> = {
  name: 'inference quality',
  usage: 'RULE --purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options: purposeOption, allowPositionals: true })
    const [rule, more] = positionals
    if (!values.purpose || rule === undefined || !isId(rule) || more !== undefined) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const quality = await qualityOf(ask, ruleContent.parse((await readRule(ask, rule)).content))
    ask.saw([], 'inference.quality', [])
    await ask.recorded()
    io.answer(quality)
    io.say(text(io.lang, 'inference.cli.quality'))
    for (const { month, inferred, everybody } of quality.months)
      io.say([month, shareWords(io.lang, inferred), shareWords(io.lang, everybody)].join('  '))
  },
}
