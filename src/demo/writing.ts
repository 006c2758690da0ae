/** The demonstration writes to groups of its customers: segments of its marketing, letters in two languages, a campaign that was sent, one that waits, and an automation that is on. */

import { automationsOn, makeAutomation, turnAutomation } from '../automations/automation.ts'
import { passThrough } from '../automations/pass.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { actUpon, makeCampaign } from '../campaigns/campaign.ts'
import { keptLetters } from '../campaigns/letters.ts'
import { plan } from '../campaigns/plan.ts'
import { sendDue } from '../campaigns/send-due.ts'
import { content } from '../letters/content.ts'
import { saveLetter } from '../letters/letter.ts'
import type { Condition } from '../register/condition.ts'
import { saveSegment } from '../segments/segment.ts'
import { atThatTime, atWork, daysAgo } from './at-work.ts'
import { noPost } from './post.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'marketing'

const mayWrite: Condition = { permission: purpose, channel: 'email' }
const bought = (...where: { column: string; is: 'starts' | 'within'; value: string }[]): Condition => ({
  rows: 'orders',
  where: [...where, { column: 'state', is: 'equals', value: 'paid' }],
})

const segments = {
  subscribers: ['Uutiskirjeen saajat', mayWrite],
  writers: [
    'Kirjoittamisen kurssin ostaneet',
    {
      all: [
        {
          any: [
            bought({ column: 'product', is: 'starts', value: 'Luovan kirjoittamisen' }),
            bought({ column: 'product', is: 'starts', value: 'Uutiskirje' }),
          ],
        },
        mayWrite,
      ],
    },
  ],
  fresh: ['Viime kuussa ostaneet', { all: [bought({ column: 'ordered', is: 'within', value: 'P1M' }), mayWrite] }],
  quiet: [
    'Puoleen vuoteen ostamattomat',
    { all: [bought(), { not: bought({ column: 'ordered', is: 'within', value: 'P6M' }) }] },
  ],
} as const satisfies Readonly<Record<string, readonly [string, Condition]>>

const name = { field: 'identity.given_name' }
const paragraph = (...of: object[]) => ({ kind: 'paragraph', content: of })
const shop = 'https://www.kurssit.example/kurssit'

/** A letter with a button, in each language. */
export const letter = (
  words: Readonly<
    Record<
      'fi' | 'sv' | 'en',
      { hello: string; friend: string; subject: string; heading: string; body: string; button: string }
    >
  >,
) => {
  const inOne = ({ hello, friend, subject, heading, body, button }: (typeof words)['fi']) => ({
    subject: [{ text: subject }],
    preheader: [{ text: heading }],
    blocks: [
      { kind: 'heading', content: [{ text: heading }] },
      {
        kind: 'text',
        paragraphs: [
          paragraph({ text: `${hello} ` }, { ...name, fallback: friend }, { text: ',' }),
          paragraph({ text: body }),
        ],
      },
      { kind: 'button', label: button, href: shop },
    ],
  })
  return content.parse({
    channel: 'email',
    texts: { fi: inOne(words.fi), sv: inOne(words.sv), en: inOne(words.en) },
  })
}

