/** What comes by the public form is a request like any other, whoever it is from; whom it concerns is found afterwards, so that the form cannot tell. */

import type { Id } from '../base/ids.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { lastDay, statutory } from '../base/time-limit.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'
import { readEmail } from '../register/email.ts'
import { text } from '../texts/texts.ts'
import type { NewRequest } from './request-answers.ts'

/** The job that finds whom it concerns and answers; its name stands in 0010-desk.sql too. */
export const receiving = 'rights.receive'

/** What the form offers; a withdrawal of consent, and an end of marketing, go the faster way. */
export const askedByForm = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'decision',
] as const satisfies readonly NewRequest['kind'][]

export interface Asked {
  readonly kind: (typeof askedByForm)[number]
  readonly name: string
  /** Where to answer: at least one of them. */
  readonly email: string | undefined
  readonly post: string | undefined
  readonly words: string
  readonly lang: Lang
}

export type Receiving = Pick<Program, 'clock' | 'database' | 'published' | 'sign'>

/** The login of the rights purpose, with what the database wants to know of who asks. */
export async function asSystem({ database, published, sign }: Receiving) {
  const purpose = rightsPurpose(await published())
  return {
    purpose,
    reader: database.purpose(purpose),
    token: () => sign({ actor: 'system', purpose, request: newId() }),
  }
}

/** Records the request of somebody who may be anybody. Answers its number and the day of the answer. */
export async function receiveForm(
  program: Receiving,
  { kind, name, email, post, words, lang }: Asked,
): Promise<{ readonly number: number; readonly due: string }> {
  const at = program.clock.now()
  const due = lastDay(dateInHelsinki(at), statutory.answerToRequest)
  const { reader, token } = await asSystem(program)
  const requester = [name, email, post].filter(Boolean).join(', ')
  const { rows } = await reader.query<{ number: number }>(
    'select rights.receive_form($1, $2, $3, $4, $5, $6, $7, $8) as number',
    [token(), kind, requester, words, lang, email ?? null, due, at],
  )
  const [recorded] = rows
  if (!recorded) throw new Error('a request was recorded without a number')
  return { number: recorded.number, due }
}

/** Somebody wants marketing, or what they consented to, to end at once. */
export async function receiveWish(program: Receiving, email: string, lang: Lang): Promise<void> {
  const { reader, token } = await asSystem(program)
  await reader.query('select rights.receive_wish($1, $2, $3, $4)', [token(), lang, email, program.clock.now()])
}

/** What has come and is to be answered. */
export interface Came {
  /** Null of a wish. */
  readonly number: number | null
  readonly receivedAt: Date
  readonly due: string | null
  readonly lang: Lang
  readonly email: string
  readonly person: Id | null
  readonly step: Id | null
}

/** Undefined when it is settled already. */
export async function whatCame(program: Receiving, id: Id): Promise<Came | undefined> {
  const { reader, token } = await asSystem(program)
  const { rows } = await reader.query<Came>(
    `select number, received_at as "receivedAt", due::text, lang, email, person, step from rights.came_by_form($1, $2)`,
    [token(), id],
  )
  return rows[0]
}

/** Whose address it is, if it is exactly one person's. The look at them is on record before it is told. */
export async function ownerOf(
  program: Receiving & Pick<Program, 'recordLooks'>,
  email: string,
  about: Id,
): Promise<Id | undefined> {
  const { reader, token, purpose } = await asSystem(program)
  const { rows } = await reader.query<{ person: Id }>('select person from rights.persons_at($1, $2) person', [
    token(),
    readEmail(email).key,
  ])
  const { version: noticeVersion } = await program.published()
  await program.recordLooks(
    rows.map(({ person }) => ({
      at: program.clock.now(),
      actor: 'system',
      purpose,
      personId: person,
      operation: 'request.match',
      categories: ['contact-points'],
      requestId: about,
      noticeVersion,
    })),
  )
  return rows.length === 1 ? rows[0]?.person : undefined
}

/** The request is that of this person, unless somebody of the staff has taken it up meanwhile. */
export async function tieTo(program: Receiving, request: Id, person: Id): Promise<void> {
  const { reader, token } = await asSystem(program)
  await reader.query(`select rights.take_step($1, $2, 'person-found', null, $3, null, $4)`, [
    token(),
    request,
    { person },
    program.clock.now(),
  ])
}

/** It could not be done the fast way: it is a request, which staff answer. */
export async function wishAsRequest(program: Receiving, { lang, email }: Came): Promise<void> {
  const words = text(lang, 'rights.ask.wish')
  await receiveForm(program, { kind: 'objection', name: '', email, post: undefined, words, lang })
}

export async function endWish(program: Receiving, wish: Id): Promise<void> {
  const { reader, token } = await asSystem(program)
  await reader.query('select rights.end_wish($1, $2)', [token(), wish])
}
