/** While one programs: the server restarts when a source changes, and Vite serves the screens with its own reloading. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'vite'
import { freePort } from '../src/base/free-port.ts'

const root = join(import.meta.dirname, '..')
const wanted = Number(process.env.PORT ?? 3000)
const port = wanted || (await freePort())
process.env.PORT = String(port) // vite.config.ts hands on to it what the screens ask

const screens = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: { port: wanted === 0 ? await freePort() : 5173 },
})
await screens.listen()
const address = screens.resolvedUrls?.local[0] ?? ''

// Links that the server writes (the set-up link, invitations) lead to the screens that reload.
const server = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', join(root, 'src', 'cli.ts'), 'start', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { SELOSTE_URL: address, ...process.env } },
)
server.on('exit', async code => {
  await screens.close()
  process.exit(code ?? 0)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
