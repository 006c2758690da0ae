/** The command line finds the command, runs it, and turns what comes of it into words, or JSON, and an exit code: 0 done, 1 refused, 2 wrong usage. */

import { text as readAll } from 'node:stream/consumers'
import { type Command, Failed, type Io, WrongUsage } from './base/command.ts'
import { type Place, Refused } from './base/errors.ts'
import { readSettings, type Settings } from './base/settings.ts'
import { systemClock } from './base/time.ts'
import { commands, databaseCommands, stepwiseCommands } from './commands.ts'
import { refusalFrom } from './database/refusal.ts'
import { serveDemo } from './demo-server.ts'
import { type Opening, opening } from './opening.ts'
import { serve } from './server.ts'
import { text, textIfAny } from './texts/texts.ts'

/** A command with what it opens already bound to it. */
interface Bound extends Pick<Command<never>, 'name' | 'usage'> {
  readonly run: (args: readonly string[]) => Promise<void>
}

/** Settings with faults in them: all are told. */
class FaultySettings extends Error {
  readonly faults: readonly Refused[]
  constructor(faults: readonly Refused[]) {
    super('settings')
    this.faults = faults
  }
}

const given = process.argv.slice(2)
const json = given.includes('--json')
const words = given.filter(word => word !== '--json')
const lang = languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || 'fi')

const io: Io = {
  lang,
  json,
  say: line => void (json || process.stdout.write(`${line}\n`)),
  answer: value => void (json && process.stdout.write(`${JSON.stringify(value)}\n`)),
  input: async () => (await readAll(process.stdin)).replace(/\r?\n$/, ''),
}

// `seloste … | head` closes the pipe early: what is left to say goes nowhere, and the command still ends in order.
process.stdout.on('error', fault => {
  if ('code' in fault && fault.code !== 'EPIPE') throw fault
})

let opened: Opening | undefined
const open = (): Opening => {
  opened ??= endsInOrder(opening(settings(), { clock: systemClock, log: () => {} }))
  return opened
}

const all: readonly Bound[] = [
  {
    name: 'start',
    usage: '',
    run: async args => {
      if (args.length > 0) throw new WrongUsage()
      await serve(settings(), io)
    },
  },
  {
    name: 'demo',
    usage: '',
    run: async args => {
      if (args.length > 0) throw new WrongUsage()
      // A database, a notice or a mail server of one's own is none of a demonstration's business.
      const { SELOSTE_HOME, PORT, SELOSTE_URL } = process.env
      await serveDemo(settings({ SELOSTE_HOME, PORT, SELOSTE_URL }), io)
    },
  },
  ...commands.map(({ name, usage, run }) => ({
    name,
    usage,
    run: (args: readonly string[]) => run(args, io, () => open().program()),
  })),
  ...databaseCommands.map(({ name, usage, run }) => ({
    name,
    usage,
    run: (args: readonly string[]) => run(args, io, () => open().database()),
  })),
  ...stepwiseCommands.map(({ name, usage, run }) => ({
    name,
    usage,
    run: (args: readonly string[]) => run(args, io, async () => open()),
  })),
]

process.exitCode = await main()

async function main(): Promise<number> {
  const asksHelp = words.length === 0 || words[0] === 'help' || words.includes('--help')
  const named = words[0] === 'help' ? words.slice(1) : words
  const command = all
    .filter(({ name }) => name.split(' ').every((word, at) => named[at] === word))
    .sort((a, b) => b.name.length - a.name.length)[0]

  if (asksHelp) {
    help(command ? [command] : all)
    return 0
  }
  if (!command) return wrongUsage(text(lang, 'cli.no-such-command', { words: words.slice(0, 2).join(' ') }), all)
  try {
    await command.run(words.slice(command.name.split(' ').length))
    return 0
  } catch (fault) {
    if (fault instanceof WrongUsage) return wrongUsage(fault.message || text(lang, 'cli.written-so'), [command])
    if (fault instanceof Failed) return 1
    if (isParseFault(fault)) return wrongUsage(text(lang, 'cli.written-so'), [command])
    return refused(refusalFrom(fault))
  } finally {
    await opened?.close()
  }
}

/** Ctrl-C in the middle of a command stops a database server that the command started; a second Ctrl-C does not wait for it. */
function endsInOrder(parts: Opening): Opening {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => parts.close().finally(() => process.exit(1)))
  }
  return parts
}

function settings(env: NodeJS.ProcessEnv = process.env): Settings {
  const read = readSettings(env)
  if ('faults' in read) throw new FaultySettings(read.faults)
  return read.settings
}

/** What node:util's parseArgs throws about an option that is unknown or lacks its value. */
function isParseFault(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS')
}

function help(shown: readonly Bound[]): void {
  const lines = shown.map(({ name, usage }) => ({
    usage: `seloste ${name}${usage && ` ${usage}`}`,
    does: textIfAny(lang, `cli.${name.replaceAll(' ', '-')}`) ?? '',
  }))
  io.answer({ commands: lines })
  for (const line of lines) io.say(`  ${line.usage}\n      ${line.does}`)
  io.say(`\n${text(lang, 'cli.every-command')}`)
}

function wrongUsage(why: string, shown: readonly Bound[]): 2 {
  const usage = shown.map(({ name, usage }) => `seloste ${name}${usage && ` ${usage}`}`)
  io.answer({ wrongUsage: why, usage })
  if (!json) process.stderr.write(`${[why, ...usage.map(line => `  ${line}`)].join('\n')}\n`)
  return 2
}

function refused(fault: unknown): 1 {
  const refusals = fault instanceof FaultySettings ? fault.faults : fault instanceof Refused ? [fault] : []
  const told = refusals.map(({ key, args, place }) => ({
    key,
    text: `${whereIs(place)}${textIfAny(lang, `errors.${key}`, args) ?? key}`,
    ...(place && { place }),
  }))
  if (told.length === 0)
    told.push({ key: 'cli.fault', text: text(lang, 'errors.cli.fault', { fault: traceOf(fault) }) })
  io.answer({ refused: told })
  if (!json) for (const { text } of told) process.stderr.write(`${text}\n`)
  return 1
}

/** `notice.yaml:12:3: `, as editors and terminals make a link of it. */
function whereIs(place: Place | undefined): string {
  if (!place || 'movedTo' in place) return ''
  if ('field' in place) return `${place.field}: `
  return `${'file' in place ? `${place.file}:` : ''}${[place.line, place.column].filter(Boolean).join(':')}: `
}

/** The kind of a fault and where in the code, never its message, which may repeat a value. */
function traceOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault
  const code = 'code' in fault ? ` ${fault.code}` : ''
  const calls = (fault.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return [`${fault.name}${code}`, ...calls.slice(0, 8)].join('\n')
}

function languageOf(locale: string): Io['lang'] {
  if (locale.startsWith('fi')) return 'fi'
  return locale.startsWith('sv') ? 'sv' : 'en'
}
