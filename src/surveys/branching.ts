/** Which question comes next follows from the answers before it alone, and the way back is the same way. */

import { type Answers, answeredBy, type Content, type Question } from './content.ts'

/** Whether what was answered so far lets the question be asked. A question that was not asked has answered nothing. */
export function isAsked(asked: Question, questions: readonly Question[], answers: Answers): boolean {
  return asked.when.every(({ question, is }) => {
    const earlier = questions.find(({ id }) => id === question)
    return earlier !== undefined && answeredBy(earlier, answers).some(value => is.includes(value))
  })
}

/** The questions that these answers lead through, in order; what was answered elsewhere is not among the answers. */
export function pathOf(
  { questions }: Pick<Content, 'questions'>,
  answers: Answers,
): {
  readonly path: readonly Question[]
  readonly answers: Answers
} {
  const path: Question[] = []
  const kept = new Map<string, string>()
  for (const asked of questions) {
    if (!isAsked(asked, questions, kept)) continue
    path.push(asked)
    for (const [part, value] of answers) if (part === asked.id || part.startsWith(`${asked.id}.`)) kept.set(part, value)
  }
  return { path, answers: kept }
}

/** Where a question stands: its number among those asked, and how many more there may be at most. */
export function progressOf(
  { questions }: Pick<Content, 'questions'>,
  answers: Answers,
  at: Question,
): { readonly number: number; readonly most: number } {
  const { path } = pathOf({ questions }, answers)
  const number = path.findIndex(({ id }) => id === at.id) + 1
  const later = questions.slice(questions.findIndex(({ id }) => id === at.id) + 1)
  const open = new Set(later.map(({ id }) => id)).add(at.id)
  const possible = new Set<string>()
  for (const asked of later) {
    const decided = asked.when.every(({ question, is }) => {
      if (open.has(question)) return question === at.id || possible.has(question)
      const earlier = path.find(({ id }) => id === question)
      return earlier !== undefined && answeredBy(earlier, answers).some(value => is.includes(value))
    })
    if (decided) possible.add(asked.id)
  }
  return { number, most: number + possible.size }
}
