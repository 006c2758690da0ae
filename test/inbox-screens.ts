/** Conversations for the pictures: who waits over every channel, one with its whole thread, ready answers, and how long was waited. */

import type { Page } from 'playwright-core'

const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const idOf = (n: number) => `0199c0de-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`
const hilla = { id: idOf(90), name: 'Hilla Hakala' }
const byHilla = { id: `staff:${hilla.id}`, kind: 'staff', name: hilla.name }
const system = { id: 'connection:1', kind: 'system', name: null }

const listed = (n: number, more: object) => ({
  ...{ id: idOf(n), channel: 'email', person: null, arrival: null, state: 'open', owner: null, unread: false },
  ...{ begunAt: at(4000), lastAt: at(95), waitsSince: at(95), subject: null, begins: null },
  ...more,
})
const first = listed(1, {
  person: { id: idOf(80), name: 'Aino Virtanen' },
  owner: hilla,
  waitsSince: at(3 * 60 + 5),
  subject: 'Vs: Ravintolakuvauksen kurssi',
  begins: 'Kiitos! Saanko vielä kuitin yrityksen nimellä, Y-tunnus on laskutusosoitteessa?',
})
const conversations = [
  first,
  listed(2, {
    channel: 'sms',
    person: { id: idOf(81), name: 'Bertta Mäkelä' },
    unread: true,
    begins: 'Pääsenkö vielä mukaan?',
  }),
  listed(3, { channel: 'chat', unread: true, begins: 'Onko huomisen kurssilla paikkoja?', waitsSince: at(4) }),
  listed(4, { arrival: idOf(70), unread: true, waitsSince: at(50) }),
  listed(5, {
    channel: 'social',
    person: { id: idOf(82), name: 'Aleksanteri-Konstantinus von Hohenzollern-Sigmaringen' },
    begins: 'Moi',
  }),
]
const message = (n: number, more: object) => ({
  ...{ id: idOf(10 + n), conversation: first.id, channel: 'email', direction: 'in', at: at(2000 - n * 300), by: null },
  ...{ subject: null, attachments: [], sent: null, folds: [] },
  ...more,
})
const own = (text: string) => ({ kind: 'own', text })
const messages = [
  message(1, { subject: 'Ravintolakuvauksen kurssi', folds: [own('Hei,\n\nmilloin kurssi alkaa?')] }),
  message(2, {
    ...{ direction: 'out', by: byHilla, subject: 'Re: Ravintolakuvauksen kurssi', sent: 'sent' },
    folds: [own('Hei Aino,\n\nmaanantaina klo 9. Ohjelma on liitteenä.')],
    attachments: [
      { id: idOf(60), name: 'ohjelma.pdf', type: 'application/pdf', bytes: 84_000, kept: true, from: 'reply' },
    ],
  }),
  message(3, { conversation: idOf(2), channel: 'sms', folds: [own('Onko pysäköintiä?')] }),
  message(4, {
    subject: first.subject,
    folds: [own(first.begins ?? ''), { kind: 'quoted', text: '> Hei Aino,\n> maanantaina klo 9.' }],
  }),
]
const turn = (n: number, did: string, more: object = {}) => ({
  ...{ id: idOf(30 + n), at: at(1900 - n * 200), by: byHilla, did, owner: null, words: null, made: null, mentions: [] },
  ...more,
})
const shown = {
  ...first,
  ...{
    turn: idOf(33),
    answer: idOf(12),
    messages,
    earlier: true,
    instead: null,
    files: [],
    talk: null,
    lang: 'fi',
    mayWrite: true,
  },
  turns: [
    turn(0, 'came', { by: system }),
    turn(1, 'assigned', { owner: hilla }),
    turn(2, 'noted', { words: 'Kuitti on Netvisorissa.', mentions: [{ id: idOf(91), name: 'Maija Mattila' }] }),
    turn(3, 'came', { by: system }),
  ],
  ways: [
    { way: 'email', to: 'aino.virtanen@example.org', from: 'asiakaspalvelu@example.fi', why: null },
    { way: 'sms', to: null, from: null, why: 'Asiakas on kieltänyt tekstiviestit.' },
  ],
}
const chat = {
  ...shown,
  ...conversations[2],
  talk: { id: idOf(65), email: null, joined: false, ended: false },
  messages: [message(5, { channel: 'chat', folds: [own('Onko huomisen kurssilla paikkoja?')] })],
  turns: shown.turns.slice(0, 1),
  ways: [{ way: 'chat', to: null, from: null, why: null }],
}
const social = {
  ...shown,
  ...conversations[4],
  instead: 'Tähän viestiin ei voi vastata täältä: somepalveluun ei ole lähetystä.',
  turns: shown.turns.slice(0, 1),
}
const ready = { answers: [{ id: idOf(50), name: 'Tervehdys', text: 'Hei Aino,\n\nkiitos viestistäsi.' }] }
const templates = {
  templates: [
    {
      id: idOf(50),
      name: 'Tervehdys',
      words: { fi: 'Hei {given-name|hyvä asiakas},\n\nkiitos viestistäsi.', en: 'Hello' },
      madeAt: at(9000),
      madeBy: byHilla,
    },
  ],
  fields: ['given-name', 'family-name', 'organisation', 'staff'],
}
const times = {
  weeks: ['2026-11-02', '2026-11-09', '2026-11-16'].flatMap((week, n) => [
    {
      week,
      channel: 'email',
      conversations: 12 + n,
      firstMedian: 190 - n * 40,
      firstMost: 900,
      answers: 20,
      waitMedian: 150 - n * 20,
    },
    { week, channel: 'chat', conversations: 5, firstMedian: 6 - n, firstMost: 30, answers: 9, waitMedian: 4 },
  ]),
}

const answersFor = (person: string) => async (page: Page) => {
  const given = (path: string, json: object) => page.route(`**/api/v1/inbox/${path}`, route => route.fulfill({ json }))
  const counts = { open: 5, mine: 1, nobodys: 4, unread: 3, longest: at(185) }
  await given('search', { conversations, next: null, counts })
  await given(first.id, { ...shown, person: { id: person, name: 'Aino Virtanen' } })
  await given(idOf(3), chat)
  await given(idOf(5), social)
  await given('*/ready-answers', ready)
  await given('templates', templates)
  await given('times?*', times)
  await given('pulse?*', { touched: '1', others: [{ name: 'Maija Mattila', writing: true }] })
  await page.reload()
}
export const inboxScreens = (person: string) => {
  const there = (selector: string) => (page: Page) =>
    answersFor(person)(page).then(() => page.locator(selector).first().waitFor())
  return [
    ['inbox-empty', '/inbox', '.page'],
    ['inbox', '/inbox', '.page', there('.inbox li')],
    ['conversation', `/inbox/${first.id}`, '.page', there('aside h2')],
    ['conversation-chat', `/inbox/${idOf(3)}`, '.page', there('.message')],
    ['conversation-social', `/inbox/${idOf(5)}`, '.page', there('.message')],
    ['answer-templates', '/inbox/templates', '.page', there('.inbox li')],
    ['answer-times', '/inbox/times', '.page', there('.page svg')],
  ] as const
}
