/** The doors of our own, by which nobody outside delivers: a form, a withdrawal, a chat, an entry, and e-mail that is fetched. */

import { deliveryOf } from '../src/mailbox/letter-adapter.ts'
import { email, flat, json, minute, posted, type Sender } from './adapter-senders.ts'
import { type Connected, pastedSecret } from './arrivals-desk.ts'
import { letter, nowhere } from './mailbox-desk.ts'

const ours = { isOurs: true, write: json, sign: (_: Connected, body: Buffer) => posted(body) } as const

export const ownSenders: Readonly<Record<string, Sender>> = {
  'a form': {
    ...ours,
    kind: 'form',
    connection: { source: 'forms' },
    event: n => ({
      id: `form-sent-${n}`,
      topic: 'form.sent',
      place: '/forms/palaute',
      version: 1,
      lang: 'fi',
      noticeVersion: 1,
      shownAt: '2026-03-01T10:00:00.000Z',
      who: { email, given: 'Aino', family: 'Virtanen' },
      rows: [
        { category: 'service-events', values: { kind: 'feedback', content: 'Kiitos', occurred: `${minute(n)}.000Z` } },
      ],
      said: [
        {
          kind: 'contract',
          givenAt: `${minute(n)}.000Z`,
          wording: 'Palaute',
          method: 'form',
          place: '/forms',
          lang: 'fi',
        },
      ],
    }),
  },
  'a withdrawal': {
    ...ours,
    kind: 'withdrawal',
    connection: { source: 'forms' },
    event: n => ({
      id: `withdrawal-${n}`,
      name: 'Aino Virtanen',
      email,
      order: '727',
      part: '',
      at: `${minute(n)}.000Z`,
      lang: 'fi',
      noticeVersion: 1,
      shownAt: '2026-03-01T10:00:00.000Z',
    }),
    state: 'refused arrivals.order-not-found',
  },
  'a chat': {
    ...ours,
    kind: 'chat',
    connection: { source: 'chat' },
    event: n => ({
      id: `said-${n}`,
      talk: '0199c0de-0000-7000-8000-000000000001',
      at: `${minute(n)}.000Z`,
      by: 'visitor',
      text: 'Milloin kurssi alkaa?',
      email,
      asked: false,
      lang: 'fi',
      noticeVersion: 1,
      shownAt: '2026-03-01T10:00:00.000Z',
    }),
  },
  'an entry': {
    ...ours,
    kind: 'participation',
    connection: { purpose: 'raffles', source: 'raffles' },
    event: n => ({
      key: `entry-of-somebody-${n}`,
      kind: 'raffle',
      event: 'Kevätarvonta',
      at: `${minute(n)}.000Z`,
      place: '/raffles/kevat',
      lang: 'fi',
      noticeVersion: 1,
      given: 'Aino',
      family: 'Virtanen',
      email,
      ofAge: true,
      byContract: true,
      permit: null,
    }),
  },
  'e-mail': {
    isOurs: true,
    kind: 'imap',
    connection: { source: 'email', secret: pastedSecret, settings: { ...nowhere } },
    event: n => ({
      text: 'Milloin kurssi alkaa?',
      From: `Aino Virtanen <${email}>`,
      Subject: 'Kysymys',
      'Message-ID': `<${n}@koti.example>`,
      References: '<0@koti.example>',
    }),
    write: event => {
      const { text = '', ...headers } = flat(event)
      return letter(text, headers)
    },
    sign: (_, bytes, at) => deliveryOf({ bytes, uid: 1, at, isHead: false }),
  },
}
