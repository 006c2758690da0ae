/** While one programs: the server restarts when a source changes, and Vite serves the screens with its own reloading. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'vite'

const root = join(import.meta.dirname, '..')
const server = spawn(process.execPath, ['--watch', join(root, 'src', 'cli.ts'), 'start'], { stdio: 'inherit' })
const screens = await createServer({ configFile: join(root, 'vite.config.ts') })
await screens.listen()
screens.printUrls()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.kill(signal)
    screens.close()
  })
}
