/** `seloste backup`, `seloste restore` and `seloste keys rotate`: what a server's keeper does with a file in hand. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Home } from '../base/home.ts'
import { type Clock, systemClock } from '../base/time.ts'
import type { Cluster } from '../database/cluster.ts'
import type { Database } from '../database/pools.ts'
import type { Closer, Opener } from '../files/encrypted.ts'
import { rotateFileKey } from '../files/rotate.ts'
import { text } from '../texts/texts.ts'
import { closerOf, keepKey, keyFrom, keysOf, rotateKey } from './backup-key.ts'
import { nextNightly, type Plan, planNow, sayPlan } from './plan.ts'
import { askForBackup, askForDrill, recordDrilled, recordFailed, recordTaken } from './record.ts'
import { drill, type Restored, restore } from './restore.ts'
import { takeBackup } from './take-backup.ts'

interface Open {
  readonly database: Database
  readonly home: string
  readonly clock: Clock
}

/** What a restore opens step by step: the register may not be there, or not be as this program needs it. */
export interface Parts {
  readonly home: () => Home
  readonly cluster: () => Promise<Cluster | undefined>
  readonly database: () => Promise<Database>
  readonly program: () => Promise<Open>
}

/** In the ledgers, whoever has the server in hand. */
const by = 'command-line'

export const backup: Command<Open> = {
  name: 'backup',
  usage: 'FILE [--passphrase-stdin]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { 'passphrase-stdin': { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const file = oneFile(positionals)
    if (existsSync(file)) throw new Refused('backup.file-exists', 'conflict', { file })
    const passphrase = values['passphrase-stdin'] ? await io.input() : undefined
    if (passphrase === '') throw new WrongUsage('--passphrase-stdin')
    const { database, home, clock } = await open()
    const key = passphrase === undefined ? await closerOf(home, clock) : undefined
    const closer: Closer = key ?? { passphrase: passphrase ?? '' }
    const id = await askForBackup(database.app, 'file', { at: clock.now(), by })
    const taken = await takeBackup(file, { database, home, clock, closer, tell: telling(io) }).catch(async fault => {
      await recordFailed(database.app, 'backup', id, fault, clock.now())
      throw fault
    })
    await recordTaken(database.app, id, taken, clock.now())
    io.answer({ file, ...taken, ...(key?.fresh && { recoveryKey: key.fresh }) })
    const { persons, rows, bytes } = taken
    io.say(text(io.lang, 'backup.cli.taken', { file, persons, rows, size: sizeOf(bytes) }))
    if (key?.fresh) io.say(`\n${text(io.lang, 'backup.cli.recovery-key')}\n\n  ${key.fresh}\n`)
  },
}

const planOptions = {
  hour: { type: 'string' },
  keep: { type: 'string' },
  folder: { type: 'string' },
  drill: { type: 'string' },
  off: { type: 'boolean', default: false },
} as const

export const backupNightly: Command<Open> = {
  name: 'backup nightly',
  usage: '[--hour H] [--keep N] [--folder DIR] [--drill weekly|never] [--off]',
  run: async (args, io, open) => {
    const { values } = parseArgs({ args: [...args], options: planOptions })
    const said = { hour: numberIn(values.hour, 0, 23, '--hour'), kept: numberIn(values.keep, 1, 30, '--keep') }
    if (values.drill !== undefined && !['weekly', 'never'].includes(values.drill)) throw new WrongUsage('--drill')
    const isAsked = args.every(word => word === '--json')
    const { database, home, clock } = await open()
    const { since: _, ...before } = await planNow(database.app)
    const plan: Plan = {
      isOn: isAsked ? before.isOn : !values.off,
      hour: said.hour ?? before.hour,
      kept: said.kept ?? before.kept,
      folder: values.folder === undefined ? before.folder : values.folder === '' ? null : resolve(values.folder),
      drills: values.drill === undefined ? before.drills : values.drill === 'weekly',
    }
    if (!isAsked) await sayPlan(database.app, plan, { at: clock.now(), by })
    const fresh = plan.isOn ? (await closerOf(home, clock)).fresh : undefined
    const next = await nextNightly(database.app, clock.now())
    io.answer({ ...plan, next: next ?? null, ...(fresh && { recoveryKey: fresh }) })
    io.say(
      next
        ? text(io.lang, 'backup.cli.nightly-on', {
            next: momentOf(io, next),
            kept: plan.kept,
            folder: plan.folder ?? home,
          })
        : text(io.lang, 'backup.cli.nightly-off'),
    )
    if (fresh) io.say(`\n${text(io.lang, 'backup.cli.recovery-key')}\n\n  ${fresh}\n`)
  },
}

