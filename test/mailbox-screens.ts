/** Mailboxes and letters for the pictures: one that is read, one in trouble, and a thread with what came along. */

import type { Page } from 'playwright-core'

const at = (hours: number) => new Date(Date.UTC(2026, 10, 20, hours)).toISOString()
const place = {
  host: 'imap.example.fi',
  port: 993,
  security: 'tls',
  user: 'asiakaspalvelu@example.fi',
  folder: 'INBOX',
  as: 'service-events',
  fromBeginning: false,
  marksRead: false,
}
const mailbox = {
  ...{ id: '0199c0de-0000-7000-8000-000000000001', name: 'Asiakaspalvelu', purpose: 'customer-care', source: 'email' },
  ...{ keepDays: 14, place, madeAt: at(8), pausedAt: null, lastAt: at(9), readAt: at(10), trouble: null },
  ...{ filled: 93, written: 1204, refused: 3, asksSignIn: false },
}
const inTrouble = {
  ...mailbox,
  id: '0199c0de-0000-7000-8000-000000000002',
  name: 'Tietosuoja',
  filled: null,
  trouble: {
    code: 'sign-in',
    text: 'Palvelin ei hyväksy käyttäjää tai salasanaa. Monissa palveluissa tarvitaan erillinen sovellussalasana.',
    since: at(10),
  },
}

const asking = {
  ...mailbox,
  ...{ id: '0199c0de-0000-7000-8000-000000000003', name: 'Tilaukset', asksSignIn: true, filled: null, readAt: null },
  place: { ...place, signIn: { service: 'microsoft', clientId: '4f1c', tenant: 'example.fi' } },
}

const mailboxes = async (page: Page) => {
  await page.route('**/api/v1/mailboxes', async route => {
    if (route.request().method() !== 'GET') return route.continue()
    const answer = await route.fetch()
    return route.fulfill({
      response: answer,
      json: { ...(await answer.json()), mailboxes: [mailbox, inTrouble, asking] },
    })
  })
  await page.reload()
  await page.locator('.mailbox').first().waitFor()
}

const thread = '0199c0de-0000-7000-8000-00000000000a'
const letters = [
  {
    ...{
      id: '0199c0de-0000-7000-8000-00000000000b',
      thread,
      at: at(12),
      subject: 'VS: Kysymys työpöytäkurssista',
      answers: true,
    },
    folds: [
      { kind: 'own', text: 'Hei,\n\nohessa allekirjoitettu sopimus.' },
      { kind: 'quoted', text: 'ti 13. tammikuuta 2026 klo 9.41 Kurssit kirjoitti:\n> Lähettäisitkö sopimuksen?' },
    ],
    attachments: [
      {
        id: '0199c0de-0000-7000-8000-00000000000c',
        name: 'sopimus.pdf',
        type: 'application/pdf',
        bytes: 231_000,
        kept: true,
        why: null,
      },
      {
        id: '0199c0de-0000-7000-8000-00000000000d',
        name: 'video.mp4',
        type: 'video/mp4',
        bytes: 14_000_000,
        kept: false,
        why: 'too-large',
      },
    ],
  },
  {
    ...{
      id: '0199c0de-0000-7000-8000-00000000000e',
      thread,
      at: at(9),
      subject: 'Kysymys työpöytäkurssista',
      answers: false,
    },
    folds: [{ kind: 'own', text: 'Milloin kurssi alkaa?' }],
    attachments: [],
  },
]

const withLetters = async (page: Page) => {
  await page.route('**/api/v1/persons/*/letters', route => route.fulfill({ json: { letters, next: null } }))
  await page.reload()
  await page.locator('.letter').first().scrollIntoViewIfNeeded()
}

const adding = async (page: Page) => {
  await page.locator('.page-head button').first().click()
  await page.locator('select:has(option[value=microsoft])').selectOption('microsoft')
  await page.locator('.mailbox-back').waitFor()
}

export const mailboxScreens = (person: string) =>
  [
    ['mailboxes', '/mailboxes', 'main h1', mailboxes],
    ['mailbox-add', '/mailboxes', 'main h1', adding],
    ['person-letters', `/customers/${person}`, '.person-values', withLetters],
  ] as const
