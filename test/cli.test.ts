/** Every command can be found out about in three languages, and its exit code says what happened: 0 done, 1 refused, 2 wrong usage. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { newHome, removeHome, surroundings } from './running.ts'

const home = newHome()
afterAll(() => removeHome(home))

async function seloste(words: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'cli.ts'), ...words.split(' ')], {
    env: { ...surroundings, SELOSTE_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<number | null>(done => child.once('exit', done))
  const [out, err] = await Promise.all([readAll(child.stdout), readAll(child.stderr)])
  return { code: await exit, out, err }
}

const described = async (LANG: string) => {
  const { code, out } = await seloste('help --json', { LANG })
  expect(code).toBe(0)
  const { commands }: { commands: readonly { usage: string; does: string }[] } = JSON.parse(out)
  return commands
}

test('help describes every command in the reader’s language', async () => {
  const [fi, sv, en] = await Promise.all(['fi_FI.UTF-8', 'sv_FI.UTF-8', 'C.UTF-8'].map(described))
  expect(fi?.map(({ usage }) => usage)).toContain('seloste db login --purpose P')
  expect([...(fi ?? []), ...(sv ?? []), ...(en ?? [])].filter(({ does }) => does === '')).toEqual([])
  expect(new Set([fi?.[0]?.does, sv?.[0]?.does, en?.[0]?.does]).size).toBe(3)
})

test('what is written wrongly ends with 2 and its usage', async () => {
  expect(await seloste('db statsu')).toMatchObject({ code: 2, out: '' })
  expect(await seloste('db status --nothing')).toMatchObject({ code: 2, out: '' })
  const { code, out, err } = await seloste('db login --json')
  expect({ code, err }).toEqual({ code: 2, err: '' })
  expect(JSON.parse(out)).toMatchObject({ usage: ['seloste db login --purpose P'] })
})

test('what is refused ends with 1 and says why, in words or in JSON', async () => {
  const words = await seloste('db login --purpose nobody')
  expect(words).toMatchObject({ code: 1, out: '' })
  expect(words.err).toBe('Julkaistussa selosteessa ei ole käyttötarkoitusta nobody.\n')
  const json = await seloste('db login --purpose nobody --json')
  expect(JSON.parse(json.out)).toMatchObject({ refused: [{ key: 'database.no-purpose' }] })
  expect(json).toMatchObject({ code: 1, err: '' })
})

test('the database is brought up to date once, and its server does not stay behind', async () => {
  const before = JSON.parse((await seloste('db status --json')).out)
  expect(before).toMatchObject({ applied: [] })
  expect(JSON.parse((await seloste('db migrate --json')).out)).toEqual({ applied: before.missing })
  expect(JSON.parse((await seloste('db migrate --json')).out)).toEqual({ applied: [] })
  expect(JSON.parse((await seloste('db status --json')).out)).toMatchObject({ applied: before.missing, missing: [] })
  await expect(fetch(`http://${before.host}`)).rejects.toThrow()
})
