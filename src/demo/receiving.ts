/** The demonstration has forms: a newsletter that its visitors confirm, feedback, and one that is over; what came of them is counted. */

import { openDoor } from '../arrivals/receive.ts'
import { writeAccepted } from '../arrivals/write.ts'
import { type Id, newSecret } from '../base/ids.ts'
import { type FormContent, formContent } from '../forms/content.ts'
import { findForm, makeForm, openForm } from '../forms/form.ts'
import { form as formAdapter, type SentForm } from '../forms/form-adapter.ts'
import { offerOf } from '../forms/offer.ts'
import { noteStep } from '../forms/results.ts'
import { confirm, take } from '../forms/take.ts'
import { findWaiting } from '../forms/waiting.ts'
import { scopeFor } from '../register/scope.ts'
import { atThatTime, daysAgo } from './at-work.ts'
import { customers, newcomers } from './customers.ts'
import { inThePast } from './past.ts'
import type { DemoProgram } from './year.ts'

const in3 = (fi: string, sv: string, en: string) => ({ fi, sv, en })
const asked = (category: string, column: string, more: object = {}) => ({ category, column, given: 'asked', ...more })
const permit = in3(
  'Kyllä, haluan uutiskirjeen sähköpostiini. Voin perua luvan milloin tahansa.',
  'Ja, jag vill ha nyhetsbrevet till min e-post. Jag kan återkalla tillståndet när som helst.',
  'Yes, send me the newsletter by e-mail. I may take this back at any time.',
)
const name = [asked('identity', 'given_name'), asked('identity', 'family_name')]
const email = asked('contact-points', 'email', { required: true })

const newsletter = formContent.parse({
  languages: ['fi', 'sv', 'en'],
  title: in3('Tilaa uutiskirje', 'Beställ nyhetsbrevet', 'Subscribe to the newsletter'),
  intro: in3(
    'Kerran kuussa uusista kursseista ja niiden tekijöistä.',
    'En gång i månaden om nya kurser och dem som gör dem.',
    'Once a month about new courses and those who make them.',
  ),
  fields: [email, ...name, { category: 'profile', column: 'language', given: 'page-language' }],
  permits: [{ purpose: 'marketing', channel: 'email', wording: permit }],
  confirmation: 'everything',
})

const feedback = (title: FormContent['title']) =>
  formContent.parse({
    languages: ['fi', 'sv', 'en'],
    title,
    intro: in3(
      'Kerro, mikä kurssilla toimi ja mikä ei. Luemme jokaisen palautteen.',
      'Berätta vad som fungerade på kursen och vad som inte gjorde det. Vi läser all respons.',
      'Tell what worked on the course and what did not. We read every word.',
    ),
    fields: [
      ...name,
      email,
      { category: 'feedback', column: 'kind', given: 'fixed', value: 'feedback' },
      asked('feedback', 'content', { required: true, long: true }),
      { category: 'feedback', column: 'received', given: 'sent-at' },
    ],
    confirmation: 'none',
  })

const words = [
  'Tehtävistä sai hyvää palautetta, ja kurssi eteni sopivasti.',
  'Toivoisin lisää esimerkkejä pienistä verkkokaupoista.',
  'Kurssin ääni oli paikoin hiljainen. Muuten kaikki toimi.',
] as const

