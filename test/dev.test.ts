/** `npm run dev`: the screens reload themselves, the server behind them restarts, and what is stopped is gone. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { isReady, newHome, postmasterOf, removeHome, surroundings } from './running.ts'

const root = join(import.meta.dirname, '..')
const home = newHome()
const dev = spawn(process.execPath, [join(root, 'scripts', 'dev.ts'), '--json'], {
  env: { ...surroundings, SELOSTE_HOME: home, PORT: '0' },
  stdio: ['ignore', 'pipe', 'ignore'],
})
const exited = once(dev, 'exit')
afterAll(async () => {
  dev.kill('SIGTERM')
  await exited
  removeHome(home)
})

const starts: (readonly [address: string, setUp: string])[] = []
createInterface({ input: dev.stdout }).on('line', line => {
  if (!line.startsWith('{"address"')) return
  const { address, setUp } = JSON.parse(line)
  starts.push([address, setUp])
})
const started = async (times: number): Promise<string> => {
  await expect.poll(() => starts.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(times)
  return starts[0]?.[0] ?? ''
}
/** As if an editor had saved it. */
const save = (file: string) => utimesSync(join(root, file), new Date(), new Date())

test('the set-up link leads to screens that Vite serves, with the server behind them', {
  timeout: 90_000,
}, async () => {
  const address = await started(1)
  expect(starts[0]?.[1]).toMatch(new RegExp(`^${address}/set-up#`))
  await expect.poll(() => isReady(address), { timeout: 30_000 }).toBe(true)
  expect(await (await fetch(`${address}/set-up`, { headers: { accept: 'text/html' } })).text()).toContain(
    '/@vite/client',
  )
  expect((await fetch(`${address}/main.tsx`)).headers.get('content-type')).toMatch(/javascript/)
  expect(await (await fetch(`${address}/notice?lang=en`)).text()).toMatch(/<html lang="en"/)
  expect((await fetch(`${address}/api/v1/me`)).status).toBe(401)
})

test('a screen that is saved is told to the browser', { timeout: 60_000 }, async () => {
  const address = await started(1)
  const client = await (await fetch(`${address}/@vite/client`)).text()
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1]
  await fetch(`${address}/theme.css`, { headers: { accept: '*/*', 'sec-fetch-dest': 'script' } })
  await (await fetch(`${address}/theme.css?import`)).text()
  const told: string[] = []
  const socket = new WebSocket(`${address.replace('http', 'ws')}/?token=${token}`, 'vite-hmr')
  socket.onmessage = ({ data }) => told.push(JSON.parse(data).type)
  await expect.poll(() => told, { timeout: 10_000 }).toContain('connected')
  save('web/theme.css')
  await expect.poll(() => told, { timeout: 30_000 }).toContainEqual(expect.stringMatching(/^(update|full-reload)$/))
  socket.close()
})

test('a source of the server that is saved restarts it, at the same address', { timeout: 90_000 }, async () => {
  const before = starts.length
  save('src/server.ts')
  const address = await started(before + 1)
  expect(starts.at(-1)?.[0]).toBe(address)
  await expect.poll(() => isReady(address), { timeout: 30_000 }).toBe(true)
})

test('stopped, it leaves nothing running', { timeout: 60_000 }, async () => {
  const address = await started(1)
  dev.kill('SIGINT')
  await exited
  await expect(fetch(address)).rejects.toThrow()
  expect(postmasterOf(home)).toBeUndefined()
})
