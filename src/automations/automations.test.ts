/** Whoever comes into a segment goes through the steps once, each when its time has come and only as long as they may be sent to and are whom it is for. */

import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { campaignDesk } from '../../test/campaign-desk.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { sendCampaigns } from '../campaigns/campaigns.jobs.ts'
import { recipientsOf } from '../campaigns/results.ts'
import { changeAutomation, makeAutomation, takeOut, turnAutomation } from './automation.ts'
import type { NewAutomation, Turn } from './automation-answers.ts'
import { passAutomations } from './automations.jobs.ts'
import { dueAt, type Plan, plan } from './plan.ts'
import { automationsOfPerson, requireUnderway, showAutomation } from './show.ts'

const desk = await campaignDesk()
const { db, mailbox, register, person, say, letter, letters, segment, ask } = desk
afterAll(() => desk.close())
vi.setConfig({ testTimeout: 120_000 })

beforeEach(async () => {
  mailbox.received.length = 0
  await db.admin.query(
    `update automations.automation set state = 'ended'; update campaigns.campaign set state = 'stopped'`,
  )
  await db.admin.query('delete from graphile_worker._private_jobs')
})

let made = 0
/** A segment of its own, and how somebody comes into it. */
async function course() {
  const product = `Kurssi ${made++}`
  const of = await segment({ rows: 'orders', where: [{ column: 'product', is: 'equals', value: product }] })
  const order = (one: string) =>
    register.write('orders', one, null, { product, ordered: db.clock.now().toISOString(), state: 'paid' })
  return { segment: of, order }
}

const at = (n: number, unit: 'hours' | 'days', does: Plan['steps'][number]['does']) => ({ after: { n, unit }, does })
async function make(plan: Partial<Plan> & Pick<Plan, 'when' | 'steps'>, more: Partial<NewAutomation> = {}) {
  const whole = { present: false, only: true, until: null, again: null, ...plan }
  return makeAutomation(await ask('marketing'), letters, {
    name: 'Tervetuloa',
    kind: 'marketing',
    ...more,
    plan: whole,
  })
}
const show = async (id: string) => showAutomation(await ask('marketing'), letters, id)
const turn = async (id: string, did: Turn['did']) =>
  turnAutomation(await ask('marketing'), letters, id, { did, expected: (await show(id)).turn })
/** The server's minute: segments, steps, what they send. */
const minute = async () => {
  const faults = await runDueJobs(db, [passAutomations, sendCampaigns(letters)], desk.program())
  expect(faults).toEqual([])
}
const pass = async (hours: number) => {
  db.clock.forward(hours * 3_600_000)
  await minute()
}
const taken = () => mailbox.received.map(({ to, raw }) => `${to[0]} ${/^Subject: (.*)$/m.exec(raw)?.[1]?.trim()}`)
const through = async (one: string) => (await automationsOfPerson(await ask('marketing'), one)).automations

test('a series goes out letter by letter, to whoever comes and not to those who were there before', async () => {
  const { segment: when, order } = await course()
  const [before, aino] = [await person(`ennen${made}@a.example`), await person(`aino${made}@a.example`)]
  await order(before)
  const steps = [
    at(0, 'hours', { letter: letter('Tervetuloa') }),
    at(2, 'days', { letter: letter('Vinkki') }),
    at(1, 'days', { task: 'Soita ja kysy kuulumiset' }),
  ]
  const id = await make({ when, steps })
  await turn(id, 'on')
  await minute()
  expect(taken()).toEqual([])
  await order(aino)
  await pass(1)
  expect(taken()).toEqual([`aino${made}@a.example Tervetuloa`])
  expect(await through(aino)).toMatchObject([{ name: 'Tervetuloa', step: 2, steps: 3, ended: null }])
  await pass(47)
  expect(taken()).toHaveLength(1)
  await pass(2)
  await pass(0)
  expect(taken()).toEqual([`aino${made}@a.example Tervetuloa`, `aino${made}@a.example Vinkki`])
  await pass(24)
  await pass(24)
  const { rows } = await db.admin.query('select title from tasks.task where person_id = $1', [aino])
  expect(rows).toEqual([{ title: 'Soita ja kysy kuulumiset' }])
  expect(await through(aino)).toMatchObject([{ ended: 'done', next: null }])
  expect(await through(before)).toEqual([])
  expect(await show(id)).toMatchObject({
    state: 'on',
    underway: 0,
    ended: expect.arrayContaining([{ why: 'done', persons: 1 }]),
  })
})

