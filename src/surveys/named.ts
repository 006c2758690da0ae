/** Answers by name stand on their person's page in the category of the notice, written with the consent that they were given by, once. */

import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { type Answers, type Content, type Part, partsOf, type Question, wordsIn } from './content.ts'
import type { Survey } from './survey.ts'

/** Whether the notice keeps answers because of a consent, which the page must ask (Art. 6(1)(a), 7). */
export const needsConsent = (notice: Notice, purpose: string): boolean =>
  notice.categories
    .find(({ id }) => id === 'surveys')
    ?.uses.some(use => use.purpose === purpose && use.basis.kind === 'consent') ?? false

/** The words of its box: what is shown is what is recorded. */
export const consentWords = (notice: Notice, lang: Lang): string =>
  text(lang, 'surveys.page.consent', { controller: notice.controller.name })

/** A question or a line of it in the first language of the survey, by which the register has it. */
export function questionWords({ question, of }: Part, content: Content): string {
  const lang = content.languages[0] ?? 'fi'
  const asked = wordsIn(question.text, content, lang)
  return question.kind === 'matrix' && of ? `${asked} – ${wordsIn(of.text, content, lang)}` : asked
}

/** What was answered, in the same language: an option's words, a number, or what was written. */
export function answerWords({ question, of }: Part, value: string, content: Content): string {
  const lang = content.languages[0] ?? 'fi'
  if (question.kind === 'multiple' && of) return wordsIn(of.text, content, lang)
  const option = question.options.find(({ id }) => id === value)
  return option ? wordsIn(option.text, content, lang) : value
}

/** A row for each answer; of several that were ticked one each. */
const rowsOf = (questions: readonly Question[], answers: Answers, content: Content) =>
  questions.flatMap(partsOf).flatMap(part => {
    const value = answers.get(part.id)
    return value === undefined
      ? []
      : [{ question: questionWords(part, content), answer: answerWords(part, value, content) }]
  })

interface Answering {
  readonly person: Id
  readonly path: readonly Question[]
  readonly answers: Answers
  readonly lang: Lang
}

/** Writes them all or none; false when this person has answered before, or is invited no more. */
export async function writeNamed(
  { database, sign, clock, published, url }: Pick<Program, 'database' | 'sign' | 'clock' | 'published' | 'url'>,
  survey: Survey,
  { person, path, answers, lang }: Answering,
): Promise<boolean> {
  const { notice } = await published()
  const { purpose, source, name } = survey
  const at = clock.now()
  const token = sign({ actor: `person:${person}`, purpose, request: newId() })
  return transaction(database.purpose(purpose), async client => {
    const { rows } = await client.query<{ taken: boolean }>('select surveys.answer_once($1, $2, $3) as taken', [
      token,
      survey.id,
      person,
    ])
    if (rows[0]?.taken !== true) return false
    if (notice && needsConsent(notice, purpose))
      // Of the channel by which they were invited: the consent opens no other.
      await client.query(`select register.record_statement($1, $2, $3, $4, 'consent', $5, 'email', $6, null, $7, $8)`, [
        token,
        source,
        name,
        person,
        purpose,
        at,
        consentWords(notice, lang),
        { method: 'form', place: `${url}/survey/${survey.page}`, lang },
      ])
    for (const row of rowsOf(path, answers, survey.content))
      await client.query('select register.write_surveys($1, $2, $3, $4, null, $5, null)', [
        token,
        source,
        name,
        person,
        { survey: name, ...row, answered: at.toISOString() },
      ])
    return true
  })
}

/** How many have answered whom the purpose sees. */
export async function countNamed({ database }: Pick<Program, 'database'>, { purpose, name }: Survey): Promise<number> {
  const { rows } = await database
    .purpose(purpose)
    .query<{ n: number }>('select count(distinct person_id)::int as n from register.surveys where survey = $1', [name])
  return rows[0]?.n ?? 0
}
