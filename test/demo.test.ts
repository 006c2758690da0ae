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

/** What the company does with its customers is there, each with what came of it. */
async function expectWorked(ask: Awaited<ReturnType<typeof signedIn>>) {
  const { forms } = await ask('GET', '/forms', 'marketing')
  expect(forms).toMatchObject([{ isOpen: true, counts: { written: 9, confirmed: 9, unconfirmed: 2, lapsed: 3 } }])
  const { permits } = await ask('GET', `/forms/${forms[0].id}/results`, 'marketing')
  expect(permits).toMatchObject([{ purpose: 'marketing', standing: 9 }])
  const asked = await ask('GET', '/forms', 'customer-care')
  expect(asked.forms).toMatchObject([{ isOpen: true, counts: { written: 3, refused: 0 } }, { isOpen: false }])

  const { raffles } = await ask('GET', '/raffles', 'raffles')
  expect(raffles.map(({ state }: { state: string }) => state)).toEqual(['open', 'drawn'])
  const drawn = await ask('GET', `/raffles/${raffles[1].id}`, 'raffles')
  expect(drawn).toMatchObject({ entries: 19, tokens: 19, drawn: [{ place: 1 }, { place: 2, published: null }] })
  expect(drawn.drawn[0].published).toMatch(/^\S+ \S\.$/)
  const { events } = await ask('GET', '/events', 'raffles')
  expect(events).toMatchObject([{ hasEnded: false }, { hasEnded: true }])
  expect(await ask('GET', `/events/${events[1].id}`, 'raffles')).toMatchObject({ participants: 18, refused: 0 })

  const { agreements } = await ask('POST', '/agreements/search', 'customer-care', {})
  expect(agreements.map(({ values }: { values: { state: string } }) => values.state).toSorted()).toEqual([
    ...['draft', 'in-force', 'in-force', 'terminated'],
  ])
  expect((await ask('GET', '/arranged-meetings', 'customer-care')).meetings).toHaveLength(3)
  expect((await ask('GET', '/tasks', 'customer-care')).tasks.length).toBeGreaterThan(1)

  const { segments } = await ask('GET', '/segments', 'marketing')
  expect(segments.map(({ persons }: { persons: number }) => persons > 10)).toEqual([true, true, true, true])
  const { letters } = await ask('GET', '/letters', 'marketing')
  expect(letters.map(({ ready }: { ready: boolean }) => ready)).toEqual([true, true, true])
  const { campaigns } = await ask('GET', '/campaigns', 'marketing')
  expect(campaigns.map(({ state }: { state: string }) => state)).toEqual(['sending', 'sending', 'draft', 'done'])
  const { all } = await ask('GET', `/campaigns/${campaigns[3].id}/results`, 'marketing')
  expect([all.sent > 20, all.sent < all.recipients, all.ordered > 0]).toEqual([true, true, true])
  const { automations } = await ask('GET', '/automations', 'marketing')
  expect(automations).toMatchObject([{ state: 'on', steps: 3, underway: campaigns[1].recipients.reduce(summed, 0) }])
  expect((await ask('GET', '/slots', 'personalisation')).slots).toMatchObject([{ blocks: [{}, {}] }])
  const groups = (await ask('GET', '/segments', 'personalisation')).segments
  expect(groups.map(({ persons }: { persons: number }) => persons >= 10)).toEqual([true, true])

  const own = await ask('GET', '/campaigns', 'customer-care')
  expect(own.campaigns).toMatchObject([{ kind: 'service', state: 'draft' }])
  expect((await ask('GET', '/automations', 'customer-care')).automations).toMatchObject([{ state: 'draft' }])
  expect((await ask('POST', '/informings/search', 'marketing', { which: 'open' })).informings).toEqual([])

  const { publications } = await ask('POST', '/testimonials/search', 'publication', {})
  expect(publications.some(({ state }: { state: string }) => state === 'shown')).toBe(true)
  expect((await ask('GET', '/reports', 'planning')).reports).toHaveLength(2)
}
const summed = (sum: number, { persons }: { persons: number }): number => sum + persons

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
  await expectWorked(ask)
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