function numberIn(given: string | undefined, least: number, most: number, option: string): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d{1,2}$/.test(given) || Number(given) < least || Number(given) > most) throw new WrongUsage(option)
  return Number(given)
}

const restoreOptions = {
  'key-stdin': { type: 'boolean', default: false },
  'passphrase-stdin': { type: 'boolean', default: false },
  erasures: { type: 'string' },
  replace: { type: 'boolean', default: false },
  drill: { type: 'boolean', default: false },
} as const

export const restoreFile: Command<Parts> = {
  name: 'restore',
  usage: 'FILE [--key-stdin | --passphrase-stdin] [--erasures FILE] [--replace | --drill]',
  run: async (args, io, open) => {
    const { values, positionals } = parseArgs({ args: [...args], options: restoreOptions, allowPositionals: true })
    const file = oneFile(positionals)
    if ((values['key-stdin'] && values['passphrase-stdin']) || (values.replace && values.drill)) throw new WrongUsage()
    for (const named of [file, ...(values.erasures ? [values.erasures] : [])])
      if (!existsSync(named)) throw new Refused('backup.no-file', 'absent', { file: named })
    const parts = await open()
    const { folder: home, secret } = parts.home()
    const typed = values['key-stdin'] ? await keyFrom(await io.input()) : undefined
    const opener = typed ? { keys: [typed] } : await openerOf(home, values['passphrase-stdin'] ? io : undefined)
    const given = {
      ...{ file, opener, secret, home, clock: systemClock, tell: telling(io) },
      ...(values.erasures && { erasures: resolve(values.erasures) }),
    }
    const restored = values.drill
      ? await drilled(parts, given)
      : await claimed(parts, database => restore({ ...given, database, replace: values.replace }))
    if (typed) keepKey(home, typed, systemClock)
    report(io, restored, values.drill)
  },
}

export const keysRotate: Command<Parts> = {
  name: 'keys rotate',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args] })
    const home = (await open()).home().folder
    const files = await rotateFileKey(home, systemClock)
    const recoveryKey = await rotateKey(home, systemClock)
    io.answer({ recoveryKey, files })
    io.say(text(io.lang, 'backup.cli.files-rotated', { moved: files.moved }))
    if (files.left > 0) io.say(text(io.lang, 'backup.cli.files-left', { left: files.left }))
    for (const file of files.damaged) io.say(text(io.lang, 'errors.files.damaged', { file }))
    io.say(
      `${text(io.lang, 'backup.cli.rotated')}\n\n${text(io.lang, 'backup.cli.recovery-key')}\n\n  ${recoveryKey}\n`,
    )
  },
}

function oneFile(positionals: readonly string[]): string {
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new WrongUsage()
  return resolve(file)
}

/** `asked`: whoever types the passphrase that the file was closed with. */
async function openerOf(home: string, asked: Io | undefined): Promise<Opener> {
  if (asked) return { passphrase: await asked.input() }
  const keys = keysOf(home)
  if (keys.length === 0) throw new Refused('backup.key-missing', 'absent')
  return { keys }
}

/** With the register to ourselves: no server may start on it meanwhile. */
async function claimed<Result>(parts: Parts, work: (database: Database) => Promise<Result>): Promise<Result> {
  const cluster = await parts.cluster()
  if (cluster && !(await cluster.claim())) throw new Refused('backup.in-use', 'conflict')
  return work(await parts.database())
}

async function drilled(parts: Parts, given: Omit<Parameters<typeof drill>[0], 'database'>): Promise<Restored> {
  const { database, clock } = await parts.program()
  const id = await askForDrill(database.app, undefined, { at: clock.now(), by })
  try {
    const proved = await drill({ ...given, database })
    await recordDrilled(database.app, id, proved, clock.now())
    return proved
  } catch (fault) {
    await recordFailed(database.app, 'drill', id, fault, clock.now())
    throw fault
  }
}

function report(io: Io, restored: Restored, isDrill: boolean): void {
  const { takenAt, persons, rows, erasedSince: erased } = restored
  const taken = momentOf(io, takenAt)
  io.answer(restored)
  io.say(text(io.lang, isDrill ? 'backup.cli.drilled' : 'backup.cli.restored', { taken, persons, rows, erased }))
  if (!isDrill) io.say(text(io.lang, 'backup.cli.look-after'))
}

const momentOf = (io: Io, at: Date): string =>
  new Intl.DateTimeFormat(`${io.lang}-FI`, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Helsinki',
  }).format(at)

/** A line at every tenth. */
function telling(io: Io): (share: number) => void {
  let told = 0
  return share => {
    const tenths = Math.floor(share * 10)
    if (tenths <= told || tenths === 10) return
    told = tenths
    io.say(`  ${tenths * 10} %`)
  }
}

const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.ceil(bytes / 1e6)} MB`
