/** A server that dies while it reads a mailbox and sends text messages loses none of them, and neither comes or goes twice. */

import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { addConnection } from '../src/arrivals/connection.ts'
import { systemClock } from '../src/base/time.ts'
import { mailAdapter, mailKind } from '../src/mailbox/letter-adapter.ts'
import { hasDovecot, startDovecot, withoutDovecot } from './dovecot.ts'
import { addStaff, askingOf, kills, onRegister, signIn } from './killing.ts'
import { letter } from './mailbox-desk.ts'
import { newHome, type Running, removeHome, start } from './running.ts'
import { smsGateway } from './sms-gateway.ts'

const home = newHome()
const gateway = await smsGateway()
const server = hasDovecot ? await startDovecot() : undefined
let running: Running | undefined
afterAll(async () => {
  await running?.end('SIGKILL')
  await server?.close()
  await gateway.close()
  removeHome(home)
})

const aRound = 10
const points = [{ email: 'aino.virtanen@example.org', phone: '+358401234567' }]
const aino = {
  source: 'phone',
  categories: { identity: [{ given_name: 'Aino', family_name: 'Virtanen' }], 'contact-points': points },
  statements: [{ kind: 'contract', givenAt: '2026-01-02T10:00:00+02:00' }],
}

test(`${kills} kills -9 while mail comes in and text messages go out${server ? '' : ` (without mail: ${withoutDovecot})`}`, {
  timeout: kills * 60_000 + 120_000,
}, async () => {
  await addStaff(home, 'customer-service')
  if (server)
    await onRegister(home, async ({ database: { app }, published }) => {
      const by = { app, home, clock: systemClock, actor: 'staff:test' }
      const { notice } = await published()
      if (!notice) throw new Error('no notice is in force')
      const { place, password: secret } = server
      const made = { name: 'Posti', purpose: 'customer-care', source: 'email', keepDays: 14, settings: { ...place } }
      await addConnection(by, [mailAdapter], notice, { ...made, kind: mailKind, secret })
    })

  let session: string | undefined
  let person = ''
  const said = new Set<string>() // of which staff have heard that it goes
  const written: string[] = []
  for (let round = 0; round < kills; round++) {
    const letters = Array.from({ length: aRound }, (_, n) => `Kirje ${round}.${n}`)
    await server?.deliver(...letters.map(text => letter(text)))
    written.push(...(server ? letters : []))
    running = await start(home, { SMS_URL: gateway.url })
    session ??= await signIn(running)
    const ask = askingOf(running, session)
    person ||= (await ask('/persons', aino, 'customer-care')).id
    const left = Array.from({ length: aRound }, (_, n) => `Vastaus ${round}.${n}`)
    const heardBefore = said.size
    const lane = async () => {
      for (let text = left.pop(); text !== undefined; text = left.pop()) {
        await ask(`/persons/${person}/text-messages`, { text }, 'customer-care')
        said.add(text)
      }
    }
    const lanes = Promise.allSettled([lane(), lane()])
    const heard = heardBefore + Math.floor(Math.random() * aRound)
    await Promise.race([lanes, vi.waitFor(() => expect(said.size).toBeGreaterThanOrEqual(heard), 30_000)])
    await pause(Math.random() * 1500) // the queue wakes a second after the server listens
    await running.end('SIGKILL')
    await lanes
  }

  // A try that a kill has cut off is looked at again after a minute, which is not waited for here.
  await onRegister(home, ({ database }) => database.admin.query('update sms.message set next_at = now()'))
  running = await start(home, { SMS_URL: gateway.url })
  await onRegister(home, async ({ database }) => {
    const asked = async (sql: string) =>
      (await database.admin.query(sql)).rows.map(row => String(Object.values(row)[0]))
    const contents = (direction: string) =>
      asked(`select content from register.service_events where direction = '${direction}' order by content`)
    await expect
      .poll(() => asked(`select count(*) from sms.message where state = 'queued'`), { timeout: 120_000 })
      .toEqual(['0'])
    const sent = gateway.received.map(({ body }) => body).toSorted()
    expect(sent).toEqual(await contents('out'))
    expect([...said].filter(text => !sent.includes(text))).toEqual([])
    await expect.poll(() => contents('in'), { timeout: 120_000 }).toEqual(written.toSorted())
    expect(await asked(`select distinct state from arrivals.arrival`)).toEqual(server ? ['written'] : [])
    await expect
      .poll(() => asked(`select count(*) from mailbox.letter`), { timeout: 120_000 })
      .toEqual([String(written.length)])
  })
  expect(await running.end()).toBe(0)
})