test('the gate is asked at each letter: who withdraws between two gets no other, and the reason is kept', async () => {
  const { segment: when, order } = await course()
  const aino = await person(`aino${made}@b.example`)
  const id = await make({
    when,
    steps: [at(0, 'hours', { letter: letter('Yksi') }), at(1, 'hours', { letter: letter('Kaksi') })],
  })
  await turn(id, 'on')
  await order(aino)
  await pass(0)
  await say(aino, 'objection')
  await pass(2)
  expect(taken()).toEqual([`aino${made}@b.example Yksi`])
  const second = (await show(id)).doing[1]?.campaign ?? ''
  expect((await desk.became(second))[aino]).toBe('left-out prohibited')
})

test('it ends for who leaves the segment, who comes into the other, and whom staff take out', async () => {
  const { segment: when, order } = await course()
  const other = await course()
  const [left, bought, out] = [
    await person(`lahti${made}@c.example`),
    await person(`osti${made}@c.example`),
    await person(`pois${made}@c.example`),
  ]
  const rows = [await order(left), await order(bought), await order(out)]
  const id = await make({
    ...{ when, present: true, until: other.segment },
    steps: [at(1, 'days', { letter: letter('Muistutus') })],
  })
  await turn(id, 'on')
  await minute()
  expect((await show(id)).underway).toBe(3)
  await register.write('orders', left, rows[0] ?? null, { product: 'Muu' })
  await other.order(bought)
  const asked = await ask('marketing')
  await requireUnderway(asked, id, out)
  await takeOut(asked, id, out)
  await expect(requireUnderway(asked, id, out)).rejects.toMatchObject({ key: 'automations.not-underway' })
  await pass(25)
  expect(taken()).toEqual([])
  const ends = await Promise.all([left, bought, out].map(async one => (await through(one))[0]?.ended))
  expect(ends).toEqual(['left', 'until', 'by-hand'])
})

test('off it stands still and on again it goes on; changed, nobody gets a letter twice; ended, nobody gets any', async () => {
  const { segment: when, order } = await course()
  const aino = await person(`aino${made}@d.example`)
  const [first, second] = [letter('Yksi'), letter('Kaksi')]
  const plan: Plan = {
    ...{ when, present: false, only: true, until: null, again: null },
    steps: [at(0, 'hours', { letter: first }), at(1, 'hours', { letter: second })],
  }
  const id = await make(plan)
  await turn(id, 'on')
  await order(aino)
  await pass(0)
  await turn(id, 'off')
  await pass(5)
  expect(taken()).toHaveLength(1)
  const asked = await ask('marketing')
  const changed = { name: 'Uusi', kind: 'marketing' as const, expected: (await show(id)).turn }
  const again = [
    at(0, 'hours', { letter: second }),
    at(0, 'hours', { letter: first }),
    at(1, 'hours', { letter: letter('Kolme') }),
  ]
  await changeAutomation(asked, letters, id, { ...changed, plan: { ...plan, steps: again } })
  await expect(changeAutomation(asked, letters, id, { ...changed, plan })).rejects.toMatchObject({
    key: 'automations.changed-meanwhile',
  })
  await turn(id, 'on')
  await expect(turn(id, 'on')).rejects.toMatchObject({ key: 'automations.not-now' })
  await pass(0) // she stands before the second step, which is the first letter now: she has it already
  expect(taken()).toHaveLength(1)
  await turn(id, 'ended')
  await pass(5)
  expect(taken()).toHaveLength(1)
})

