// The staff application in dist/web is the one that the sources describe: built anew when any of them has changed.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bin, node, root, run, tell } from './tools.mjs'

const stamp = join(root, 'dist', 'web.hash')
const outputs = [join(root, 'dist', 'web', 'index.html'), join(root, 'dist', 'visit.js')]

/** Builds when the sources are not those of the last build, or always. Returns the exit code. */
export function build(always = false) {
  const hash = hashOfSources()
  const built = outputs.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8')
  if (built === hash && !always) return 0
  tell('cli.building')
  rmSync(stamp, { force: true })
  const code = run(node(), [bin('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn'])
  if (code === 0) writeFileSync(stamp, hash)
  else tell('cli.not-built')
  return code
}

/** Screens import from any capability, so all sources but tests and SQL count. */
function hashOfSources() {
  const hash = createHash('sha256')
  const files = ['web', 'src']
    .flatMap(folder => readdirSync(join(root, folder), { recursive: true }).map(file => join(folder, file)))
    .filter(file => /\.(tsx?|json|css|html|svg)$/.test(file) && !file.includes('.test.'))
  const settings = ['vite.config.ts', 'scripts/visit-script.ts', 'package-lock.json'].filter(file =>
    existsSync(join(root, file)),
  )
  for (const file of [...files.sort(), ...settings])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}
