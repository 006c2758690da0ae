/** A use of data that contacts nobody is consented to and taken back by the person, each by itself, and nothing else moves with it. */

import { afterAll, expect, test } from 'vitest'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { testServer } from '../../test/server.ts'
import type { Id } from '../base/ids.ts'
import { permissionsOf } from './gate.ts'
import { makeLink } from './link.ts'

const desk = await permissionsDesk()
const { db } = desk
await desk.publish(source =>
  source
    .replace('  rights:\n', '  personalisation:\n  publication:\n  rights:\n')
    .replace(
      '  profile: {',
      '  interests: { from: [forms], for: { personalisation: consent, publication: consent, rights: legal obligation }, keep: 24 months }\n  profile: {',
    )
    .replace('marketing: [marketing]', 'marketing: [marketing, personalisation, publication]'),
)
const server = await testServer(db)
afterAll(() => desk.close())
db.clock.set(new Date('2026-11-23T10:00:00Z'))

const aPerson = async (...said: readonly string[]) =>
  (await desk.persons([{ said, has: ['aino@example.org'] }]))[0] ?? ''
const linkFor = (person: Id) =>
  makeLink(db.app, { person, stops: undefined, by: 'staff:test', at: db.clock.now(), days: 30 })
const get = (path: string) => server.app.request(path, { headers: { accept: 'text/html' } })
const post = (path: string, fields: Readonly<Record<string, string>>) =>
  server.app.request(path, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })

test('a use of data that contacts nobody is consented to on the page and taken back there; a yes to publish is not given in general', async () => {
  const person = await aPerson('consent personalisation email', 'objection - -')
  const path = `/preferences/${await linkFor(person)}?lang=en`
  const seen = async () =>
    (await db.purpose('personalisation').query('select from register.person where id = $1', [person])).rowCount
  const page = async () => (await get(path)).text()
  const say = async (use: 'yes' | 'no') => {
    db.clock.forward(60_000)
    const was = use === 'yes' ? 'no' : 'yes'
    return post(path, { 'personalisation.use': use, 'was.personalisation.use': was, 'of-age': 'yes' })
  }
  expect(await page()).toContain('name="personalisation.use" value="no" checked') // what was forbidden altogether
  expect(await page()).not.toContain('name="publication.use"')
  expect((await say('yes')).status).toBe(303)
  expect(await page()).toContain('name="personalisation.use" value="yes" checked')
  expect(await page()).toContain('Personalisation of the service, Use of data,')
  expect(await seen()).toBe(1)
  const contacted = await permissionsOf(desk.asking(), person, db.clock.now())
  expect(new Set(contacted.map(({ reason }) => reason))).toEqual(new Set(['not-in-notice', 'prohibited']))
  expect((await say('no')).status).toBe(303)
  expect(await page()).toContain('You have not consented to this.')
  expect(await seen()).toBe(0)
  const published = await aPerson('consent publication')
  expect(await (await get(`/preferences/${await linkFor(published)}`)).text()).toContain(
    'name="publication.use" value="yes" checked',
  )
})