test('a passage that is done again after a kill sends nobody a second letter', async () => {
  const { segment: when, order } = await course()
  const aino = await person(`aino${made}@e.example`)
  const id = await make({ when, steps: [at(0, 'hours', { letter: letter('Kerran') }), at(9, 'days', { task: 'x' })] })
  await turn(id, 'on')
  await order(aino)
  await pass(0)
  await db.admin.query(
    'update automations.run set step = 0, next_at = $2 where automation_id = $1 and next_at is not null',
    [id, db.clock.now()],
  )
  await pass(0)
  expect(taken()).toHaveLength(1)
})

test('letters, segments and automations of another purpose are refused; so is marketing as a service message', async () => {
  const { segment: when } = await course()
  const steps = [at(0, 'hours', { letter: letter('x', 'customer-care') })]
  await expect(make({ when, steps })).rejects.toMatchObject({ key: 'campaigns.no-letter' })
  const own = [at(0, 'hours', { letter: letter('x') })]
  await expect(make({ when, steps: own }, { kind: 'service' })).rejects.toMatchObject({ key: 'campaigns.not-service' })
  const id = await make({ when, steps: own })
  await expect(showAutomation(await ask('customer-care'), letters, id)).rejects.toMatchObject({
    key: 'automations.absent',
  })
})

test('who leaves the segment and comes again goes through it again where that is wanted, and gets each letter once each time', async () => {
  const { segment: when, order } = await course()
  const email = `uudelleen${made}@g.example`
  const [aino, twice] = [await person(email), await person(`yhdesti${made}@g.example`)]
  const steps = [at(0, 'hours', { letter: letter('Onnea') })]
  const id = await make({ when, steps, again: { days: 10 } })
  const once = await make({ when, steps: [at(0, 'hours', { letter: letter('Kerran') })] })
  await turn(id, 'on')
  await turn(once, 'on')
  const row = await order(aino)
  await pass(1)
  expect(taken().toSorted()).toEqual([`${email} Kerran`, `${email} Onnea`])
  mailbox.received.length = 0
  const leave = (one: string) => register.write('orders', aino, one, null)
  // As long as they stay, and while it is too early, nothing begins.
  await pass(20 * 24)
  await leave(row)
  await pass(1)
  const second = await order(aino)
  await order(twice)
  await pass(1)
  await pass(1)
  expect(taken().toSorted()).toEqual([
    `${email} Onnea`,
    `yhdesti${made}@g.example Kerran`,
    `yhdesti${made}@g.example Onnea`,
  ])
  expect(await through(aino)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id, nth: 2, ended: 'done' }),
      expect.objectContaining({ nth: 1 }),
    ]),
  )
  mailbox.received.length = 0
  await leave(second)
  await pass(1)
  await order(aino)
  await pass(24)
  expect(taken()).toEqual([]) // not ten days since they began
  await pass(10 * 24)
  expect(taken()).toEqual([`${email} Onnea`])
  const campaign = (await show(id)).doing[0]?.campaign ?? ''
  const { recipients } = await recipientsOf(await ask('marketing'), campaign, { limit: 2 })
  expect(recipients).toHaveLength(3) // all three of one person
})

test('a step waits for its hour of Finland’s clock, over a change of it too', () => {
  const whole = plan.parse({
    when: '00000000-0000-7000-8000-000000000000',
    steps: [{ after: { n: 1, unit: 'days' }, hour: 9, does: { task: 'Soita' } }],
  })
  const due = (from: string) => dueAt(whole, 0, new Date(from))?.toISOString()
  expect(due('2026-06-01T05:00:00Z')).toBe('2026-06-02T06:00:00.000Z')
  expect(due('2026-06-01T06:00:01Z')).toBe('2026-06-03T06:00:00.000Z')
  expect(due('2026-10-23T20:00:00Z')).toBe('2026-10-25T07:00:00.000Z') // winter time begins that night
})
