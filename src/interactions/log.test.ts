/** What staff write down is a contact of the person, with the task that follows or not at all, and only where the notice has a place for it. */

import { afterAll, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Timeline } from '../register/answers.ts'
import type { Task } from '../tasks/task-answers.ts'
import type { Logged } from './log.ts'

const desk = await rightsDesk()
const { db, answer, refusal, customer, kaisa } = desk
afterAll(() => desk.close())

const care = <Answer = void>(method: string, path: string, body?: unknown) =>
  answer<Answer>(method, path, body, kaisa, 'customer-care')
const log = (person: string, body: object) => care<Logged>('POST', `/persons/${person}/interactions`, body)

test('a call and its task are written together, and the customer was last in touch then', async () => {
  const person = await customer('Aino', 'aino@example.org')
  const contact = async () =>
    (
      await db.admin.query('select (d).contact::text as day from unnest(register.dates_of(array[$1]::uuid[])) d', [
        person,
      ])
    ).rows[0].day
  const now = db.clock.now().toISOString()
  const logged = await log(person, {
    kind: 'call',
    direction: 'out',
    subject: 'Kurssin ajankohta',
    outcome: 'Siirretään kevääseen.',
    followUp: { title: 'Lähetä uusi ajankohta', due: '2027-01-10' },
  })
  expect(logged).toMatchObject({ masked: false, task: expect.any(String) })
  const { lines } = await care<Timeline>('GET', `/persons/${person}/timeline?kinds=contact,task`)
  expect(lines).toMatchObject([
    { sentence: 'Kaisa lisäsi tehtävän: Lähetä uusi ajankohta' },
    {
      sentence: 'Kaisa kirjasi puhelun asiakkaalle: Kurssin ajankohta',
      more: 'Siirretään kevääseen.',
      at: now,
      source: { id: 'phone' },
    },
  ])
  expect((await care<{ tasks: Task[] }>('GET', `/tasks?which=all&person=${person}`)).tasks).toMatchObject([
    {
      title: 'Lähetä uusi ajankohta',
      due: '2027-01-10',
      person: { id: person, name: 'Aino Virtanen' },
      owner: { name: 'Kaisa' },
    },
  ])
  expect(await contact()).toBe(now.slice(0, 10))
})

test('a meeting comes from its own source, on its own day; an identity code is masked and said', async () => {
  const person = await customer('Bertta', 'bertta@example.org')
  const logged = await log(person, {
    kind: 'meeting',
    occurred: '2026-01-02T10:00:00+02:00',
    subject: 'Tunnus 131052-308T',
  })
  expect(logged).toMatchObject({ masked: true, task: null })
  const { lines } = await care<Timeline>('GET', `/persons/${person}/timeline?kinds=contact`)
  expect(lines).toMatchObject([
    {
      sentence: 'Kaisa kirjasi tapaamisen: Tunnus ******-****',
      at: '2026-01-02T08:00:00.000Z',
      source: { id: 'meetings' },
    },
  ])
})

test('what has not been is refused, and a purpose that keeps no such events is told so; nothing is left of it', async () => {
  const person = await customer('Cecilia', 'cecilia@example.org')
  const path = `/persons/${person}/interactions`
  const followUp = { title: 'Ei synny' }
  const ahead = { kind: 'call', subject: 'Huomenna', occurred: '2099-01-01T10:00:00Z', followUp }
  expect(await refusal(path, ahead, kaisa, 'customer-care')).toBe('interactions.ahead')
  await db.admin.query('update notice.scope set may_write = false where category = $1', ['service-events'])
  expect(await refusal(path, { kind: 'call', subject: 'Nyt', followUp }, kaisa, 'customer-care')).not.toBe('')
  expect((await care<{ tasks: Task[] }>('GET', `/tasks?which=all&person=${person}`)).tasks).toEqual([])
})
