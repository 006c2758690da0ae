/** What was sent of a question is read by that question: what cannot be taken is told there, and identity codes never come in. */

import { maskIdentityCodes } from '../register/hetu.ts'
import type { TextKey } from '../texts/texts.ts'
import { type Answers, longestText, type Part, partsOf, type Question } from './content.ts'

/** The name of its field on the page. */
export const fieldOf = ({ id }: Pick<Part, 'id'>): string => `a.${id}`

export type Read = { readonly answers: Answers } | { readonly wrong: TextKey }

/** The question's own answers as they were sent; a choice that it does not have counts as none. */
export function readAnswer(asked: Question, sent: URLSearchParams): Read {
  const found = new Map<string, string>()
  for (const part of partsOf(asked)) {
    const given = (sent.get(fieldOf(part)) ?? '').replaceAll('\r\n', '\n').trim()
    if (asked.kind !== 'text') {
      if (part.values.includes(given)) found.set(part.id, given)
    } else if ([...given].length > longestText) return { wrong: 'surveys.wrong.long' }
    else if (given !== '') found.set(part.id, maskIdentityCodes(given).text)
  }
  const whole = asked.kind === 'matrix' ? asked.rows.length : 1
  if (asked.required && found.size < whole)
    return { wrong: asked.kind === 'matrix' ? 'surveys.wrong.each-row' : 'surveys.wrong.required' }
  return { answers: found }
}

/** All that a page carries of the pages before it, as far as each question can take it. */
export function readCarried(questions: readonly Question[], sent: URLSearchParams): Answers {
  return new Map(
    questions.flatMap(asked => {
      const read = readAnswer(asked, sent)
      return 'answers' in read ? [...read.answers] : []
    }),
  )
}
