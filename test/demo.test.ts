/** `seloste demo` gives whoever tries the program a year of invented customers, says so, and starts at once the next time. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { newHome, removeHome, surroundings } from './running.ts'

const home = newHome()
const ending: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const end of ending) await end()
  removeHome(join(home, 'demo'))
  removeHome(home)
})

/** The first line that it answers, and how to end it. */
async function demo(env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'cli.ts'), 'demo', '--json'], {
    env: { ...surroundings, SELOSTE_HOME: home, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const end = async () => {
    child.kill('SIGINT')
    await exited
  }
  ending.push(end)
  const lines = createInterface({ input: child.stdout })
  const [line] = await once(lines, 'line')
  lines.on('line', () => {})
  return { answer: JSON.parse(line), end }
}

async function signedIn({ address, email, password }: Record<string, string>) {
  const entered = await fetch(`${address}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  expect(entered.status).toBe(204)
  const cookie = entered.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  return async (method: string, path: string, purpose = '', body?: unknown) => {
    const headers = { cookie, purpose, 'content-type': 'application/json' }
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect(answer.status).toBe(200)
    return answer.json()
  }
}

/** The first of what is found, one after another. */
async function firstOf<One, Found>(all: readonly One[], find: (one: One) => Promise<Found | undefined>) {
  for (const one of all) {
    const found = await find(one)
    if (found !== undefined) return found
  }
  return undefined
}

test('a year of customers, with their why, in a register that says what it is', { timeout: 180_000 }, async () => {
  // Neither a database nor a mail server of one's own has to do with it.
  const { answer, end } = await demo({ DATABASE_URL: 'postgres://127.0.0.1:1/none', SMTP_URL: 'smtp://127.0.0.1:1' })
  expect(answer).toEqual({ address: expect.any(String), email: 'esittely@example.org', password: expect.any(String) })
  expect(statSync(join(home, 'demo', 'demo')).mode & 0o077).toBe(0)
  const ask = await signedIn(answer)
  expect(await ask('GET', '/me')).toMatchObject({ demo: true, administrator: true })

  const waiting = await ask('POST', '/inbox/search', 'customer-care', { state: 'open' })
  expect(waiting.conversations).toHaveLength(4)
  expect((await ask('GET', '/inbox/templates', 'customer-care')).templates).toHaveLength(2)

  const { surveys } = await ask('GET', '/surveys', 'research')
  expect(surveys.map(({ state }: { state: string }) => state)).toEqual(['open', 'closed'])
  const told = await ask('GET', `/surveys/${surveys[1].id}/results`, 'research')
  expect(told).toMatchObject({ state: 'told', answered: 90 })

  const newest = await ask('GET', '/persons?limit=200', 'customer-care')
  expect(newest.persons).toHaveLength(200)
  expect(
    newest.persons.filter((one: { email: string | null }) => !/@example\.org$/.test(one.email ?? '@example.org')),
  ).toEqual([])
  const imports = await ask('GET', '/imports', 'marketing')
  expect(imports.imports[0]).toMatchObject({ state: 'done', counts: { new: 280 } })

  // whoever came by the shop is newer
  const ofStaff = await firstOf(newest.persons, async ({ id }: { id: string }) => {
    const card = await ask('GET', `/persons/${id}`, 'customer-care')
    const [identity] = card.categories.find((one: { id: string }) => one.id === 'identity').rows
    return identity?.why.family_name?.by.id.startsWith('staff:') ? { id, card, identity } : undefined
  })
  if (!ofStaff) throw new Error('nobody was written down by staff')
  const { id: last, card, identity } = ofStaff
  const days = (Date.now() - Date.parse(identity.why.family_name.at)) / 86_400_000
  expect(Math.round(days)).toBe(7)
  const relationships = card.categories.find(({ id }: { id: string }) => id === 'relationships').rows
  expect(relationships).toMatchObject([{ values: { kind: 'customer' } }])
  const { looks } = await ask('GET', `/persons/${last}/looks`, 'customer-care')
  expect(looks.some((look: { at: string }) => Date.parse(look.at) < Date.now() - 6 * 86_400_000)).toBe(true)
  const liked = await ask('POST', '/persons/find', 'marketing', {
    filters: [{ field: 'interest', is: 'equals', value: 'puutarha' }],
  })
  expect(liked.persons.length).toBeGreaterThan(2)
  expect((await ask('GET', '/visits')).totals.visits).toBeGreaterThan(300)
  const { rules } = await ask('GET', '/inference-rules', 'marketing')
  expect(rules.map(({ persons }: { persons: number }) => persons > 5)).toEqual([true, true, true])
  const { findings } = await ask('POST', '/security/findings/search', 'security', { open: false })
  expect(findings.map(({ kind }: { kind: string }) => kind)).toEqual(['form-flood', 'stuffing', 'new-place'])
  await end()

  const again = await demo()
  expect(again.answer).toMatchObject({ email: answer.email, password: answer.password })
  const after = await (await signedIn(again.answer))('GET', '/persons?limit=200', 'customer-care')
  expect(after.persons.map(({ id }: { id: string }) => id)).toEqual(newest.persons.map(({ id }: { id: string }) => id))
  await again.end()
})

test.runIf(process.env.SELOSTE_LONG)('a beginning that was cut short begins anew', { timeout: 180_000 }, async () => {
  const file = join(home, 'demo', 'demo')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ready: false }))
  const { answer, end } = await demo()
  const ask = await signedIn(answer)
  expect((await ask('GET', '/imports', 'marketing')).imports).toMatchObject([{ counts: { new: 280 } }])
  await end()
})

test('a register that people may live in is not made a demonstration', async () => {
  const other = newHome()
  mkdirSync(join(other, 'demo'))
  writeFileSync(join(other, 'demo', 'secret'), '')
  expect((await demo({ SELOSTE_HOME: other })).answer).toMatchObject({ refused: [{ key: 'demo.not-a-demo' }] })
  expect(existsSync(join(other, 'demo', 'demo'))).toBe(false)
  removeHome(other)
})
