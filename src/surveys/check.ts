/** A survey opens only when each of its questions can be read in each of its languages and be reached by some answers. */

import type { Lang } from '../notice/notice.ts'
import { type Content, type Question, valuesOf, type Words } from './content.ts'

/** What is amiss: where, as a path into the content, and a text `surveys.fault.<why>`. */
export interface Fault {
  readonly field: string
  readonly why:
    | 'no-questions'
    | 'words'
    | 'same-id'
    | 'options'
    | 'rows'
    | 'same-words'
    | 'absent'
    | 'circular'
    | 'later'
    | 'no-value'
    | 'not-by-this'
    | 'unreachable'
  readonly args: Readonly<Record<string, string>>
}

export function faultsIn(content: Content): readonly Fault[] {
  const { questions, title, languages } = content
  return [
    ...lacking('title', title, languages),
    ...(questions.length === 0 ? [{ field: 'questions', why: 'no-questions', args: {} } as const] : []),
    ...sameWords('questions', questions, languages),
    ...questions.flatMap((asked, at) => faultsOf(content, asked, `questions.${at}`)),
  ]
}

const lacking = (field: string, words: Words, languages: readonly Lang[]): readonly Fault[] =>
  languages.filter(lang => !words[lang]).map(lang => ({ field: `${field}.${lang}`, why: 'words', args: { lang } }))

/** Two that read alike cannot be told apart where answers are kept in words; nor can two with one id. */
function sameWords(
  field: string,
  of: readonly { readonly id: string; readonly text: Words }[],
  languages: readonly Lang[],
): readonly Fault[] {
  return of.flatMap((one, at): readonly Fault[] => {
    const before = of.slice(0, at)
    if (before.some(({ id }) => id === one.id))
      return [{ field: `${field}.${at}`, why: 'same-id', args: { id: one.id } }]
    const lang = languages.find(in_ => one.text[in_] && before.some(({ text }) => text[in_] === one.text[in_]))
    return lang
      ? [{ field: `${field}.${at}.text.${lang}`, why: 'same-words', args: { words: one.text[lang] ?? '' } }]
      : []
  })
}

function faultsOf({ questions, languages }: Content, asked: Question, field: string): readonly Fault[] {
  const { kind, text, options, rows } = asked
  const args = { question: nameOf(asked, languages) }
  const chosen = kind === 'single' || kind === 'multiple' || kind === 'matrix'
  const conditions = conditionFaults(questions, asked, `${field}.when`, languages)
  return [
    ...lacking(`${field}.text`, text, languages),
    ...(chosen && options.length < 2 ? [{ field: `${field}.options`, why: 'options', args } as const] : []),
    ...(kind === 'matrix' && rows.length === 0 ? [{ field: `${field}.rows`, why: 'rows', args } as const] : []),
    ...(chosen ? options.flatMap((one, at) => lacking(`${field}.options.${at}.text`, one.text, languages)) : []),
    ...(chosen ? sameWords(`${field}.options`, options, languages) : []),
    ...(kind === 'matrix' ? rows.flatMap((one, at) => lacking(`${field}.rows.${at}.text`, one.text, languages)) : []),
    ...(kind === 'matrix' ? sameWords(`${field}.rows`, rows, languages) : []),
    ...conditions,
    ...(conditions.length === 0 && !isReachable(questions, asked)
      ? [{ field: `${field}.when`, why: 'unreachable', args } as const]
      : []),
  ]
}

const nameOf = ({ id, text }: Question, languages: readonly Lang[]): string =>
  languages.map(lang => text[lang]).find(Boolean) ?? id

function conditionFaults(
  questions: readonly Question[],
  asked: Question,
  field: string,
  languages: readonly Lang[],
): readonly Fault[] {
  const place = (id: string) => questions.findIndex(one => one.id === id)
  return asked.when.flatMap(({ question, is }): readonly Fault[] => {
    const of = questions[place(question)]
    if (of === undefined) return [{ field, why: 'absent', args: { question } }]
    const args = { question: nameOf(asked, languages), other: nameOf(of, languages) }
    if (dependsOn(questions, of, asked.id)) return [{ field, why: 'circular', args }]
    if (place(question) > questions.indexOf(asked)) return [{ field, why: 'later', args }]
    if (of.kind === 'text' || of.kind === 'matrix') return [{ field, why: 'not-by-this', args }]
    const strange = is.find(value => !valuesOf(of).includes(value))
    return strange === undefined ? [] : [{ field, why: 'no-value', args: { ...args, value: strange } }]
  })
}

/** Whether the question is the one of this id or is asked because of it, by however many steps. */
function dependsOn(questions: readonly Question[], from: Question, id: string): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.id === id) return true
    if (seen.has(one.id)) continue
    seen.add(one.id)
    for (const { question } of one.when) {
      const of = questions.find(other => other.id === question)
      if (of) open.push(of)
    }
  }
  return false
}

/**
 * Whether some answers lead to the question: all that it and those before it demand of one question can be answered by one value.
 * Several of `multiple` can be ticked, so what is demanded of those never excludes itself.
 */
export function isReachable(questions: readonly Question[], asked: Question): boolean {
  const demanded = new Map<string, ReadonlySet<string>>()
  const done = new Set<string>()
  const open = [asked]
  for (let one = open.pop(); one; one = open.pop()) {
    if (done.has(one.id)) continue
    done.add(one.id)
    for (const { question, is } of one.when) {
      const of = questions.find(({ id }) => id === question)
      if (of === undefined) return false
      open.push(of)
      const able = new Set(valuesOf(of).filter(value => is.includes(value)))
      if (able.size === 0) return false
      if (of.kind === 'multiple') continue
      const before = demanded.get(question)
      const both = before ? new Set([...able].filter(value => before.has(value))) : able
      if (both.size === 0) return false
      demanded.set(question, both)
    }
  }
  return true
}
