/** The way through a survey and what is amiss in it, against a plain search through everything that can be answered. */

import '../../test/drawn-cases.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathOf, progressOf } from './branching.ts'
import { faultsIn } from './check.ts'
import { type Content, content } from './content.ts'

const words = (fi: string) => ({ fi })
const options = (n: number) => ['a', 'b', 'c'].slice(0, n).map(id => ({ id, text: words(`Vastaus ${id}`) }))

interface Drawn {
  readonly kind: 'single' | 'multiple' | 'scale'
  readonly options: number
  readonly when: readonly { readonly of: number; readonly is: readonly string[] }[]
}

const survey = (drawn: readonly Drawn[]): Content =>
  content.parse({
    languages: ['fi'],
    title: words('Kysely'),
    questions: drawn.map(({ kind, options: n, when }, at) => ({
      id: `q${at}`,
      kind,
      text: words(`Kysymys ${at}`),
      options: kind === 'scale' ? [] : options(n),
      most: 3,
      when: when.map(({ of, is }) => ({ question: `q${of}`, is })),
    })),
  })

const drawnQuestion = (most: number) =>
  fc.record({
    kind: fc.constantFrom('single' as const, 'multiple' as const, 'scale' as const),
    options: fc.integer({ min: 2, max: 3 }),
    when: fc.array(
      fc.record({
        of: fc.integer({ min: 0, max: most }),
        is: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '1', '2', '3'), { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
  })
const drawnSurvey = fc
  .integer({ min: 1, max: 4 })
  .chain(n => fc.array(drawnQuestion(n - 1), { minLength: n, maxLength: n }))

/** Everything that can be answered to a question, nothing included. */
function answersTo({ kind, options: n }: Drawn, id: string): readonly ReadonlyMap<string, string>[] {
  if (kind === 'scale') return [new Map(), ...['1', '2', '3'].map(value => new Map([[id, value]]))]
  const ids = ['a', 'b', 'c'].slice(0, n)
  if (kind === 'single') return [new Map(), ...ids.map(value => new Map([[id, value]]))]
  return Array.from(
    { length: 2 ** n },
    (_, bits) => new Map(ids.filter((_id, at) => bits & (1 << at)).map(of => [`${id}.${of}`, 'yes'])),
  )
}

/** Every way through, found by answering each question that comes in every way. */
function walk(drawn: readonly Drawn[]): readonly (readonly string[])[] {
  const made = survey(drawn)
  const ways: string[][] = []
  const go = (answers: ReadonlyMap<string, string>, done: number): void => {
    const { path } = pathOf(made, answers)
    const next = path[done]
    if (!next) {
      ways.push(path.map(({ id }) => id))
      return
    }
    const at = Number(next.id.slice(1))
    for (const own of answersTo(drawn[at] as Drawn, next.id)) go(new Map([...answers, ...own]), done + 1)
  }
  go(new Map(), 0)
  return ways
}

test('a question is called unreachable exactly when no answers lead to it, and none is missed', () => {
  fc.assert(
    fc.property(drawnSurvey, drawn => {
      const faults = faultsIn(survey(drawn))
      // What refers to nothing, to itself or to later ones is told first; the rest is what the search can try.
      if (faults.some(({ why }) => why !== 'unreachable')) return
      const reached = new Set(walk(drawn).flat())
      for (const at of drawn.keys()) {
        const isCalled = faults.some(({ field }) => field === `questions.${at}.when`)
        // A question after one that cannot be reached cannot be either.
        expect(isCalled).toBe(!reached.has(`q${at}`))
      }
    }),
    { numRuns: process.env.SELOSTE_LONG === undefined ? 400 : 10_000 },
  )
})

test('of whatever came before, no more questions come than were told', () => {
  fc.assert(
    fc.property(drawnSurvey, drawn => {
      const made = survey(drawn)
      if (faultsIn(made).length > 0) return
      const ways = walk(drawn)
      const [first] = made.questions
      if (!first) return
      const { number, most } = progressOf(made, new Map(), first)
      expect(number).toBe(1)
      expect(Math.max(...ways.map(way => way.length))).toBeLessThanOrEqual(most)
    }),
    { numRuns: process.env.SELOSTE_LONG === undefined ? 200 : 5_000 },
  )
})

test('who goes another way leaves nothing behind that was answered on the first', () => {
  const made = survey([
    { kind: 'single', options: 2, when: [] },
    { kind: 'single', options: 2, when: [{ of: 0, is: ['a'] }] },
    { kind: 'single', options: 2, when: [{ of: 1, is: ['b'] }] },
  ])
  const given = new Map([
    ['q0', 'b'],
    ['q1', 'b'],
    ['q2', 'a'],
  ])
  expect(pathOf(made, given)).toEqual({ path: [made.questions[0]], answers: new Map([['q0', 'b']]) })
})

test('circles, later questions, absent ones and answers that are not there are told by name', () => {
  const faults = (drawn: readonly Drawn[]) => faultsIn(survey(drawn)).map(({ field, why }) => `${field} ${why}`)
  const of = (at: number, is = ['a']) => ({ kind: 'single', options: 2, when: [{ of: at, is }] }) as const
  expect(faults([of(1), of(0)])).toEqual(['questions.0.when circular', 'questions.1.when circular'])
  expect(faults([of(0)])).toEqual(['questions.0.when circular'])
  expect(faults([of(1), { kind: 'single', options: 2, when: [] }])).toEqual(['questions.0.when later'])
  expect(faults([of(7)])).toEqual(['questions.0.when absent'])
  expect(faults([{ kind: 'single', options: 2, when: [] }, of(0, ['c'])])).toEqual(['questions.1.when no-value'])
})

test('what cannot be read in one of the languages, or reads like another, is told where it stands', () => {
  const made = content.parse({
    languages: ['fi', 'sv'],
    title: { fi: 'Kysely', sv: 'Enkät' },
    questions: [
      {
        id: 'q0',
        kind: 'single',
        text: { fi: 'Mitä?' },
        options: [
          { id: 'a', text: { fi: 'Jaa', sv: 'Ja' } },
          { id: 'b', text: { fi: 'Ei', sv: 'Ja' } },
        ],
      },
      { id: 'q0', kind: 'text', text: { fi: 'Miksi?', sv: 'Varför?' } },
    ],
  })
  expect(faultsIn(made).map(({ field, why }) => `${field} ${why}`)).toEqual([
    'questions.1 same-id',
    'questions.0.text.sv words',
    'questions.0.options.1.text.sv same-words',
  ])
})
