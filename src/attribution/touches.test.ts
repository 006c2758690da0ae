/** What the example notice gives marketing nothing of leads to orders too, where a notice does: links of letters that were followed, and raffles and events. */

import { afterAll, expect, test } from 'vitest'
import { exampleNotice } from '../../test/promise-asker.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Attribution } from './attribution-answers.ts'

const desk = await rightsDesk(
  exampleNotice
    .replace('  raffles:\n  publication:\n', '  letter-measurement:\n  raffles:\n  publication:\n')
    .replace(
      '  orders:\n',
      `  followed-links:
    from: [register]
    for: { letter-measurement: consent, marketing: consent, rights: legal obligation }
    keep: until consent is withdrawn
  orders:\n`,
    )
    .replace('for: { raffles: contract, rights:', 'for: { raffles: contract, marketing: consent, rights:')
    .replace('personalisation, publication]', 'personalisation, publication, letter-measurement]'),
)
const { db, answer, register, server } = desk
afterAll(() => desk.close())
db.clock.set('2026-03-31T12:00:00Z')
await server.addStaff('Maija', ['marketing', 'management'])
const maija = await server.signedIn('maija@example.fi')

/** Six who did so on 10 March and ordered two days later; consenting or not to what marketing may know. */
async function buyers(category: string, source: string, values: object, consents: boolean): Promise<readonly string[]> {
  const all: string[] = []
  for (let n = 0; n < 6; n++) {
    const person = await register.customer()
    if (consents) await register.say(person, 'consent', 'marketing')
    await register.call(
      'rights',
      `register.write_${category}($1, $2, null, $3, null, $4, null)`,
      source,
      person,
      values,
    )
    await register.write('orders', person, null, {
      ...{ product: 'Kurssi', ordered: '2026-03-12T10:00:00Z', amount: 10_000, state: 'paid' },
    })
    all.push(person)
  }
  return all
}
const show = () =>
  answer<Attribution>('GET', '/attribution?from=2026-03-12&to=2026-03-12', undefined, maija, 'marketing')
const named = ({ places }: Attribution) =>
  places.filter(({ credit }) => credit.last.orders !== 0).map(({ label, credit }) => [label, credit.last.orders])

test('a followed link and a raffle have the credit of who consented, and nobody else’s', async () => {
  const link = { letter: 'Kevätkirje', link: 'https://www.example.fi/kurssi', occurred: '2026-03-10T10:00:00Z' }
  const raffle = { event: 'Messuarvonta', entered: '2026-03-10T10:00:00Z' }
  const readers = await buyers('followed_links', 'register', link, true)
  await buyers('participation', 'raffles', raffle, true)
  await buyers('followed_links', 'register', { ...link, letter: 'Salainen kirje' }, false)
  await buyers('participation', 'raffles', { ...raffle, event: 'Salainen arvonta' }, false)

  const found = await show()
  expect(found.sees).toEqual(expect.arrayContaining(['letters', 'participation']))
  const byRaffle = ['Arvonta tai tapahtuma: Messuarvonta', 6]
  expect(named(found)).toEqual([byRaffle, ['Sähköposti: Kevätkirje', 6]])
  expect(JSON.stringify(found)).not.toContain('Salainen')
  for (const person of readers) await register.say(person, 'consent', 'marketing', '2026-03-30')
  expect(named(await show())).toEqual([byRaffle])
})
