/** Every command can be found out about in three languages, and its exit code says what happened: 0 done, 1 refused, 2 wrong usage. */

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { newHome, removeHome, start, surroundings } from './running.ts'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'src', 'cli.ts')
const example = (path: string) => join(root, 'examples', path)
const home = newHome()
const used = newHome()
/** Of a raffle that has been announced. */
const drawFile = join(used, 'draw.json')
const announced = { format: 'seloste-raffle-1', name: 'Syysarvonta', seedHash: '0'.repeat(64), list: null, draw: null }
writeFileSync(drawFile, JSON.stringify(announced))
afterAll(() => {
  removeHome(home)
  removeHome(used)
})

async function seloste(words: string, { input = '', ...env }: NodeJS.ProcessEnv & { readonly input?: string } = {}) {
  const child = spawn(process.execPath, [cli, ...words.split(/ +/)], {
    env: { ...surroundings, SELOSTE_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {}) // it has ended without reading
  child.stdin.end(input)
  const exit = new Promise<number | null>(done => child.once('exit', done))
  const [out, err] = await Promise.all([readAll(child.stdout), readAll(child.stderr)])
  return { code: await exit, out, err }
}

interface Described {
  readonly usage: string
  readonly does: string
}
const described = async (LANG: string): Promise<readonly Described[]> => {
  const { code, out } = await seloste('help --json', { LANG })
  expect(code).toBe(0)
  return JSON.parse(out).commands
}
const commands = await described('fi_FI.UTF-8')

/** As it is typed: what stands before the first argument. */
const nameOf = ({ usage }: Described): string =>
  /^seloste ([a-z][a-z -]*?)(?: [^a-z]| FILE| [a-z-]+\||$)/.exec(`${usage} [`)?.[1] ?? usage

test('help describes every command in the reader’s language', async () => {
  const [sv = [], en = []] = await Promise.all(['sv_FI.UTF-8', 'C.UTF-8'].map(described))
  expect(commands.map(nameOf)).toContain('db login')
  expect([...commands, ...sv, ...en].filter(({ does }) => does === '')).toEqual([])
  expect(new Set([commands, sv, en].map(([first]) => first?.does)).size).toBe(3)
})

test('what is no command ends with 2 and shows those that are', async () => {
  expect(await seloste('db statsu')).toMatchObject({ code: 2, out: '' })
  const { code, out, err } = await seloste('db statsu --json')
  expect({ code, err }).toEqual({ code: 2, err: '' })
  expect(JSON.parse(out).usage).toEqual(commands.map(({ usage }) => usage))
})

test('a reader who leaves early is no fault', async () => {
  const child = spawn(process.execPath, [cli, 'help'], {
    env: { ...surroundings, SELOSTE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.destroy()
  const exit = new Promise<number | null>(done => child.once('exit', done))
  expect(await readAll(child.stderr)).toBe('')
  expect(await exit).toBe(0)
})

test('the database is brought up to date once, and its server does not stay behind', async () => {
  const before = JSON.parse((await seloste('db status --json')).out)
  expect(before).toMatchObject({ applied: [] })
  expect(JSON.parse((await seloste('db migrate --json')).out)).toEqual({ applied: before.missing })
  expect(JSON.parse((await seloste('db migrate --json')).out)).toEqual({ applied: [] })
  expect(JSON.parse((await seloste('db status --json')).out)).toMatchObject({ applied: before.missing, missing: [] })
  await expect(fetch(`http://${before.host}`)).rejects.toThrow()
})

// ── Every command ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface Example {
  /** What is written after the name; IMPORT, PERSON and FORM stand for the ids of the import, of a person that it brought and of the form that was made. */
  readonly done: string
  readonly refused: string
  readonly key: string
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
  /** Its exit code when it did what was asked, where that is not 0: what it tells is that something is amiss. */
  readonly tells?: 1
}

const nowhere = { DATABASE_URL: 'postgres://aino:salainen@127.0.0.1:1/register' }
const absentId = '0199c0de-0000-7000-8000-000000000001'

/** What each does, and what it refuses. A new command has its line here. */
const examples: Readonly<Record<string, Example>> = {
  'user add': {
    done: '--email aino@example.fi --name Aino --administrator --password-stdin',
    input: 'correct horse battery staple',
    refused: '--email aino@example.fi --duty nosuch --password-stdin',
    key: 'access.no-such-duty',
  },
  'user reset-second-factor': {
    done: '--email aino@example.fi',
    refused: '--email kaarlo@example.fi',
    key: 'access.no-such-staff',
  },
  'key add': {
    done: '--purpose rights --name Kassa',
    refused: '--purpose nosuch --name Kassa',
    key: 'access.no-such-purpose',
  },
  'forms list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  'forms make': {
    done: `${example('forms/feedback.json')} --name Palaute --purpose customer-care`,
    refused: '/nowhere.json --name Palaute --purpose customer-care',
    key: 'forms.no-file',
  },
  'forms show': { done: 'FORM', refused: absentId, key: 'forms.absent' },
  'accountability export': {
    done: `record --format json --out ${join(used, 'record.json')}`,
    refused: 'balancing-tests --interest nosuch',
    key: 'accountability.no-interest',
  },
  'breach export': {
    done: `--out ${join(used, 'breaches.pdf')}`,
    refused: '',
    key: 'database.unreachable',
    env: nowhere,
  },
  'arrivals list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  'raffles verify': { done: drawFile, refused: absentId, key: 'raffles.no-draw-file' },
  'arrivals replay': { done: '', refused: absentId, key: 'arrivals.content-gone' },
  'cases list': { done: '--purpose customer-care', refused: '--purpose nosuch', key: 'register.purpose-not-declared' },
  'tasks list': { done: '--purpose customer-care', refused: '--purpose nosuch', key: 'register.purpose-not-declared' },
  'tasks add': {
    done: 'Soita tukkurille --purpose customer-care --due 2026-12-01',
    refused: `Soita --purpose customer-care --person ${absentId}`,
    key: 'register.person-absent',
  },
  'tasks done': {
    done: 'TASK --purpose customer-care',
    refused: `${absentId} --purpose customer-care`,
    key: 'tasks.absent',
  },
  'mailbox list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  'mailbox try': { done: '', refused: absentId, key: 'arrivals.no-connection' },
  'breach list': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  // Of a new register some promises are not kept yet: nobody has weighed an interest.
  promises: { done: '', refused: '', key: 'database.unreachable', env: nowhere, tells: 1 },
  'retention plan': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  'retention run': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  backup: {
    done: join(used, 'cli.backup'),
    refused: '/nowhere/cli.backup',
    key: 'backup.not-writable',
  },
  'backup nightly': {
    done: '--hour 3 --keep 7',
    refused: '--folder /nowhere/backups',
    key: 'backup.folder',
  },
  restore: {
    done: `${join(used, 'cli.backup')} --drill`,
    refused: '/nowhere.backup',
    key: 'backup.no-file',
  },
  'keys rotate': { done: '', refused: '', key: 'settings.home', env: { SELOSTE_HOME: '/dev/null/home' } },
  'duplicates list': { done: '', refused: '--purpose nosuch', key: 'register.purpose-not-declared' },
  'duplicates run': { done: '', refused: '--purpose nosuch', key: 'register.purpose-not-declared' },
  'duplicates score': {
    done: example('imports/wix-contacts.csv'),
    refused: '/nowhere.csv',
    key: 'import.no-file',
  },
  'db login': { done: '--purpose rights --for 1h', refused: '--purpose nosuch', key: 'database.no-purpose' },
  'db logins': { done: '', refused: `--revoke ${absentId}`, key: 'access.no-such-login' },
  'db status': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  'db migrate': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  'db rewrite': { done: '', refused: '', key: 'database.unreachable', env: nowhere },
  import: {
    done: `${example('imports/wix-contacts.csv')} --source forms --basis contract`,
    refused: '/nowhere.csv --source forms --basis contract',
    key: 'import.no-file',
  },
  'import undo': { done: 'IMPORT', refused: absentId, key: 'import.absent' },
  'notice check': { done: example('notices/ixir.yaml'), refused: '/nowhere.yaml', key: 'notice.no-file' },
  'notice diff': {
    done: `${example('notices/ixir.yaml')} published`,
    refused: '/nowhere.yaml published',
    key: 'notice.no-file',
  },
  'notice read': { done: example('read/gym.txt'), refused: '/nowhere.txt', key: 'notice.no-file' },
  'notice render': {
    done: `${example('notices/ixir.yaml')} --format json`,
    refused: '/nowhere.yaml',
    key: 'notice.no-file',
  },
  'notice publish': { done: example('notices/ixir.yaml'), refused: '/nowhere.yaml', key: 'notice.no-file' },
  'person erase': { done: 'PERSON', refused: absentId, key: 'register.person-absent' },
  'person export': {
    done: `PERSON --format json --out ${join(used, 'copy.json')}`,
    refused: absentId,
    key: 'register.person-absent',
  },
  'person restrict': {
    done: 'PERSON --ground accuracy --requester Aino --channel phone --asked Tarkistakaa',
    refused: `${absentId} --ground accuracy --requester Aino --channel phone --asked Tarkistakaa`,
    key: 'register.person-absent',
  },
  'person find': {
    done: 'Nobody --purpose rights',
    refused: 'Nobody --purpose nosuch',
    key: 'register.purpose-not-declared',
  },
  'person show': {
    done: 'PERSON --purpose rights',
    refused: `${absentId} --purpose rights`,
    key: 'register.person-absent',
  },
}

describe('every command', async () => {
  const ownCommands = commands.map(nameOf).filter(name => name !== 'start' && name !== 'demo')
  const running = await start(used)
  afterAll(async () => {
    await running.end()
  })
  const on = (words: string, more: NodeJS.ProcessEnv & { readonly input?: string } = {}) =>
    seloste(words.trim(), { SELOSTE_HOME: used, ...more })

  test('has its example', () => expect(Object.keys(examples).sort()).toEqual(ownCommands.toSorted()))

  test.concurrent.each(ownCommands)('%s: written wrongly ends with 2 and its usage', async name => {
    const usage = commands.filter(one => nameOf(one) === name).map(one => one.usage)
    const { code, out, err } = await on(`${name} --no-such-option --json`)
    expect({ code, err }).toEqual({ code: 2, err: '' })
    expect(JSON.parse(out)).toMatchObject({ usage })
  })

  test.concurrent.each(ownCommands)('%s: refused ends with 1 and says why', async name => {
    const { refused, key, env, input } = examples[name] ?? { refused: '', key: '' }
    const more = { ...env, ...(input !== undefined && { input }) }
    const { code, out, err } = await on(`${name} ${refused} --json`, more)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(JSON.parse(out)).toMatchObject({ refused: [{ key, text: expect.stringMatching(/\w/) }] })
    expect(out).not.toContain('salainen')
  })

  test('what is refused or written wrongly says so in words as well', async () => {
    expect(await on('db login --purpose nobody')).toEqual({
      code: 1,
      out: '',
      err: 'Julkaistussa selosteessa ei ole käyttötarkoitusta nobody.\n',
    })
    const { code, out, err } = await on('db login')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('seloste db login --purpose P')
  })

  // In order: the import gives the persons that are shown, and is undone after that.
  const known: Record<string, string> = {}
  const inOrder = ownCommands.toSorted((a, b) => Number(a === 'import undo') - Number(b === 'import undo'))
  test.each(inOrder)('%s: done ends with one JSON answer', async name => {
    const { done, input, tells = 0 } = examples[name] ?? { done: '' }
    const written = done
      .replace('IMPORT', known.import ?? '')
      .replace('PERSON', known.person ?? '')
      .replace('FORM', known.form ?? '')
      .replace('TASK', known.task ?? '')
    const { code, out, err } = await on(`${name} ${written} --json`, input === undefined ? {} : { input })
    expect({ code, err }).toEqual({ code: tells, err: '' })
    const answer = JSON.parse(out)
    expect(answer).toBeInstanceOf(Object)
    if (name === 'forms make') known.form = answer.id
    if (name === 'tasks add') known.task = answer.id
    if (name !== 'import') return
    known.import = answer.id ?? answer.import
    const found = await on('person find aino --purpose rights --json')
    known.person = JSON.parse(found.out).persons[0]?.id
  })
})
