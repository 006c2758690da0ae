/** `seloste notice diff`: two notices compared by meaning, from files, from what has been published, or one of each. */

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Program } from '../http/program.ts'
import { publishedSource, publishedVersions } from '../http/published-versions.ts'
import { langs } from '../notice/notice.ts'
import type { ToldDifference } from '../notice/tell-difference.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { compare, countedOnce, noticeOf } from './compare.ts'
import { countConcerned } from './concerned.ts'
import { rightsPool } from './to-tell.ts'

type Register = Pick<Program, 'database' | 'published'>
type Counted = ToldDifference & { readonly persons: number | null }

/**
 * The register is opened only for `published`, `version:3` and `--register`; then each difference has the number of persons whom it
 * concerns. Exit 0 whether or not they differ; 1 when one cannot be read.
 */
export const noticeDiff: Command<Register> = {
  name: 'notice diff',
  usage: 'A B [--register] [--lang fi|sv|en]',
  run: async (args, io, register) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { lang: { type: 'string' }, register: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const lang = langs.find(one => one === (values.lang ?? io.lang))
    const [a, b] = positionals
    if (a === undefined || b === undefined || positionals.length > 2 || lang === undefined) throw new WrongUsage()

    const [before, after] = [noticeOf(await textOf(a, register), a), noticeOf(await textOf(b, register), b)]
    const isOpen = values.register || [a, b].some(isOfRegister)
    const differences = await counted(compare(before, after, lang).differences, isOpen ? await register() : undefined)
    io.answer({ before: a, after: b, differences })
    say(io, lang, differences)
  },
}

const versionIn = (name: string): string | undefined => /^version:(\d{1,9})$/.exec(name)?.[1]
const isOfRegister = (name: string): boolean => name === 'published' || versionIn(name) !== undefined

/** How many each concerns now; null without a register. */
async function counted(
  differences: readonly ToldDifference[],
  register: Register | undefined,
): Promise<readonly Counted[]> {
  if (register === undefined) return differences.map(one => ({ ...one, persons: null }))
  const rights = await rightsPool(register)
  const persons = await countedOnce(
    differences.map(({ concerns }) => concerns),
    different => countConcerned(rights, different),
  )
  return differences.map((one, place) => ({ ...one, persons: persons[place] ?? 0 }))
}

async function textOf(name: string, register: () => Promise<Register>): Promise<string> {
  const version = versionIn(name)
  if (!isOfRegister(name)) return readText(name)
  const { app } = (await register()).database
  const wanted = version === undefined ? ((await publishedVersions(app))[0]?.version ?? 0) : Number(version)
  const source = await publishedSource(app, wanted)
  if (source === undefined) throw new Refused('notice.no-version', 'absent', { version: wanted })
  return source
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new Refused('notice.no-file', 'absent', { file })
  }
}

const personsIn = (lang: TextLang, { persons, concerns }: Counted): string =>
  persons === null || concerns.kind === 'nobody'
    ? ''
    : ` (${text(lang, 'ui.compare.persons', { count: persons, number: persons })})`

/** By weight, worst first; each with what went and came, what must happen first, whom it concerns and why. */
function say({ say }: Io, lang: TextLang, differences: readonly Counted[]): void {
  if (differences.length === 0) say(text(lang, 'ui.compare.none'))
  let weight: string | undefined
  for (const one of differences) {
    if (one.weight !== weight)
      say(`${weight === undefined ? '' : '\n'}${text(lang, `ui.compare.weight.${one.weight}`)}`)
    weight = one.weight
    say(`\n  ${one.what}`)
    if (one.gone !== undefined) say(`    − ${one.gone}`)
    if (one.come !== undefined) say(`    + ${one.come}`)
    if (one.must !== 'nothing') say(`    ${one.first} ${one.whom}${personsIn(lang, one)}`)
    say(`    ${one.why} ${one.cited}`)
  }
  if (differences.length > 0) say(`\n${text(lang, 'ui.compare.count', { count: differences.length })}`)
}