/** `by`: of the staff. */
export async function receiveForms(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const made = (days: number) => ({
    app: program.database.app,
    home: program.home,
    actor: by,
    clock: { now: () => daysAgo(program, days) },
  })
  const { notice } = await scopeFor({ purpose: 'marketing', published: await program.published(), program })
  const make = async (name: string, purpose: string, content: FormContent, days: number) => {
    const id = await makeForm(made(days), notice, { name, purpose, source: 'forms', content })
    await openForm(made(days), id, { until: null })
    return id
  }
  const letter = await make('Uutiskirjeen tilaus', 'marketing', newsletter, 120)
  const opinion = await make(
    'Kurssipalaute',
    'customer-care',
    feedback(in3('Anna palautetta', 'Ge respons', 'Give feedback')),
    90,
  )
  const fair = await make(
    'Palaute messuilta',
    'customer-care',
    feedback(in3('Mitä pidit messuista?', 'Vad tyckte du om mässan?', 'How was the fair?')),
    200,
  )
  await openForm(made(150), fair, false)

  const subscribing = (count: number, first: number) =>
    newcomers(count, first).map(({ given, family, email }) => ({
      who: { given, family, email },
      rows: [{ category: 'profile', values: { language: 'fi' } }],
    }))
  await inThePast(program.database, 9, async () => {
    await send(program, letter, 9, subscribing(12, 3_300))
    await confirmSome(program, letter, 8.9, 9)
  })
  await send(program, letter, 2, subscribing(2, 3_350))
  await inThePast(program.database, 4, async () => {
    const some = await customers(program, words.length, 11)
    const told = some.map(({ given, family, email }, n) => ({
      who: { given, family, email },
      rows: [
        {
          category: 'feedback',
          values: { kind: 'feedback', content: words[n] ?? '', received: daysAgo(program, 4).toISOString() },
        },
      ],
    }))
    await send(program, opinion, 4, told)
  })
  await visit(program, letter, { fetched: 61, wrong: 3, sent: 14 })
  await visit(program, opinion, { fetched: 22, wrong: 1, sent: words.length })
}

type Sent = Pick<SentForm, 'who' | 'rows'>

async function send(program: DemoProgram, id: Id, days: number, all: readonly Sent[]): Promise<void> {
  const past = atThatTime(program, daysAgo(program, days))
  const at = past.clock.now().toISOString()
  const form = await findForm(program.database.app, undefined, id)
  const published = await program.published()
  const offer = offerOf(form.content, await scopeFor({ purpose: form.purpose, published, program }), form.source)
  const place = `/f/${form.address}`
  const shown = { place, lang: 'fi', method: 'form', givenAt: at } as const
  for (const { who, rows } of all)
    await take({ program: past, door: openDoor(past, [formAdapter]), mail: program.mail }, form, offer, {
      ...{ id: newSecret(), topic: 'form.sent', place, version: form.version, lang: 'fi' },
      ...{ noticeVersion: published.version, shownAt: at, who, rows: [...rows] },
      said: [
        ...(form.purpose === 'customer-care'
          ? [{ ...shown, kind: 'contract' as const, wording: form.content.title.fi ?? '' }]
          : []),
        ...form.content.permits.map(({ purpose, channel, wording }) => ({
          ...{ ...shown, kind: 'consent' as const, purpose, wording: wording.fi ?? '', age: 'of-age' as const },
          ...(channel && { channel }),
        })),
      ],
    })
  await writeAccepted(past, [formAdapter], new AbortController().signal)
}

/** So many of those who got the letter with the link press its button. */
async function confirmSome(program: DemoProgram, id: Id, days: number, many: number): Promise<void> {
  const past = atThatTime(program, daysAgo(program, days))
  const { app } = program.database
  const { rows } = await app.query<{ id: Id }>('select id from forms.waiting where form_id = $1 order by id limit $2', [
    id,
    many,
  ])
  const form = await findForm(app, undefined, id)
  for (const one of rows) {
    const waiting = await findWaiting(app, program.mail, one.id, past.clock.now())
    if (waiting)
      await confirm({ program: past, door: openDoor(past, [formAdapter]), mail: program.mail }, form, waiting)
  }
  await writeAccepted(past, [formAdapter], new AbortController().signal)
}

/** How far visitors got, over the last weeks. */
async function visit(
  program: DemoProgram,
  id: Id,
  steps: Readonly<Record<'fetched' | 'wrong' | 'sent', number>>,
): Promise<void> {
  for (const step of ['fetched', 'wrong', 'sent'] as const)
    for (let n = 0; n < steps[step]; n++) {
      const lang = n % 9 === 8 ? 'sv' : 'fi'
      await noteStep(program.database.app, id, { lang, step, at: daysAgo(program, 4 + (n % 20)) })
    }
}
