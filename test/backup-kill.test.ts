/** A backup or a restore that is killed at any moment leaves what was there before or what was to be there, and never something between. */

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import { keepErasures } from '../src/database/erasure-ledger.ts'
import { opening } from '../src/opening.ts'
import { newHome, removeHome, start, surroundings } from './running.ts'

const root = join(import.meta.dirname, '..')
const home = newHome()
const file = join(home, 'register.backup')
afterAll(() => removeHome(home))

const kills = process.env.SELOSTE_LONG ? 50 : 5

/** Runs a command, killed after so many milliseconds when it still runs. */
async function seloste(words: readonly string[], killAfter?: number) {
  const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), ...words, '--json'], {
    cwd: root,
    env: { ...surroundings, SELOSTE_HOME: home, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const began = performance.now()
  const exited = new Promise<number | null>(done => child.once('exit', done))
  if (killAfter !== undefined) {
    await Promise.race([exited, pause(killAfter)])
    child.kill('SIGKILL')
  }
  const [out, code] = await Promise.all([readAll(child.stdout), exited])
  return { out, code, milliseconds: performance.now() - began }
}

/** How many persons there are, by the register itself, and which databases lie beside it. */
async function register() {
  const settings = {
    home,
    databaseUrl: undefined,
    port: 0,
    url: 'http://localhost',
    smtpUrl: undefined,
    mailPerMinute: 60,
    smsUrl: undefined,
    imapUrl: undefined,
    notice: join(root, 'examples', 'notices', 'ixir.yaml'),
  }
  const parts = opening(settings, { clock: systemClock, log: () => {} })
  const program = await parts.program()
  const addPersons = async (count: number) => {
    const token = signActor(program.database.actorKey, { actor: 'system', purpose: 'rights', request: newId() })
    await program.database
      .purpose('rights')
      .query(`select register.add_person($1, 'forms', null) from generate_series(1, $2)`, [token, count])
  }
  const ask = async (sql: string) => (await program.database.admin.query(sql)).rows
  return { program, ask, addPersons, close: parts.close }
}

test(
  'a killed backup leaves no file and no piece of one, and a killed restore the register before or after it',
  async () => {
    const { addPersons, close } = await register()
    await addPersons(2000)
    await close()
    expect((await seloste(['backup', file])).code).toBe(0)
    const later = await register()
    await later.addPersons(500)
    const [gone] = await later.ask('select id from register.person order by id limit 1')
    await later.ask(`select register.forget(array['${gone.id}'::uuid])`)
    await keepErasures(later.program.database.app, home)
    await later.close()

    const takes = (await seloste(['backup', join(home, 'measured.backup')])).milliseconds
    for (let n = 0; n < kills; n++) {
      const killed = join(home, `killed-${n}.backup`)
      await seloste(['backup', killed], Math.random() * takes)
      if (existsSync(killed)) expect(await seloste(['restore', killed, '--drill'])).toMatchObject({ code: 0 })
      rmSync(killed, { force: true })
    }
    // What a kill left of a file goes with the next backup to the same place.
    for (const left of readdirSync(home).flatMap(name => /^(.*)\.part-/.exec(name)?.[1] ?? []))
      await seloste(['backup', join(home, left)])
    expect(readdirSync(home).filter(name => name.includes('.part-'))).toEqual([])

    const restoring = (await seloste(['restore', file, '--drill'])).milliseconds
    let replaced = 0
    for (let n = 0; n < kills; n++) {
      await seloste(['restore', file, '--replace'], restoring * (0.3 + Math.random()))
      const { ask, addPersons, close } = await register()
      const [{ persons }] = await ask('select count(*)::int as persons from register.person')
      expect([1999, 2499]).toContain(persons)
      expect(await ask(`select from register.person where id = '${gone.id}'`)).toEqual([])
      if (persons === 1999) {
        replaced++
        await addPersons(500)
      }
      await close()
    }
    process.stdout.write(`\n${kills} kills of a restore: ${replaced} times it had taken place\n`)

    // The next start finds what was left and drops it.
    const server = await start(home)
    const { ask, close: leave } = await register()
    await expect
      .poll(() => ask(`select datname from pg_database where datname ~ '_(restoring|replaced|drill)$'`), {
        timeout: 30_000,
      })
      .toEqual([])
    await leave()
    await server.end()
  },
  kills * 60_000 + 120_000,
)
