/** What is backed up on one machine comes back on another with the recovery key and the ledger alone; each command says what it did. */

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import { keepErasures } from '../src/database/erasure-ledger.ts'
import { onRegister, seloste } from './killing.ts'
import { newHome, removeHome } from './running.ts'

const [home, another] = [newHome(), newHome()]
const file = join(home, 'register.backup')
afterAll(() => {
  removeHome(home)
  removeHome(another)
})

/** Runs a command on a home and gives its exit code and its JSON. */
async function command(where: string, words: readonly string[], input = '') {
  const { code, out } = await seloste(where, words, { input })
  return { code, said: JSON.parse(out) }
}

const persons = (where: string) =>
  onRegister(
    where,
    async ({ database }) => (await database.admin.query('select id from register.person order by id')).rows,
  )

test('from one home to another', async () => {
  const addressKey = await onRegister(home, async ({ database }) => {
    const token = signActor(database.actorKey, { actor: 'system', purpose: 'rights', request: newId() })
    await database
      .purpose('rights')
      .query(`select register.add_person($1, 'forms', null) from generate_series(1, 5)`, [token])
    return database.addressKey
  })
  const taken = await command(home, ['backup', file])
  expect(taken).toMatchObject({
    code: 0,
    said: { persons: 5, recoveryKey: expect.stringMatching(/^AGE-SECRET-KEY-1/) },
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await command(home, ['backup', file])).toMatchObject({
    code: 1,
    said: { refused: [{ key: 'backup.file-exists' }] },
  })
  expect(await command(home, ['restore', file])).toMatchObject({
    code: 1,
    said: { refused: [{ key: 'backup.register-in-place' }] },
  })
  const [first, ...others] = await persons(home)
  await onRegister(home, async ({ database }) => {
    await database.admin.query('select register.forget(array[$1::uuid])', [first.id])
    await keepErasures(database.app, home)
  })
  expect(readFileSync(join(home, 'erasures'), 'utf8').trim().split('\n')).toHaveLength(1)

  expect(await command(another, ['restore', file])).toMatchObject({
    code: 1,
    said: { refused: [{ key: 'backup.key-missing' }] },
  })
  expect(await command(another, ['restore', file, '--key-stdin'], 'AGE-SECRET-KEY-1QQQQ')).toMatchObject({
    code: 1,
    said: { refused: [{ key: 'backup.no-key' }] },
  })
  const typed = taken.said.recoveryKey.toLowerCase().replace(/(.{20})/g, '$1 ')
  const words = ['restore', file, '--key-stdin', '--erasures', join(home, 'erasures')]
  expect(await command(another, words, typed)).toMatchObject({ code: 0, said: { persons: 4, erasedSince: 1 } })
  expect(await persons(another)).toEqual(others)
  // Addresses are known by the key that they were hashed with.
  expect(await onRegister(another, async ({ database }) => database.addressKey)).toEqual(addressKey)
  // The key that was typed is the home's own from now on.
  expect(await command(another, ['restore', file, '--drill', '--erasures', join(home, 'erasures')])).toMatchObject({
    code: 0,
    said: { persons: 4 },
  })

  const { said } = await command(another, ['keys', 'rotate'])
  expect(said.recoveryKey).not.toBe(taken.said.recoveryKey)
  const closed = join(another, 'passphrase.backup')
  expect(await command(another, ['backup', closed, '--passphrase-stdin'], 'kuusi palaa hyvin')).toMatchObject({
    code: 0,
  })
  expect(await command(another, ['restore', closed, '--drill'])).toMatchObject({
    code: 1,
    said: { refused: [{ key: 'backup.wrong-key' }] },
  })
  expect(
    await command(another, ['restore', closed, '--drill', '--passphrase-stdin'], 'kuusi palaa hyvin'),
  ).toMatchObject({
    code: 0,
  })
  expect(await command(another, ['restore'])).toMatchObject({ code: 2 })
}, 240_000)