const letters = {
  news: [
    'Kirjoittajan kuukausikirje',
    letter({
      fi: {
        hello: 'Hei',
        friend: 'hyvä kirjoittaja',
        subject: 'Uusi kurssi kirjoittajille',
        heading: 'Novelli neljässä viikossa',
        body: 'Ensi kuussa alkaa kurssi, jolla kirjoitat kokonaisen novellin ja saat siitä palautteen.',
        button: 'Tutustu kurssiin',
      },
      sv: {
        hello: 'Hej',
        friend: 'bästa skribent',
        subject: 'Ny kurs för skribenter',
        heading: 'En novell på fyra veckor',
        body: 'Nästa månad börjar en kurs där du skriver en hel novell och får respons på den.',
        button: 'Bekanta dig med kursen',
      },
      en: {
        hello: 'Hello',
        friend: 'dear writer',
        subject: 'A new course for writers',
        heading: 'A short story in four weeks',
        body: 'Next month a course begins on which you write a whole short story and hear what is thought of it.',
        button: 'See the course',
      },
    }),
  ],
  welcome: [
    'Näin pääset alkuun',
    letter({
      fi: {
        hello: 'Hei',
        friend: 'hyvä asiakas',
        subject: 'Näin pääset alkuun',
        heading: 'Kolme vinkkiä verkkokurssille',
        body: 'Varaa kurssille oma hetki, tee tehtävät järjestyksessä ja kysy heti, kun jokin jää epäselväksi.',
        button: 'Katso muita kursseja',
      },
      sv: {
        hello: 'Hej',
        friend: 'bästa kund',
        subject: 'Så kommer du igång',
        heading: 'Tre tips för en nätkurs',
        body: 'Reservera en egen stund, gör uppgifterna i ordning och fråga genast när något är oklart.',
        button: 'Se andra kurser',
      },
      en: {
        hello: 'Hello',
        friend: 'dear customer',
        subject: 'How to begin',
        heading: 'Three hints for an online course',
        body: 'Keep a moment for the course, do the exercises in their order, and ask as soon as something is not clear.',
        button: 'See other courses',
      },
    }),
  ],
  courses: [
    'Uudet kurssit',
    letter({
      fi: {
        hello: 'Hei',
        friend: 'hyvä asiakas',
        subject: 'Uudet kurssit ovat auki',
        heading: 'Mitä oppisit seuraavaksi?',
        body: 'Ilmoittautuminen uusille kursseille on auki. Kirjanpito ja valokuvaus alkavat ensi kuussa.',
        button: 'Katso kurssit',
      },
      sv: {
        hello: 'Hej',
        friend: 'bästa kund',
        subject: 'De nya kurserna är öppna',
        heading: 'Vad vill du lära dig härnäst?',
        body: 'Anmälan till de nya kurserna är öppen. Bokföring och fotografering börjar nästa månad.',
        button: 'Se kurserna',
      },
      en: {
        hello: 'Hello',
        friend: 'dear customer',
        subject: 'The new courses',
        heading: 'What would you learn next?',
        body: 'The new courses can be booked. Bookkeeping and photography begin next month.',
        button: 'See the courses',
      },
    }),
  ],
} as const

/** `by`: of the staff. */
export async function writeToMany(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const on = (days: number) => atWork(program, { purpose, actor: by, at: daysAgo(program, days) })
  const before = await on(60)
  const segmentOf = async ([name, condition]: readonly [string, Condition]) => saveSegment(before, { name, condition })
  const letterOf = async ([name, content]: (typeof letters)[keyof typeof letters]) =>
    (await saveLetter(before, { name, content })).revision
  const [subscribers, writers, fresh] = [
    await segmentOf(segments.subscribers),
    await segmentOf(segments.writers),
    await segmentOf(segments.fresh),
  ]
  await segmentOf(segments.quiet)
  const [news, welcome, courses] = [
    await letterOf(letters.news),
    await letterOf(letters.welcome),
    await letterOf(letters.courses),
  ]

  const sent = await makeCampaign(await on(22), keptLetters, {
    ...{ name: 'Novellikurssi kirjoittajille', kind: 'marketing', channel: 'email' },
    plan: plan.parse({ letters: [news], segment: writers, perMinute: 9_999 }),
  })
  const post = { ...program, mail: noPost(program.mail) }
  const started = await on(20)
  await actUpon(started, post, keptLetters, sent, { act: 'start', expected: 1 })
  const go = async (days: number) => {
    const past = atThatTime(post, daysAgo(program, days))
    const stopping = new AbortController().signal
    for (const one of await automationsOn(program.database.app)) await passThrough(past, one, stopping)
    await sendDue(past, keptLetters, stopping)
  }
  await go(20)
  const date = dateInHelsinki(daysAgo(program, -9))
  await makeCampaign(await on(1), keptLetters, {
    ...{ name: 'Uudet kurssit', kind: 'marketing', channel: 'email' },
    plan: plan.parse({ letters: [courses], segment: subscribers, but: [fresh], when: { local: { date, hour: 9 } } }),
  })

  const now = await on(2)
  const automation = await makeAutomation(now, keptLetters, {
    ...{ name: 'Uuden kurssin alku', kind: 'marketing' },
    plan: {
      ...{ when: fresh, present: true, only: true, until: null, again: null },
      steps: [
        { after: { n: 0, unit: 'hours' }, does: { letter: welcome } },
        { after: { n: 14, unit: 'days' }, hour: 9, does: { letter: courses } },
        { after: { n: 7, unit: 'days' }, does: { task: 'Kysy, miten kurssi on alkanut' } },
      ],
    },
  })
  await turnAutomation(now, keptLetters, automation, { did: 'on', expected: 1 })
  await go(2)
}
