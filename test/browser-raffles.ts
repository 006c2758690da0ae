/** A raffle as its screens show it when it has been drawn, with invented entrants: the register of the pictures has not waited for one. */

import type { Page } from 'playwright-core'
import type { EntryList, RaffleDetails, RaffleList } from '../src/raffles/raffle-answers.ts'
import type { Scope } from '../src/register/scope-answer.ts'

const idOf = (n: number) => `0199c0de-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const tokenOf = (n: number) => `${n}3f9b2`.padEnd(32, 'a4c1e8d7')

const raffle = {
  id: idOf(1),
  kind: 'raffle',
  name: 'Syysarvonta 2026',
  state: 'drawn',
  opens: '2026-10-01T06:00:00Z',
  closes: '2026-11-15T21:59:00Z',
  winners: 1,
  address: 'https://rekisteri.example.fi/raffle/x7Qd1m5Yk2bT0vR9cW3nL8sA6hJ4gF1zE5uP0oI2yK',
} as const

const details: RaffleDetails = {
  ...raffle,
  words: {},
  permits: null,
  seedHash: '5f2a'.repeat(16),
  listHash: '9c0e'.repeat(16),
  tokens: 212,
  closedAt: '2026-11-16T08:00:00Z',
  drawnAt: '2026-11-16T09:00:00Z',
  file: `${raffle.address}/draw`,
  entries: 212,
  waiting: 0,
  refused: 2,
  drawn: [
    { place: 1, token: tokenOf(1), person: null, passed: 'left', published: null },
    {
      place: 2,
      token: tokenOf(2),
      person: { id: idOf(12), name: 'Bertta Mäkelä' },
      passed: null,
      published: 'Bertta M.',
    },
  ],
  mail: false,
}
const entries: EntryList = {
  entries: ['Bertta Mäkelä', 'Maximilian-Alexander Pihlajamäki-Kuusikangas'].map((name, n) => ({
    row: idOf(20 + n),
    person: { id: idOf(12 + n), name },
    entered: `2026-10-0${n + 2}T09:15:00Z`,
    token: tokenOf(n + 2),
  })),
  next: null,
}
const list: RaffleList = {
  raffles: [
    {
      ...raffle,
      id: idOf(2),
      name: 'Joulukilpailu 2026',
      kind: 'contest',
      state: 'open',
      closes: '2026-12-20T10:00:00Z',
    },
    raffle,
  ],
  next: null,
  sources: [{ id: 'raffles', name: 'Arvonnat ja kilpailut' }],
  permits: [{ id: 'marketing', name: 'Markkinointi' }],
  languages: ['fi', 'sv', 'en'],
  kept: '6 kuukautta tapahtuman päättymisestä',
}

/** The pictures work for a purpose that is given no participants: here it is. */
const withParticipants = async (page: Page) => {
  await page.route('**/api/v1/scope', async route => {
    const answer = await route.fetch()
    const scope: Scope = await answer.json()
    const [one] = scope.categories
    const categories = [...scope.categories, { ...one, id: 'participation' }]
    return route.fulfill({ response: answer, json: { ...scope, categories } })
  })
}

const answered = (there: string, answers: readonly (readonly [string, unknown])[]) => async (page: Page) => {
  await withParticipants(page)
  for (const [path, json] of answers) await page.route(`**/api/v1${path}`, route => route.fulfill({ json }))
  await page.reload()
  await page.locator(there).first().waitFor()
}

/** Screens of raffles and events, as test/browser-screens.test.ts looks at them. */
export const raffleScreens = [
  ['events', '/events', '.nothing-yet', answered('.nothing-yet', [])],
  ['events-other-purpose', '/events', '.nothing-yet'],
  ['event-new', '/events/new', '.nothing-yet', answered('form', [])],
  ['raffles', '/raffles', '.nothing-yet', answered('main table', [['/raffles', list]])],
  ['raffles-none', '/raffles', '.nothing-yet', answered('.nothing-yet', [])],
  ['raffle-new', '/raffles/new', '.nothing-yet', answered('form', [])],
  ['raffle-new-other-purpose', '/raffles/new', '.nothing-yet'],
  [
    'raffle',
    `/raffles/${raffle.id}`,
    '[role=alert]',
    answered('main table', [
      [`/raffles/${raffle.id}`, details],
      [`/raffles/${raffle.id}/entries`, entries],
    ]),
  ],
  ['raffle-absent', `/raffles/${raffle.id}`, '[role=alert]'],
] as const
