/** What a visitor is shown follows their segments and their permission, is told on their page, and is nobody else's to know. */

import { afterAll, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Chosen, PersonSlots, SlotDetails, SlotList } from './slot-answers.ts'

const desk = await rightsDesk()
const { db, answer, register, server } = desk
afterAll(() => desk.close())
await server.addStaff('Maija', ['marketing', 'customer-service'])
const maija = await server.signedIn('maija@example.fi')

const tell = <Answer = void>(method: string, path: string, body?: unknown, purpose = 'personalisation') =>
  answer<Answer>(method, path, body, maija, purpose)
const refusal = (path: string, body: unknown, purpose = 'personalisation') => desk.refusal(path, body, maija, purpose)

const consent = (person: string, isWithdrawn = false) => {
  db.clock.forward(60_000)
  return answer('POST', `/persons/${person}/statements`, {
    kind: 'consent',
    purpose: 'personalisation',
    givenAt: db.clock.now().toISOString(),
    ...(isWithdrawn && { withdrawnAt: db.clock.now().toISOString() }),
    wording: 'Saa valita sisältöjä kiinnostukseni mukaan',
    source: 'forms',
    place: 'Lomake',
    method: 'form',
  })
}
const customer = async (email: string, interest: string) => {
  const person = await register.customer()
  await register.write('contact-points', person, null, { email, is_primary: true })
  await consent(person)
  await register.write('interests', person, null, { interest })
  return person
}
const aino = await customer('aino@example.org', 'Runous')
const bertta = await customer('bertta@example.org', 'Proosa')

const segment = async (interest: string, purpose = 'personalisation') =>
  (
    await tell<{ id: string }>(
      'POST',
      '/segments',
      {
        name: `Kiinnostus: ${interest}`,
        condition: { rows: 'interests', where: [{ column: 'interest', is: 'equals', value: interest }] },
      },
      purpose,
    )
  ).id
const poets = await segment('Runous')
const ofMarketing = await segment('Runous', 'marketing')

const poetry = {
  name: 'Runokurssi',
  segment: poets,
  words: { fi: { heading: 'Uusi runokurssi', link: { words: 'Katso', address: 'https://example.fi/runot' } } },
}
const slotOf = async (blocks: readonly unknown[] = [poetry]) =>
  (await tell<{ id: string }>('POST', '/slots', { name: 'Etusivun nosto', content: { blocks } })).id
const shown = (slot: string, person: string, more: object = {}) =>
  tell<Chosen>('POST', `/slots/${slot}/block`, { person, ...more })
const measures = async (person: string): Promise<readonly string[]> =>
  (
    await db.admin.query<{ measure: string }>('select measure from register.marketing_measures where person_id = $1', [
      person,
    ])
  ).rows.map(({ measure }) => measure)

const pass = async (email: string, purpose = 'customer-care') =>
  (await tell<{ pass: string | null }>('POST', '/visitor-passes', { email }, purpose)).pass
