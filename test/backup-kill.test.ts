/** A backup or a restore that is killed at any moment leaves what was there before or what was to be there, and never something between. */

import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import { keepErasures } from '../src/database/erasure-ledger.ts'
import type { Opened } from '../src/opening.ts'
import { kills, onRegister, seloste } from './killing.ts'
import { newHome, removeHome, start } from './running.ts'

const home = newHome()
const file = join(home, 'register.backup')
afterAll(() => removeHome(home))

/** So many persons more. */
const addPersons =
  (count: number) =>
  ({ database }: Opened) =>
    database
      .purpose('rights')
      .query(`select register.add_person($1, 'forms', null) from generate_series(1, $2)`, [
        signActor(database.actorKey, { actor: 'system', purpose: 'rights', request: newId() }),
        count,
      ])
const asked =
  (sql: string) =>
  async ({ database }: Opened) =>
    (await database.admin.query(sql)).rows

test(
  'a killed backup leaves no file and no piece of one, and a killed restore the register before or after it',
  async () => {
    await onRegister(home, addPersons(2000))
    expect((await seloste(home, ['backup', file])).code).toBe(0)
    const gone = await onRegister(home, async program => {
      await addPersons(500)(program)
      const [first] = await asked('select id from register.person order by id limit 1')(program)
      await asked(`select register.forget(array['${first.id}'::uuid])`)(program)
      await keepErasures(program.database.app, home)
      return first.id
    })

    const takes = (await seloste(home, ['backup', join(home, 'measured.backup')])).milliseconds
    for (let n = 0; n < kills; n++) {
      const killed = join(home, `killed-${n}.backup`)
      await seloste(home, ['backup', killed], { killAfter: Math.random() * takes })
      if (existsSync(killed)) expect(await seloste(home, ['restore', killed, '--drill'])).toMatchObject({ code: 0 })
      rmSync(killed, { force: true })
    }
    // What a kill left of a file goes with the next backup to the same place.
    for (const left of readdirSync(home).flatMap(name => /^(.*)\.part-/.exec(name)?.[1] ?? []))
      await seloste(home, ['backup', join(home, left)])
    expect(readdirSync(home).filter(name => name.includes('.part-'))).toEqual([])

    const restoring = (await seloste(home, ['restore', file, '--drill'])).milliseconds
    let replaced = 0
    for (let n = 0; n < kills; n++) {
      await seloste(home, ['restore', file, '--replace'], { killAfter: restoring * (0.3 + Math.random()) })
      await onRegister(home, async program => {
        const [{ persons }] = await asked('select count(*)::int as persons from register.person')(program)
        expect([1999, 2499]).toContain(persons)
        expect(await asked(`select from register.person where id = '${gone}'`)(program)).toEqual([])
        if (persons === 1999) {
          replaced++
          await addPersons(500)(program)
        }
      })
    }
    process.stdout.write(`\n${kills} kills of a restore: ${replaced} times it had taken place\n`)

    // The next start finds what was left and drops it.
    const server = await start(home)
    await onRegister(home, program =>
      expect
        .poll(() => asked(`select datname from pg_database where datname ~ '_(restoring|replaced|drill)$'`)(program), {
          timeout: 30_000,
        })
        .toEqual([]),
    )
    await server.end()
  },
  kills * 60_000 + 120_000,
)
