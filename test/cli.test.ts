/** Every command can be found out about in three languages, and its exit code says what happened: 0 done, 1 refused, 2 wrong usage. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { adapters } from '../src/adapters.ts'
import { addConnection } from '../src/arrivals/connection.ts'
import { openDoor } from '../src/arrivals/receive.ts'
import { makeAutomation } from '../src/automations/automation.ts'
import { makeCampaign } from '../src/campaigns/campaign.ts'
import { keptLetters } from '../src/campaigns/letters.ts'
import { commandLine } from '../src/command-line.ts'
import { commandAsk } from '../src/http/command-ask.ts'
import { saveRule } from '../src/inference/rule.ts'
import { showLetter } from '../src/letters/letter.ts'
import { scopeFor } from '../src/register/scope.ts'
import { saveSegment } from '../src/segments/segment.ts'
import { makeSurvey } from '../src/surveys/survey.ts'
import { newSurvey } from '../src/surveys/survey-answers.ts'
import { wooDelivery } from './arrivals-desk.ts'
import { commandExamples } from './command-examples.ts'
import { onRegister } from './killing.ts'
import { newHome, removeHome, start, surroundings } from './running.ts'
import { wooOrder } from './shop-orders.ts'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'src', 'cli.ts')
const home = newHome()
const used = newHome()
const examples = commandExamples(used)
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

/** The same without a process: what is typed wrongly or refused needs none of its own. */
async function typed(words: string, { input = '', ...env }: NodeJS.ProcessEnv & { readonly input?: string }) {
  const out: string[] = []
  const err: string[] = []
  const code = await commandLine(words.trim().split(/ +/), {
    env: { ...surroundings, SELOSTE_HOME: used, ...env },
    input: async () => input,
    out: text => void out.push(text),
    err: text => void err.push(text),
    interrupted: () => {},
  })
  return { code, out: out.join(''), err: err.join('') }
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

describe('every command', async () => {
  const ownCommands = commands.map(nameOf).filter(name => name !== 'start' && name !== 'demo')
  const running = await start(used)
  afterAll(async () => {
    await running.end()
  })
  const on = (words: string, more: NodeJS.ProcessEnv & { readonly input?: string } = {}) =>
    seloste(words.trim(), { SELOSTE_HOME: used, ...more })

  test('has its example', () => expect(Object.keys(examples).sort()).toEqual(ownCommands.toSorted()))

  test.each(ownCommands)('%s: written wrongly ends with 2 and its usage', async name => {
    const usage = commands.filter(one => nameOf(one) === name).map(one => one.usage)
    const { code, out, err } = await typed(`${name} --no-such-option --json`, {})
    expect({ code, err }).toEqual({ code: 2, err: '' })
    expect(JSON.parse(out)).toMatchObject({ usage })
  })

  test.each(ownCommands)('%s: refused ends with 1 and says why', async name => {
    const { refused, key, env, input } = examples[name] ?? { refused: '', key: '' }
    const more = { ...env, ...(input !== undefined && { input }) }
    const { code, out, err } = await typed(`${name} ${refused} --json`, more)
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

  /** Of a campaign with this letter, to everybody. */
  const draft = (letter: string): Promise<string> =>
    onRegister(used, async program => {
      const ask = await commandAsk(program, 'fi', 'marketing')
      const segment = await saveSegment(ask, { name: 'Kaikki', condition: { all: [] } })
      const { revisions } = await showLetter(ask, letter)
      const plan = { letters: revisions.map(({ id }) => id), segment, but: [], when: 'now', perMinute: 60 } as const
      return makeCampaign(ask, keptLetters, {
        name: 'Kevät',
        kind: 'marketing',
        channel: 'email',
        plan: { ...plan, but: [] },
      })
    })

  /** A rule of one part. */
  const rule = (): Promise<string> =>
    onRegister(used, async program => {
      const met = { rows: 'orders', where: [] }
      const parts = [{ ...met, points: 1 }]
      const content = { about: 'interests', value: 'Kurssit', parts, halfLife: 90, threshold: 1, lasts: 12, met }
      return saveRule(await commandAsk(program, 'fi', 'marketing'), { name: 'Ostajat', content })
    })

  /** A person who consents to it, and what was inferred of them. */
  const inferred = (): Promise<string> =>
    onRegister(used, async program => {
      const [rights, marketing] = [
        await commandAsk(program, 'fi', 'rights'),
        await commandAsk(program, 'fi', 'marketing'),
      ]
      const { rows: opened } = await rights.reader.query(`select register.add_person($1, 'forms', null) as id`, [
        rights.token,
      ])
      const person = opened[0].id
      await rights.reader.query(
        `select register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'email', now(), null, 'Kyllä', $3)`,
        [rights.token, person, { method: 'form', place: '/lomake', lang: 'fi' }],
      )
      const { rows } = await marketing.reader.query(
        `select register.write_inferences($1, 'inferred', null, $2, null, $3, null) as row`,
        [marketing.token, person, { about: 'interests', value: 'Purjehdus' }],
      )
      return `${person} ${rows[0].row}`
    })

  /** A survey of one question. */
  const survey = (): Promise<string> =>
    onRegister(used, async program => {
      const ask = await commandAsk(program, 'fi', 'research')
      const by = { app: program.database.app, actor: 'staff:test', at: program.clock.now() }
      const content = { languages: ['fi'], title: { fi: 'Kysely' }, questions: [] }
      return makeSurvey(by, await scopeFor(ask), newSurvey.parse({ name: 'Kysely', keeps: 'anonymous', content }))
    })

  /** Of an automation with this letter, for everybody. */
  const automation = (letter: string): Promise<string> =>
    onRegister(used, async program => {
      const ask = await commandAsk(program, 'fi', 'marketing')
      const when = await saveSegment(ask, { name: 'Kaikki', condition: { all: [] } })
      const [revision] = (await showLetter(ask, letter)).revisions
      const steps = [{ after: { n: 1, unit: 'days' as const }, does: { letter: revision?.id ?? '' } }]
      const plan = { when, present: false, only: true, until: null, again: null, steps }
      return makeAutomation(ask, keptLetters, { name: 'Tervetuloa', kind: 'marketing', plan })
    })

  /** An order, once the server has written it. */
  const arrived = (): Promise<string> =>
    onRegister(used, async program => {
      const { notice } = await program.published()
      if (!notice) throw new Error('no notice is published')
      const by = { app: program.database.app, home: program.home, clock: program.clock, actor: 'staff:test' }
      const shop = { kind: 'woocommerce', name: 'Kauppa', purpose: 'customer-care', source: 'shop', settings: {} }
      const { id } = await addConnection(by, adapters, notice, { ...shop, keepDays: 14, secret: undefined })
      const order = wooDelivery('', wooOrder())
      await openDoor(program, adapters).keep({ id, kind: shop.kind, keep_days: 14 }, order, false)
      return vi.waitFor(
        async () => {
          const { rows } = await by.app.query(`select id from arrivals.arrival where state = 'written'`)
          return String(rows[0].id)
        },
        { timeout: 20_000 },
      )
    })

  /** Each kind of opening once as a process that must end by itself; the others go through the same few lines. */
  const asProcess = new Set(['import', 'backup', 'restore', 'keys rotate', 'db rewrite', 'notice publish', 'promises'])

  // In order: the import gives the persons that are shown, and is undone after that.
  const known: Record<string, string> = {}
  const inOrder = ownCommands.toSorted((a, b) => Number(a === 'import undo') - Number(b === 'import undo'))
  test.each(inOrder)('%s: done ends with one JSON answer', async name => {
    const { done, input, tells = 0, needs } = examples[name] ?? { done: '' }
    if (done.includes('AUTOMATION')) known.automation ??= await automation(known.letter ?? '')
    if (done.includes('CAMPAIGN')) known.campaign ??= await draft(known.letter ?? '')
    if (done.includes('RULE')) known.rule ??= await rule()
    if (done.includes('INFERRED')) known.inferred = await inferred()
    if (done.includes('SURVEY')) known.survey ??= await survey()
    if (done.includes('ARRIVAL')) known.arrival = await arrived()
    const written = done
      .replace('ARRIVAL', known.arrival ?? '')
      .replace('IMPORT', known.import ?? '')
      .replace('PERSON', known.person ?? '')
      .replace('FORM', known.form ?? '')
      .replace('ARRANGEMENT', known.arrangement ?? '')
      .replace('TASK', known.task ?? '')
      .replace('LETTER', known.letter ?? '')
      .replace('RULE', known.rule ?? '')
      .replace('INFERRED', known.inferred ?? '')
      .replace('SURVEY', known.survey ?? '')
      .replace('AUTOMATION', known.automation ?? '')
      .replace('CAMPAIGN', known.campaign ?? '')
    const run = asProcess.has(name) ? on : typed
    const { code, out, err } = await run(`${name} ${written} --json`, {
      ...needs,
      ...(input !== undefined && { input }),
    })
    expect({ code, err }).toEqual({ code: tells, err: '' })
    const answer = JSON.parse(out)
    expect(answer).toBeInstanceOf(Object)
    if (name === 'arrangements add') known.arrangement = answer.id
    if (name === 'forms make') known.form = answer.id
    if (name === 'tasks add') known.task = answer.id
    if (name === 'letter add') known.letter = answer.id
    if (name !== 'import') return
    known.import = answer.id ?? answer.import
    const found = await typed('person find aino --purpose rights --json', {})
    known.person = JSON.parse(found.out).persons[0]?.id
  })
})
