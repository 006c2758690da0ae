#!/usr/bin/env node
// `npm start` and `npx seloste`: any Node from 20 on installs what is missing, builds what is stale, and runs src/cli.ts.
import { join } from 'node:path'
import { build } from './build.mjs'
import { become, install, root } from './tools.mjs'

const [command, ...args] = process.argv.slice(2)
install()
if (command === 'start' || command === 'demo') {
  const code = build()
  if (code !== 0) process.exit(code)
}
await become(join(root, 'src', 'cli.ts'), command === undefined ? [] : [command, ...args])
