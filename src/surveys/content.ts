/** What a survey asks and in which words; a revision of it is never changed, and what was opened is asked as it stands. */

import { z } from 'zod'
import type { Lang } from '../notice/notice.ts'
import { langs } from '../notice/notice.ts'

const words = (most: number) => z.partialRecord(z.enum(langs), z.string().trim().max(most))
export type Words = z.infer<ReturnType<typeof words>>

const part = z.string().regex(/^[a-z0-9]{1,12}$/)
const choice = z.strictObject({ id: part, text: words(200) })
export type Choice = z.infer<typeof choice>

export const questionKinds = ['single', 'multiple', 'scale', 'nps', 'matrix', 'text'] as const

export const question = z.strictObject({
  id: part,
  kind: z.enum(questionKinds),
  text: words(500),
  hint: words(500).default({}),
  required: z.boolean().default(false),
  options: z.array(choice).max(30).default([]).describe('Of single, multiple and matrix: what may be chosen'),
  rows: z.array(choice).max(20).default([]).describe('Of a matrix: what is asked, one line each'),
  most: z.int().min(3).max(10).default(5).describe('Of a scale: from 1 to this'),
  low: words(100).default({}).describe('Of a scale and NPS: what its least number means'),
  high: words(100).default({}),
  when: z
    .array(z.strictObject({ question: part, is: z.array(z.string().max(12)).min(1).max(30) }))
    .max(5)
    .default([])
    .describe('Asked only when each of these questions was answered by one of the values'),
})
export type Question = z.infer<typeof question>

export const content = z.strictObject({
  languages: z.array(z.enum(langs)).min(1).max(3),
  title: words(120),
  intro: words(2000).default({}),
  thanks: words(1000).default({}),
  questions: z.array(question).max(60),
})
export type Content = z.infer<typeof content>
export type ContentBody = z.input<typeof content>

/** In the reader's language, else in the first that the survey has. */
export const wordsIn = (of: Words, { languages }: Pick<Content, 'languages'>, lang: Lang): string =>
  of[lang] || (languages[0] && of[languages[0]]) || ''

export const longestText = 1000

/** One thing that is counted by itself: a question, an option that may be ticked, a line of a matrix. */
export interface Part {
  readonly id: string
  readonly question: Question
  /** The option of `multiple`, the line of a matrix. */
  readonly of?: Choice
  /** What may be answered, in order; none where the answer is free. */
  readonly values: readonly string[]
}

export const ticked = 'yes'

/** Numbers of a scale from `from` on. */
const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => String(from + n))

/** What one value of the question stands for: conditions and filters name these. */
export function valuesOf({ kind, options, most }: Question): readonly string[] {
  if (kind === 'scale') return numbers(1, most)
  if (kind === 'nps') return numbers(0, 10)
  return kind === 'text' ? [] : options.map(({ id }) => id)
}

export function partsOf(asked: Question): readonly Part[] {
  const { id, kind, options, rows } = asked
  if (kind === 'multiple') return options.map(of => ({ id: `${id}.${of.id}`, question: asked, of, values: [ticked] }))
  if (kind === 'matrix') return rows.map(of => ({ id: `${id}.${of.id}`, question: asked, of, values: valuesOf(asked) }))
  return [{ id, question: asked, values: valuesOf(asked) }]
}

/** What was answered, by part. */
export type Answers = ReadonlyMap<string, string>

/** The values by which a question was answered: one, or those that were ticked. */
export const answeredBy = (asked: Question, answers: Answers): readonly string[] =>
  asked.kind === 'multiple'
    ? asked.options.map(({ id }) => id).filter(id => answers.get(`${asked.id}.${id}`) === ticked)
    : [answers.get(asked.id)].filter(value => value !== undefined)
