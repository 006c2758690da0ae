/** The command line finds the command, runs it, and turns what comes of it into words, or JSON, and an exit code: 0 done, 1 refused, 2 wrong usage. */

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

/** Where a command is typed. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  /** All that is piped in. */
  readonly input: () => Promise<string>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Ctrl-C in the middle of a command: what is done before the end. */
  readonly interrupted: (end: () => Promise<void>) => void
}

/** Runs what was typed after `seloste`; gives the exit code. Throws nothing: a fault is told like a refusal, without its message. */
export async function commandLine(given: readonly string[], terminal: Terminal): Promise<number> {
  const { env } = terminal
  const words = given.filter(word => word !== '--json')
  const lang = languageOf(env.LC_ALL || env.LC_MESSAGES || env.LANG || 'fi')
  const json = given.includes('--json')
  const io: Io = {
    lang,
    json,
    say: line => void (json || terminal.out(`${line}\n`)),
    answer: value => void (json && terminal.out(`${JSON.stringify(value)}\n`)),
    input: async () => (await terminal.input()).replace(/\r?\n$/, ''),
  }
  const complain = (line: string) => void (json || terminal.err(`${line}\n`))

  let opened: Opening | undefined
  const open = (): Opening => {
    if (!opened) {
      const parts = opening(settings(env), { clock: systemClock, log: () => {} })
      // A database server that the command started stops with it.
      terminal.interrupted(parts.close)
      opened = parts
    }
    return opened
  }
  const all = everyCommand(env, io, open)

  const asksHelp = words.length === 0 || words[0] === 'help' || words.includes('--help')
  const named = words[0] === 'help' ? words.slice(1) : words
  const command = all
    .filter(({ name }) => name.split(' ').every((word, at) => named[at] === word))
    .sort((a, b) => b.name.length - a.name.length)[0]

  if (asksHelp) {
    help(io, command ? [command] : all)
    return 0
  }
  const wrongUsage = (why: string, shown: readonly Bound[]): 2 => {
    const usage = shown.map(usageOf)
    io.answer({ wrongUsage: why, usage })
    complain([why, ...usage.map(line => `  ${line}`)].join('\n'))
    return 2
  }
  if (!command) return wrongUsage(text(lang, 'cli.no-such-command', { words: words.slice(0, 2).join(' ') }), all)
  try {
    await command.run(words.slice(command.name.split(' ').length))
    return 0
  } catch (fault) {
    if (fault instanceof WrongUsage) return wrongUsage(fault.message || text(lang, 'cli.written-so'), [command])
    if (fault instanceof Failed) return 1
    if (isParseFault(fault)) return wrongUsage(text(lang, 'cli.written-so'), [command])
    const refused = told(refusalFrom(fault), lang)
    io.answer({ refused })
    for (const { text } of refused) complain(text)
    return 1
  } finally {
    await opened?.close()
  }
}

const everyCommand = (env: NodeJS.ProcessEnv, io: Io, open: () => Opening): readonly Bound[] => [
  {
    name: 'start',
    usage: '',
    run: async args => {
      if (args.length > 0) throw new WrongUsage()
      await serve(settings(env), io)
    },
  },
  {
    name: 'demo',
    usage: '',
    run: async args => {
      if (args.length > 0) throw new WrongUsage()
      // A database, a notice or a mail server of one's own is none of a demonstration's business.
      const { SELOSTE_HOME, PORT, SELOSTE_URL } = env
      await serveDemo(settings({ SELOSTE_HOME, PORT, SELOSTE_URL }), io)
    },
  },
  ...commands.map(bound(io, () => open().program())),
  ...databaseCommands.map(bound(io, () => open().database())),
  ...stepwiseCommands.map(bound(io, async () => open())),
]

const bound =
  <Program>(io: Io, program: () => Promise<Program>) =>
  ({ name, usage, run }: Command<Program>): Bound => ({ name, usage, run: args => run(args, io, program) })

function settings(env: NodeJS.ProcessEnv): Settings {
  const read = readSettings(env)
  if ('faults' in read) throw new FaultySettings(read.faults)
  return read.settings
}

/** What node:util's parseArgs throws about an option that is unknown or lacks its value. */
function isParseFault(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS')
}

const usageOf = ({ name, usage }: Bound): string => `seloste ${name}${usage && ` ${usage}`}`

function help(io: Io, shown: readonly Bound[]): void {
  const lines = shown.map(command => ({
    usage: usageOf(command),
    does: textIfAny(io.lang, `cli.${command.name.replaceAll(' ', '-')}`) ?? '',
  }))
  io.answer({ commands: lines })
  for (const line of lines) io.say(`  ${line.usage}\n      ${line.does}`)
  io.say(`\n${text(io.lang, 'cli.every-command')}`)
}

/** What was refused in words, with its place; a fault of ours by its kind alone. */
function told(fault: unknown, lang: Io['lang']): { key: string; text: string; place?: Place }[] {
  const refusals = fault instanceof FaultySettings ? fault.faults : fault instanceof Refused ? [fault] : []
  if (refusals.length === 0)
    return [{ key: 'cli.fault', text: text(lang, 'errors.cli.fault', { fault: traceOf(fault) }) }]
  return refusals.map(({ key, args, place }) => ({
    key,
    text: `${whereIs(place)}${textIfAny(lang, `errors.${key}`, args) ?? key}`,
    ...(place && { place }),
  }))
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
