/** `seloste person export|restrict|erase`: a right is fulfilled from the command line as from the desk, upon a request on record. */

import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import type { Id } from '../base/ids.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import type { RecordedAsk } from '../http/recorded-ask.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { accessPackage } from './access-package.ts'
import { restrictionGrounds } from './act-answers.ts'
import { copyFile, copyFormats } from './copy-file.ts'
import { type CategoryPlan, erase, erasurePlan } from './erasure.ts'
import { recordRequest } from './request.ts'
import { channels, type NewRequest } from './request-answers.ts'
import { restrict } from './restriction.ts'

const rightsAsk = async (program: Program, lang: TextLang): Promise<RecordedAsk> =>
  commandAsk(program, lang, rightsPurpose(await program.published()))

const asking = {
  requester: { type: 'string' },
  channel: { type: 'string' },
  asked: { type: 'string' },
} as const
const askingUsage = `--requester WHO --channel ${channels.join('|')} --asked WORDS`

/** What the command line says of the request that is fulfilled: it has come just now. */
function requestFrom(
  { requester, channel, asked }: { readonly [name in keyof typeof asking]?: string | undefined },
  kind: NewRequest['kind'],
  { clock }: RecordedAsk,
  person: Id,
): NewRequest {
  const by = channels.find(one => one === channel)
  if (!requester?.trim() || !asked?.trim() || !by) throw new WrongUsage()
  return { kind, channel: by, receivedAt: clock.now().toISOString(), requester, asked, person }
}

/** The copy of Art. 15 or the portable one of Art. 20; to `--out`, or into this folder under a name of its own. */
export const personExport: Command<Program> = {
  name: 'person export',
  usage: `ID [--portable] [--format ${copyFormats.join('|')}] [--out FILE]`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        portable: { type: 'boolean', default: false },
        format: { type: 'string', default: 'pdf' },
        out: { type: 'string' },
      },
      allowPositionals: true,
    })
    const format = copyFormats.find(one => one === values.format)
    const [person, ...more] = positionals
    if (!format || !person || more.length > 0) throw new WrongUsage()
    const program = await open()
    const ask = await rightsAsk(program, io.lang)
    const { notice } = ask.published
    if (!notice) throw new Error('no notice is in force')
    const kind = values.portable ? 'portability' : 'access'
    const copy = await accessPackage(ask, person, kind)
    ask.saw(
      [person],
      `package.${kind}`,
      copy.categories.map(({ id }) => id),
    )
    await ask.recorded()
    const made = await copyFile(program.home, format, copy, notice)
    const file = values.out ?? made.name
    await writeFile(file, made.content, { mode: 0o600 })
    io.say(file)
    io.answer({ file })
  },
}

export const personRestrict: Command<Program> = {
  name: 'person restrict',
  usage: `ID --ground ${restrictionGrounds.join('|')} ${askingUsage}`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...asking, ground: { type: 'string' } },
      allowPositionals: true,
    })
    const ground = restrictionGrounds.find(one => one === values.ground)
    const [person, ...more] = positionals
    if (!ground || !person || more.length > 0) throw new WrongUsage()
    const ask = await rightsAsk(await open(), io.lang)
    const request = await recordRequest(ask, requestFrom(values, 'restriction', ask, person))
    ask.saw([person], 'restriction', ['requests'])
    await ask.recorded()
    await restrict(ask, { request, expected: null }, ground)
    io.say(text(io.lang, 'rights.cli.restricted'))
    io.answer({ request })
  },
}

/** Without `--yes` it tells what would go and what would stay, and does nothing. */
export const personErase: Command<Program> = {
  name: 'person erase',
  usage: `ID [${askingUsage} [--claim WHY] --yes]`,
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...asking, claim: { type: 'string' }, yes: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [person, ...more] = positionals
    if (!person || more.length > 0) throw new WrongUsage()
    const claim = values.claim === undefined ? undefined : { why: values.claim }
    const ask = await rightsAsk(await open(), io.lang)
    if (!values.yes) {
      const plan = await erasurePlan(ask, person, claim !== undefined)
      ask.saw([person], 'erasure.plan', ['requests'])
      await ask.recorded()
      for (const category of plan.categories) io.say(lineOf(category, io.lang))
      io.say(text(io.lang, 'rights.cli.nothing-done'))
      return io.answer(plan)
    }
    const request = await recordRequest(ask, requestFrom(values, 'erasure', ask, person))
    ask.saw([], 'erasure', ['requests']) // of nobody: whoever was erased is not to be named by this very look
    await ask.recorded()
    const certificate = await erase(ask, { request, expected: null }, claim)
    io.say(text(io.lang, 'rights.cli.erased', { certificate }))
    io.answer({ request, certificate })
  },
}

function lineOf({ name, rows, kept, until }: CategoryPlan, lang: TextLang): string {
  const goes = text(lang, 'rights.cli.goes', { category: name, rows: rows - kept })
  if (kept === 0) return goes
  const stays = text(lang, 'rights.cli.stays', { rows: kept })
  return `${goes}; ${stays}${until === null ? '' : ` (${dateIn(lang, until)})`}`
}