const visit = async (slot: string, visitor: string) => {
  const came = await server.app.request(`/blocks/${slot}`, {
    method: 'POST',
    headers: { origin: 'https://kauppa.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ visitor, lang: 'en' }).toString(),
  })
  const answered: { words: { heading: string } | null } = await came.json()
  return { status: came.status, anySite: came.headers.get('access-control-allow-origin'), ...answered }
}

test('whoever is in the segment is shown its block, everybody else the page’s own content', async () => {
  const slot = await slotOf()
  const chosen = await shown(slot, aino, { lang: 'sv' })
  expect(chosen).toMatchObject({ words: { heading: 'Uusi runokurssi' }, block: 'Runokurssi' })
  expect(chosen.why).toMatchObject({ segment: 'Kiinnostus: Runous' })
  expect(await shown(slot, bertta)).toEqual({ words: null, block: null, why: null })
  expect(await measures(aino)).toEqual(['Etusivun nosto: Runokurssi (ryhmä: Kiinnostus: Runous)'])
  expect(await measures(bertta)).toEqual([])
})

test('what was shown is written once a day, however often the page is loaded, and stands on the person’s page', async () => {
  const slot = await slotOf([{ ...poetry, name: 'Päivän runo' }])
  await Promise.all(Array.from({ length: 24 }, () => shown(slot, aino))) // more than a purpose has connections
  const ofDay = async () => (await measures(aino)).filter(one => one.includes('Päivän runo')).length
  expect(await ofDay()).toBe(1)
  db.clock.forward(25 * 3_600_000)
  await shown(slot, aino)
  expect(await ofDay()).toBe(2)
  const now = await tell<PersonSlots>('GET', `/persons/${aino}/slots`)
  expect(now.slots.find(({ id }) => id === slot)).toMatchObject({ block: 'Päivän runo' })
})

test('a withdrawn permission ends it at once, whatever the segment said a moment before', async () => {
  const slot = await slotOf()
  const cilla = await customer('cilla@example.org', 'Runous')
  expect((await shown(slot, cilla)).block).toBe('Runokurssi')
  const visitor = (await pass('cilla@example.org')) ?? ''
  expect((await visit(slot, visitor)).words).not.toBeNull()
  await consent(cilla, true)
  expect((await visit(slot, visitor)).words).toBeNull()
  expect((await shown(slot, cilla)).words).toBeNull()
})

test('a site shows who is signed in by a pass that names nobody, ends, and cannot be made by anybody else', async () => {
  const slot = await slotOf()
  const visitor = (await pass('aino@example.org')) ?? ''
  expect(Buffer.from(visitor, 'base64url').toString('latin1')).not.toContain(aino)
  expect(await visit(slot, visitor)).toMatchObject({ status: 200, anySite: '*', words: { heading: 'Uusi runokurssi' } })
  expect(await pass('nobody@example.org')).toBeNull()
  const changed = `${visitor.slice(0, -2)}${visitor.endsWith('A') ? 'B' : 'A'}A`
  for (const wrong of ['', 'x', changed, aino]) expect((await visit(slot, wrong)).words).toBeNull()
  expect((await visit('0199c0de-0000-7000-8000-000000000001', visitor)).words).toBeNull()
  db.clock.forward(3_600_001)
  expect((await visit(slot, visitor)).words).toBeNull()
})

test('a slot is of its purpose: no segment of another, no purpose that could not tell of it, nobody else’s slot', async () => {
  const slot = await slotOf()
  const body = (blocks: readonly unknown[]) => ({ name: 'x', content: { blocks } })
  expect(await refusal('/slots', body([{ ...poetry, segment: ofMarketing }]))).toBe('personalisation.segment-absent')
  expect(await refusal('/slots', body([poetry]), 'customer-care')).toBe('personalisation.not-told')
  expect(await refusal(`/slots/${slot}/block`, { person: aino }, 'marketing')).toBe('personalisation.absent')
  const insecure = { ...poetry, words: { fi: { heading: 'x', link: { words: 'x', address: 'javascript:alert(1)' } } } }
  expect(await refusal('/slots', body([insecure]))).toBe('input')
})

test('the next version is saved over the one that was seen; an ended slot or segment shows nothing', async () => {
  const own = await segment('Näytelmät')
  const slot = await slotOf([{ ...poetry, name: 'Näytelmä', segment: own }, poetry])
  const next = { name: 'Etusivu', content: { blocks: [poetry] }, expected: 1, why: 'Kevät' }
  await tell('POST', `/slots/${slot}/versions`, next)
  expect(await refusal(`/slots/${slot}/versions`, next)).toBe('personalisation.changed-meanwhile')
  const details = await tell<SlotDetails>('GET', `/slots/${slot}`)
  expect(details).toMatchObject({ name: 'Etusivu', version: 2, versions: [{ n: 2, why: 'Kevät' }, { n: 1 }] })
  await tell('DELETE', `/slots/${slot}`)
  expect((await tell<SlotList>('GET', '/slots?limit=100')).slots.some(({ id }) => id === slot)).toBe(false)
  expect((await visit(slot, (await pass('aino@example.org')) ?? '')).words).toBeNull()
  const other = await slotOf()
  await tell('DELETE', `/segments/${poets}`)
  expect(await shown(other, aino)).toEqual({ words: null, block: null, why: null })
})
