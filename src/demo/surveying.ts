/** The demonstration has asked: one survey is over and has its results, another is being answered; nobody can be joined to an answer. */

import type { Id } from '../base/ids.ts'
import { scopeFor } from '../register/scope.ts'
import { putAnonymous } from '../surveys/anonymous.ts'
import { endSurvey } from '../surveys/closing.ts'
import { type Answers, content as contentShape } from '../surveys/content.ts'
import { findSurvey, makeSurvey, openSurvey } from '../surveys/survey.ts'
import { type Chance, chanceFrom, oneOf } from './invented.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'research'
const day = 86_400_000

const in3 = (fi: string, sv: string, en: string) => ({ fi, sv, en })
const choice = (id: string, fi: string, sv: string, en: string) => ({ id, text: in3(fi, sv, en) })

const after = contentShape.parse({
  languages: ['fi', 'sv', 'en'],
  title: in3('Mitä pidit kurssista?', 'Vad tyckte du om kursen?', 'What did you think of the course?'),
  intro: in3(
    'Vastaaminen vie kaksi minuuttia. Parannamme kursseja vastausten perusteella.',
    'Det tar två minuter att svara. Vi förbättrar kurserna utifrån svaren.',
    'It takes two minutes. We improve the courses by what you answer.',
  ),
  questions: [
    {
      id: 'done',
      kind: 'single',
      text: in3('Kävitkö kurssin loppuun?', 'Gick du kursen till slutet?', 'Did you finish the course?'),
      required: true,
      options: [
        choice('yes', 'Kävin', 'Ja', 'Yes'),
        choice('part', 'Osan siitä', 'En del av den', 'Part of it'),
        choice('no', 'En aloittanut', 'Jag började inte', 'I did not begin'),
      ],
    },
    {
      id: 'why',
      kind: 'multiple',
      text: in3('Mikä jäi esteeksi?', 'Vad kom emellan?', 'What got in the way?'),
      when: [{ question: 'done', is: ['part', 'no'] }],
      options: [
        choice('time', 'Aika ei riittänyt', 'Tiden räckte inte', 'There was no time'),
        choice('level', 'Taso ei ollut sopiva', 'Nivån passade inte', 'The level was not right'),
        choice('access', 'Kirjautuminen ei onnistunut', 'Inloggningen lyckades inte', 'Signing in did not work'),
      ],
    },
    {
      id: 'parts',
      kind: 'matrix',
      text: in3('Miten kurssin osat onnistuivat?', 'Hur lyckades delarna?', 'How good were its parts?'),
      when: [{ question: 'done', is: ['yes', 'part'] }],
      options: [
        choice('well', 'Hyvin', 'Bra', 'Good'),
        choice('fair', 'Kohtalaisesti', 'Ganska bra', 'Fair'),
        choice('badly', 'Huonosti', 'Dåligt', 'Poor'),
      ],
      rows: [
        choice('videos', 'Videot', 'Videorna', 'Videos'),
        choice('tasks', 'Tehtävät', 'Uppgifterna', 'Exercises'),
        choice('replies', 'Palaute tehtävistä', 'Responsen på uppgifterna', 'Feedback on them'),
      ],
    },
    {
      id: 'pace',
      kind: 'scale',
      text: in3('Millainen oli kurssin tahti?', 'Hurdant var tempot?', 'How was the pace?'),
      low: in3('Liian hidas', 'För långsamt', 'Too slow'),
      high: in3('Liian nopea', 'För snabbt', 'Too fast'),
      when: [{ question: 'done', is: ['yes', 'part'] }],
    },
    {
      id: 'nps',
      kind: 'nps',
      text: in3('Suosittelisitko kurssia?', 'Skulle du rekommendera kursen?', 'Would you recommend the course?'),
    },
    {
      id: 'better',
      kind: 'text',
      text: in3('Mitä muuttaisit?', 'Vad skulle du ändra?', 'What would you change?'),
    },
  ],
})

