/** A task is of its purpose, has an owner who may do it, keeps every turn with who and why, and goes with its person. */

import { afterAll, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import { newId } from '../base/ids.ts'
import type { Timeline } from '../register/answers.ts'
import type { Owner } from './owners.ts'
import type { Task, TaskDetails } from './task-answers.ts'

const desk = await rightsDesk()
const { db, answer, refusal, customer, kaisa, leo } = desk
afterAll(() => desk.close())

const care = <Answer = void>(method: string, path: string, body?: unknown) =>
  answer<Answer>(method, path, body, kaisa, 'customer-care')
const add = async (body: object) => (await care<{ id: string }>('POST', '/tasks', body)).id
const list = async (query = '') => (await care<{ tasks: Task[]; next: string | null }>('GET', `/tasks${query}`)).tasks
const show = (id: string) => care<TaskDetails>('GET', `/tasks/${id}`)
const take = async (id: string, turn: object) =>
  care('POST', `/tasks/${id}/turns`, { expected: (await show(id)).turn, ...turn })
const refused = (path: string, body: object) => refusal(path, body, kaisa, 'customer-care')
const titles = (tasks: readonly Task[]) => tasks.map(({ title }) => title)

const owners = async () => (await care<{ owners: Owner[] }>('GET', '/tasks/owners')).owners
const day = (days: number) => new Date(db.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

test('open tasks stand by their day, one’s own and the late ones are found, pages neither skip nor repeat', async () => {
  const [me] = await owners()
  await add({ title: 'Myöhemmin', due: day(30), owner: me?.id })
  await add({ title: 'Joskus' })
  await add({ title: 'Eilen', due: day(-1) })
  expect(titles(await list('?which=all'))).toEqual(['Eilen', 'Myöhemmin', 'Joskus'])
  expect(titles(await list())).toEqual(['Myöhemmin'])
  expect(await list('?which=overdue')).toMatchObject([{ title: 'Eilen', late: true, owner: null }])
  const seen = []
  let after = ''
  do {
    const page: { tasks: Task[]; next: string | null } = await care('GET', `/tasks?which=all&limit=1${after}`)
    seen.push(...titles(page.tasks))
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  expect(seen).toEqual(['Eilen', 'Myöhemmin', 'Joskus'])
  expect(await care('GET', '/tasks/waiting')).toEqual({ mine: 1, late: 0 })
})

test('every turn is kept; a second hand at the same moment is refused', async () => {
  const id = await add({ title: 'Soita takaisin' })
  const { turn } = await show(id)
  await take(id, { did: 'dated', due: day(3), why: 'Asiakas on lomalla' })
  expect(await refused(`/tasks/${id}/turns`, { did: 'done', expected: turn })).toBe('tasks.changed-meanwhile')
  await take(id, { did: 'done' })
  expect(await refused(`/tasks/${id}/turns`, { did: 'done', expected: (await show(id)).turn })).toBe('tasks.not-now')
  await take(id, { did: 'reopened', why: 'Ei vastannut' })
  expect(await show(id)).toMatchObject({
    state: 'open',
    due: day(3),
    turns: [{ did: 'made' }, { did: 'dated', why: 'Asiakas on lomalla' }, { did: 'done' }, { did: 'reopened' }],
  })
})

test('another purpose sees nothing of it, and nobody gets what they could not see', async () => {
  const id = await add({ title: 'Hoidetaan asiakaspalvelussa' })
  const others = await answer<{ tasks: Task[] }>('GET', '/tasks?which=all')
  expect(titles(others.tasks)).toEqual([])
  expect(await refusal(`/tasks/${id}/turns`, { did: 'done', expected: newId() })).toBe('tasks.absent')
  const response = await leo('GET', '/api/v1/me')
  const { id: leoId } = (await response.json()) as { id: string }
  expect((await owners()).map(owner => owner.id)).not.toContain(leoId)
  expect(await refused('/tasks', { title: 'Leolle', owner: leoId })).toBe('tasks.no-such-owner')
  expect(await refused('/tasks', { title: 'Tuntemattomasta', person: newId() })).toBe('register.person-absent')
})

test('a task about a person is on their timeline, its words keep no identity code, and it goes with them', async () => {
  const person = await customer('Aino', 'aino@example.org')
  const id = await add({ title: 'Tarkista tunnus 131052-308T', person })
  await take(id, { did: 'done', why: 'Tarkistettu' })
  const { lines } = await care<Timeline>('GET', `/persons/${person}/timeline?kinds=task`)
  expect(lines.map(({ sentence }) => sentence)).toEqual([
    'Kaisa teki tehtävän: Tarkista tunnus ******-****',
    'Kaisa lisäsi tehtävän: Tarkista tunnus ******-****',
  ])
  expect(lines[0]).toMatchObject({ more: 'Tarkistettu' })
  await db.admin.query('select register.forget(array[$1]::uuid[])', [person])
  const { rows } = await db.admin.query(
    'select (select count(*) from tasks.task where person_id = $1) + (select count(*) from tasks.turn where person_id = $1) as left',
    [person],
  )
  expect(rows).toEqual([{ left: 0 }])
})
