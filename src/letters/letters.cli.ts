/** `seloste letter add`, `letter list`, `letter show` and `letter render`: letters of a purpose, and one as it would be sent. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import type { RecordedAsk } from '../http/recorded-ask.ts'
import { text } from '../texts/texts.ts'
import { gapsIn } from './gaps.ts'
import { listLetters, saveLetter, showLetter } from './letter.ts'
import { newLetter, previewing } from './letter-answers.ts'
import { previewLetter } from './previewing.ts'

export const letterList: Command<Program> = {
  name: 'letter list',
  usage: '--purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' } },
      allowPositionals: true,
    })
    if (!values.purpose || positionals.length > 0) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const { letters } = await listLetters(ask, { limit: 200 })
    ask.saw([], 'letters', [])
    await ask.recorded()
    io.answer({ letters })
    if (letters.length === 0) io.say(text(io.lang, 'letters.cli.none'))
    for (const { id, name, channel, langs, ready } of letters)
      io.say(
        [
          id,
          channel,
          langs.join('+'),
          text(io.lang, ready ? 'letters.cli.ready' : 'letters.cli.unfinished'),
          name,
        ].join('  '),
      )
  },
}

/** From a file, as `letter show --json` gives the content. */
export const letterAdd: Command<Program> = {
  name: 'letter add',
  usage: 'FILE --name N --purpose P',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, purpose: { type: 'string' } },
      allowPositionals: true,
    })
    const [file, more] = positionals
    if (!values.purpose || !values.name || !file || more !== undefined) throw new WrongUsage()
    const body = newLetter.safeParse({ name: values.name, content: await contentIn(file) })
    if (!body.success) throw new Refused('letters.not-a-letter', 'invalid', { file })
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const saved = await saveLetter(ask, body.data)
    ask.saw([], 'letters.save', [])
    await ask.recorded()
    io.answer(saved)
    io.say(saved.id)
  },
}

async function contentIn(file: string): Promise<unknown> {
  const said = await readFile(file, 'utf8').catch(() => {
    throw new Refused('letters.no-file', 'invalid', { file })
  })
  try {
    return JSON.parse(said)
  } catch {
    throw new Refused('letters.not-a-letter', 'invalid', { file })
  }
}

/** The letter that the arguments name, for the purpose that they name. */
async function asked(args: readonly string[], open: () => Promise<Program>, lang: RecordedAsk['lang']) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      purpose: { type: 'string' },
      lang: { type: 'string' },
      person: { type: 'string' },
      html: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const [id, more] = positionals
  if (!values.purpose || !id || more !== undefined) throw new WrongUsage()
  const ask = await commandAsk(await open(), lang, values.purpose)
  return { ask, values, letter: await showLetter(ask, id) }
}

export const letterShow: Command<Program> = {
  name: 'letter show',
  usage: 'LETTER --purpose P',
  run: async (args, io, open) => {
    const { ask, letter } = await asked(args, open, io.lang)
    ask.saw([], 'letters.show', [])
    await ask.recorded()
    io.answer(letter)
    io.say(`${letter.name} (${letter.channel}, ${letter.n})`)
    for (const lang of letter.langs) {
      const gaps = gapsIn(letter.content, lang).map(({ what }) => text(io.lang, `ui.compose.gap.${what}`))
      io.say([lang, ...(gaps.length === 0 ? [text(io.lang, 'letters.cli.ready')] : gaps)].join('  '))
    }
    for (const { n, at, id, why } of letter.revisions) io.say([n, at, id, why ?? ''].join('  ').trim())
  },
}

export const letterRender: Command<Program> = {
  name: 'letter render',
  usage: 'LETTER --purpose P [--lang fi|sv|en] [--person PERSON] [--html]',
  run: async (args, io, open) => {
    const { ask, letter, values } = await asked(args, open, io.lang)
    const body = previewing.safeParse({ content: letter.content, lang: values.lang ?? io.lang, person: values.person })
    if (!body.success) throw new WrongUsage()
    const rendered = await previewLetter(ask, body.data)
    await ask.recorded()
    io.answer(rendered)
    if (rendered.subject !== null) io.say(`${rendered.subject}\n`)
    io.say(values.html ? (rendered.html ?? rendered.text) : rendered.text)
    if (rendered.sms) io.say(`\n${text(io.lang, 'ui.compose.parts', { count: rendered.sms.parts })}`)
  },
}