const next = contentShape.parse({
  languages: ['fi', 'sv', 'en'],
  title: in3(
    'Mitä haluaisit oppia seuraavaksi?',
    'Vad vill du lära dig härnäst?',
    'What would you like to learn next?',
  ),
  questions: [
    {
      id: 'what',
      kind: 'multiple',
      text: in3('Mikä kiinnostaa?', 'Vad intresserar dig?', 'What interests you?'),
      options: [
        choice('writing', 'Kirjoittaminen', 'Att skriva', 'Writing'),
        choice('photos', 'Valokuvaus', 'Fotografering', 'Photography'),
        choice('books', 'Kirjanpito', 'Bokföring', 'Bookkeeping'),
      ],
    },
    {
      id: 'when',
      kind: 'single',
      text: in3('Milloin sinulle sopii?', 'När passar det dig?', 'When does it suit you?'),
      options: [
        choice('evening', 'Arki-iltaisin', 'Vardagskvällar', 'Weekday evenings'),
        choice('weekend', 'Viikonloppuisin', 'Veckoslut', 'Weekends'),
        choice('own', 'Omaan tahtiin', 'I egen takt', 'At my own pace'),
      ],
    },
  ],
})

const wishes = [
  'Videot voisivat olla lyhyempiä.',
  'Enemmän esimerkkejä pienistä yrityksistä.',
  'Toivoisin palautteen nopeammin.',
  'En mitään, kurssi oli hyvä.',
  'Tehtävät saisi tulostaa.',
] as const

/** Whoever finished liked it better. */
function opinion(chance: Chance): Answers {
  const done = oneOf(chance, ['yes', 'yes', 'yes', 'yes', 'part', 'part', 'no'] as const)
  const answers = new Map<string, string>([['done', done]])
  if (done !== 'yes')
    for (const [id, likely] of [
      ['time', 0.7],
      ['level', 0.3],
      ['access', 0.2],
    ] as const)
      if (chance() < likely) answers.set(`why.${id}`, 'yes')
  if (done !== 'no') {
    for (const row of ['videos', 'tasks', 'replies'])
      answers.set(`parts.${row}`, oneOf(chance, ['well', 'well', 'well', 'fair', 'fair', 'badly'] as const))
    answers.set('pace', oneOf(chance, ['2', '3', '3', '3', '3', '4', '4', '5'] as const))
  }
  answers.set('nps', String(Math.min(10, (done === 'yes' ? 7 : 4) + Math.floor(chance() * 5))))
  if (chance() < 0.3) answers.set('better', oneOf(chance, wishes))
  return answers
}

function wish(chance: Chance): Answers {
  const answers = new Map<string, string>()
  for (const id of ['writing', 'photos', 'books']) if (chance() < 0.4) answers.set(`what.${id}`, 'yes')
  return answers.set('when', oneOf(chance, ['evening', 'weekend', 'own', 'own'] as const))
}

/** `guide`: of the staff, who asks. */
export async function askForOpinions(program: DemoProgram, guide: string): Promise<void> {
  const now = program.clock.now().getTime()
  const chance = chanceFrom(40)
  const over = new Date(now - 21 * day)
  const first = await ask(program, guide, {
    name: 'Kurssipalaute',
    content: after,
    opened: now - 49 * day,
    closes: over,
  })
  for (let n = 0; n < 90; n++) await answer(program, first, opinion(chance), new Date(now - 40 * day))
  await endSurvey({ ...program, clock: { now: () => over } }, first)
  const closes = new Date(now + 14 * day)
  const second = await ask(program, guide, { name: 'Seuraavat kurssit', content: next, opened: now - 5 * day, closes })
  for (let n = 0; n < 17; n++) await answer(program, second, wish(chance), new Date(now - day))
}

interface Asked {
  readonly name: string
  readonly content: ReturnType<typeof contentShape.parse>
  readonly opened: number
  readonly closes: Date
}

async function ask(program: DemoProgram, actor: string, { name, content, opened, closes }: Asked): Promise<Id> {
  const { app } = program.database
  const scope = await scopeFor({ purpose, published: await program.published(), program })
  const by = { app, actor, at: new Date(opened) }
  const id = await makeSurvey(by, scope, { name, keeps: 'anonymous', content })
  await openSurvey(by, await findSurvey(app, purpose, id), scope, { segment: null, closes })
  return id
}

const answer = ({ database, home }: DemoProgram, id: Id, answers: Answers, at: Date) =>
  putAnonymous({ app: database.app, home }, { id }, answers, { invited: undefined, at })
