/** What a person has said stands on the timeline in words, for the purposes that use it and for no other. */

import { afterAll, expect, test } from 'vitest'
import { courseRegister } from '../../test/course-register.ts'
import { readEveryChange } from './changes.ts'
import { openPerson, recordStatement } from './persons.ts'

const register = await courseRegister()
afterAll(() => register.close())
const [care, marketing] = [register.ask('customer-care'), register.ask('marketing')]

test('consents and objections stand among the changes, the newest first', async () => {
  const given = {
    kind: 'consent',
    purpose: 'marketing',
    channel: 'email',
    givenAt: '2026-03-01T10:00:00.000Z',
  } as const
  const person = await openPerson(care, {
    source: 'forms',
    categories: { identity: [{ given_name: 'Aino', family_name: 'Virtanen' }] },
    statements: [
      { kind: 'contract', givenAt: '2026-03-01T10:00:00.000Z' },
      { ...given, wording: 'Kyllä kiitos.' },
    ],
  })
  await recordStatement(care, person, { ...given, withdrawnAt: '2026-04-01T10:00:00.000Z', source: 'phone' })
  await recordStatement(care, person, { kind: 'objection', givenAt: '2026-05-01T10:00:00.000Z', source: 'phone' })

  const seen = (ask: typeof care) => readEveryChange(ask, person)
  const said = (await seen(marketing)).flatMap(change => change.said ?? [])
  expect(said).toEqual([
    'Kielto: kaikki tarkoitukset',
    'Suostumus peruttu: Suoramarkkinointi, sähköposti',
    'Suostumus: Suoramarkkinointi, sähköposti',
    'Sopimus alkoi',
  ])
  const consent = (await seen(marketing)).find(change => change.said?.startsWith('Suostumus:'))
  expect(consent?.fields).toEqual([
    { column: 'given', before: null, after: '2026-03-01T10:00:00.000Z' },
    { column: 'wording', before: null, after: 'Kyllä kiitos.' },
  ])
  expect((await seen(care)).filter(change => change.said !== null)).toEqual([])
})
