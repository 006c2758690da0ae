// The developer's commands of package.json: test, check, bench, build, dev; each installs first what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from './build.mjs'
import { become, bin, compiled, install, node, root, run, tell } from './tools.mjs'

const [command, ...args] = process.argv.slice(2)
const vitest = (more, env) =>
  run(node(), [bin('vitest', 'vitest.mjs'), 'run', ...more], {
    TEST_ENGINE: 'all',
    NODE_COMPILE_CACHE: compiled,
    ...env,
  })

const commands = {
  test: () => inOrder(build, () => tests(args)),
  check: () =>
    inOrder(...checks(), ...(args.includes('--static') ? [] : [build, () => vitest([], { ...browser(), ...long() })])),
  build: () => build(true),
  bench: () => become(join(root, 'bench', 'bench.ts'), args),
  dev: () => become(join(root, 'scripts', 'dev.ts'), args),
}

/**
 * In CI a file that failed runs once more, whole and alone, and is named: what only a busy machine made late is to be
 * mended, and stops nobody's change. More than three such files are no accident.
 */
function tests(files) {
  if (!process.env.CI) return vitest(files, browser())
  const report = join(root, 'artifacts', 'tests.json')
  rmSync(report, { force: true })
  const code = vitest([...files, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], browser())
  if (code === 0 || !existsSync(report)) return code
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const failed = [...new Set(testResults.filter(({ status }) => status === 'failed').map(({ name }) => name))]
  if (failed.length === 0 || failed.length > 3) return code
  tell('cli.tests-again', { files: failed.map(file => relative(root, file)).join(', ') })
  return vitest([...failed, '--maxWorkers=1'], browser())
}

const checks = () => [
  () => run(node(), [bin('@biomejs/biome', 'bin/biome'), 'check', '.']),
  () => run(node(), [bin('typescript', 'bin/tsc'), '-p', '.']),
  () => run(node(), [bin('knip', 'bin/knip.js')]),
]

const long = () => (args.includes('--long') ? { SELOSTE_LONG: '1' } : {})

/** Steps until one fails; its exit code. */
function inOrder(...steps) {
  for (const step of steps) {
    const code = step()
    if (code !== 0) return code
  }
  return 0
}

/** The browser of the tests that need one: found, or installed where that can be done; else those tests say that they skip. */
function browser() {
  const places = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  ].map(name => `/usr/bin/${name}`)
  const found = () => [process.env.CHROMIUM, ...places].find(place => place && existsSync(place))
  if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    tell('cli.installing-browser')
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'], {
      stdio: ['ignore', 'ignore', 2],
    })
  }
  const chromium = found()
  if (!chromium) tell('cli.no-browser')
  return chromium ? { CHROMIUM: chromium } : {}
}

if (!(command in commands)) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(commands).join(' | ')}`)
  process.exit(2)
}
install()
const code = await commands[command]()
if (code !== undefined) process.exitCode = code
