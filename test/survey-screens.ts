/** Surveys as their screens show them with invented answers: the register of the pictures has not waited for respondents. */

import type { Page } from 'playwright-core'
import type { FreeTexts, SurveyDetails, SurveyList, SurveyResults } from '../src/surveys/survey-answers.ts'

const idOf = (n: number) => `0199c0de-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const of = (fi: string, sv: string, en: string) => ({ fi, sv, en })

const survey = {
  id: idOf(1),
  name: 'Kurssipalaute syksy 2026',
  keeps: 'anonymous',
  state: 'closed',
  revision: 3,
  isInvited: true,
  address: 'https://rekisteri.example.fi/survey/x7Qd1m5Yk2bT0vR9cW3nL8sA6hJ4gF1zE5uP0oI2yK',
  closes: '2026-11-15T21:59:00Z',
  closedAt: '2026-11-15T21:59:03Z',
  answered: 412,
} as const

const question = { hint: {}, required: true, rows: [], most: 5, low: {}, high: {}, when: [], options: [] }
const details: SurveyDetails = {
  ...survey,
  content: {
    languages: ['fi', 'sv', 'en'],
    title: of('Mitä pidit kurssista?', 'Vad tyckte du om kursen?', 'How did you like the course?'),
    intro: {},
    thanks: {},
    questions: [
      {
        ...question,
        id: 'q1',
        kind: 'single',
        text: of('Kävitkö kurssin loppuun?', 'Gick du kursen till slut?', 'Did you finish the course?'),
        options: [
          { id: 'o1', text: of('Kyllä', 'Ja', 'Yes') },
          { id: 'o2', text: of('En', 'Nej', 'No') },
        ],
      },
      {
        ...question,
        id: 'q2',
        kind: 'nps',
        text: of('Suosittelisitko kurssia?', 'Skulle du rekommendera kursen?', 'Would you recommend the course?'),
        when: [{ question: 'q1', is: ['o1'] }],
      },
    ],
  },
  faults: [],
  segment: 'Syksyn kurssilaiset',
  invitations: {
    invited: 1180,
    sent: 1042,
    waiting: 0,
    leftOut: [{ why: 'ei lupaa', persons: 138 }],
  },
  reminders: 1,
  mayRemind: null,
  mail: true,
}
const faulty: SurveyDetails = {
  ...details,
  state: 'draft',
  isInvited: false,
  segment: null,
  invitations: null,
  closes: null,
  answered: 0,
  faults: [
    {
      field: 'questions.1.when',
      message:
        'Kysymykseen ”Suosittelisitko kurssia?” ei johda mikään vastaus: sen ja edeltävien kysymysten ehdot sulkevat toisensa pois. Muuta ehtoja.',
    },
    { field: 'questions.0.text.sv', message: 'Teksti puuttuu ruotsiksi.' },
  ],
}

const part = { label: '', mean: null, nps: null, none: 0 }
const results: SurveyResults = {
  state: 'told',
  answered: 412,
  group: null,
  questions: [
    {
      id: 'q1',
      kind: 'single',
      text: 'Kävitkö kurssin loppuun?',
      isWithheld: false,
      texts: null,
      parts: [
        {
          ...part,
          id: 'q1',
          values: [
            { id: 'o1', label: 'Kyllä', n: 371 },
            { id: 'o2', label: 'En', n: 41 },
          ],
        },
      ],
    },
    {
      id: 'q2',
      kind: 'nps',
      text: 'Suosittelisitko kurssia?',
      isWithheld: false,
      texts: null,
      parts: [
        {
          ...part,
          id: 'q2',
          none: 52,
          values: [
            { id: 'promoter', label: 'Suosittelijat (9–10)', n: 214 },
            { id: 'passive', label: 'Neutraalit (7–8)', n: 97 },
            { id: 'detractor', label: 'Arvostelijat (0–6)', n: 49 },
          ],
          nps: { score: 45.8, low: 38.1, high: 53, answers: 360 },
        },
      ],
    },
    {
      id: 'q3',
      kind: 'multiple',
      text: 'Mikä oli hyvää?',
      isWithheld: false,
      texts: null,
      parts: ['Opettaja', 'Materiaali', 'Aikataulu, joka jousti työvuorojen mukaan'].map((label, n) => ({
        ...part,
        id: `q3.${n}`,
        label,
        values: [{ id: 'yes', label, n: [281, 133, null][n] ?? null }],
        none: null,
      })),
    },
    { id: 'q4', kind: 'text', text: 'Mitä jäit kaipaamaan?', isWithheld: false, texts: 8, parts: [] },
    { id: 'q5', kind: 'scale', text: 'Miten vaikeaa oli?', isWithheld: true, texts: null, parts: [] },
  ],
  filters: [
    {
      id: 'q1',
      label: 'Kävitkö kurssin loppuun?',
      values: [
        { id: 'o1', label: 'Kyllä' },
        { id: 'o2', label: 'En' },
      ],
    },
  ],
}
const texts: FreeTexts = {
  texts: [
    'Enemmän harjoituksia.',
    'Videot olivat liian pitkiä iltaisin katsottaviksi.',
    ...Array.from({ length: 6 }, () => 'Ei mitään.'),
  ],
  next: null,
}
const list: SurveyList = {
  surveys: [
    {
      ...survey,
      id: idOf(2),
      name: 'Markkinatutkimus 2027',
      state: 'draft',
      closes: null,
      closedAt: null,
      answered: 0,
    },
    {
      ...survey,
      id: idOf(3),
      name: 'Opettajien tapaaminen',
      keeps: 'named',
      state: 'open',
      closedAt: null,
      answered: 31,
    },
    survey,
  ],
  next: null,
  languages: ['fi', 'sv', 'en'],
  byName: true,
  byEmail: true,
}

const answered = (there: string, answers: readonly (readonly [string, unknown])[]) => async (page: Page) => {
  for (const [path, json] of answers) await page.route(`**/api/v1${path}`, route => route.fulfill({ json }))
  await page.reload()
  await page.locator(there).first().waitFor()
}

/** Screens of surveys, as test/browser-screens.test.ts looks at them. */
export const surveyScreens = [
  [
    'surveys',
    '/surveys',
    '.nothing-yet, [role=alert]',
    answered('main table', [
      ['/surveys?*', list],
      ['/surveys', list],
    ]),
  ],
  ['surveys-none', '/surveys', '.nothing-yet'],
  ['survey-new', '/surveys/new', '.form-editor'],
  [
    'survey-edit',
    `/surveys/${survey.id}/edit`,
    '[role=alert]',
    answered('.form-editor', [[`/surveys/${survey.id}`, faulty]]),
  ],
  [
    'survey-draft',
    `/surveys/${survey.id}`,
    '[role=alert]',
    answered('.survey-facts', [[`/surveys/${survey.id}`, faulty]]),
  ],
  [
    'survey',
    `/surveys/${survey.id}`,
    '[role=alert]',
    answered('.chart', [
      [`/surveys/${survey.id}`, details],
      [`/surveys/${survey.id}/results`, results],
      [`/surveys/${survey.id}/texts?*`, texts],
    ]),
  ],
] as const
