/** A winner is named on the raffle's page only by an agreement of their own; when their consent ends, the row is out of the page's sight at once. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Program } from '../http/program.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import type { Participation } from '../participation/participants.ts'
import { columnIfAny, scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { drawnOf, entriesOf } from './drawing.ts'
import type { Raffle } from './raffle.ts'

type Naming = Pick<Program, 'database' | 'published' | 'sign' | 'clock' | 'url'>

/** The purpose for which the notice lets winners be named because they consent; undefined when it has none. */
export const namingPurpose = (notice: Notice): string | undefined =>
  notice.categories
    .find(({ id }) => id === 'publication')
    ?.uses.find(({ basis, fields }) => basis.kind === 'consent' && fields === undefined)?.purpose

const sourceOf = (notice: Notice): string => {
  const from = notice.categories.find(({ id }) => id === 'publication')?.from ?? []
  return from.find(id => id === 'forms') ?? from[0] ?? ''
}

const secretOf = ({ salt }: Raffle, row: Id): string =>
  createHmac('sha256', salt).update(`agreement ${row}`).digest('base64url')

/** Where one winner decides; nobody else is told the address. */
export const agreementPath = (raffle: Raffle, row: Id): string =>
  `/raffle/${raffle.page}/winner/${secretOf(raffle, row)}`

/** Where they are named: the address of the raffle's page, without its host, which may change. */
const placeOf = ({ page }: Raffle): string => `/raffle/${page}`

export interface Winner extends Participation {
  readonly token: string
}

/** The winners as far as the raffle's purpose sees them, in the order of their places. */
export async function winnersOf({ database }: Naming, raffle: Raffle): Promise<readonly Winner[]> {
  const drawn = await drawnOf(database.app, raffle.id)
  if (!drawn) return []
  const entries = await entriesOf(database.purpose(raffle.purpose), raffle)
  return drawn.places.flatMap(({ token, passed }) => {
    const entry = passed === null ? entries.get(token) : undefined
    return entry ? [{ ...entry, token }] : []
  })
}

/** The winner whose address this is; refuses one that nobody has. */
export async function winnerAt(program: Naming, raffle: Raffle, secret: string): Promise<Winner> {
  const given = Buffer.from(secret)
  const found = (await winnersOf(program, raffle)).find(({ row }) => {
    const own = Buffer.from(secretOf(raffle, row))
    return own.length === given.length && timingSafeEqual(own, given)
  })
  if (!found) throw new Refused('http.no-such-page', 'absent')
  return found
}

/** As what a winner may be named. */
export interface Names {
  readonly short: string
  readonly whole: string
}

export async function namesOf(program: Naming, { purpose }: Raffle, person: Id): Promise<Names | undefined> {
  const { categories } = await scopeFor({ purpose, published: await program.published(), program })
  const identity = categories.find(({ category }) => category.id === 'identity')
  const column = (name: string): string => (columnIfAny(identity, name) ? `t.${name}` : 'null::text')
  if (identity === undefined) return undefined
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ given: string | null; family: string | null }>(
      `select ${column('given_name')} as given, ${column('family_name')} as family from register.identity t where t.person_id = $1`,
      [person],
    )
  const { given, family } = rows[0] ?? {}
  if (!given) return undefined
  return { short: family ? `${given} ${[...family][0]}.` : given, whole: [given, family].filter(Boolean).join(' ') }
}

export const agreementWords = (lang: Lang, notice: Notice, name: string): string =>
  text(lang, 'raffles.agree.wording', { controller: notice.controller.name, name })

/** How each winner who has agreed is named now, by their person. */
export async function namedOf({ database, published }: Naming, raffle: Raffle): Promise<ReadonlyMap<Id, string>> {
  const { notice } = await published()
  const purpose = notice && namingPurpose(notice)
  if (purpose === undefined) return new Map()
  const { rows } = await database
    .purpose(purpose)
    .query<{ person: Id; content: string }>(
      `select person_id as person, content from register.publication where place = $1 and taken_down is null and content is not null order by id`,
      [placeOf(raffle)],
    )
  return new Map(rows.map(({ person, content }) => [person, content]))
}

/**
 * Records the agreement: a consent with its words, then what is published because of it. The consent is what opens the person to the
 * purpose of publishing, so each is written for its own purpose; killed between the two, nobody is named.
 */
export async function agree(
  program: Naming,
  raffle: Raffle,
  { person, name, lang }: { readonly person: Id; readonly name: string; readonly lang: Lang },
): Promise<void> {
  const { notice, purpose } = await required(program)
  const at = program.clock.now()
  await say(program, raffle, person, {
    purpose,
    source: sourceOf(notice),
    withdrawn: null,
    words: agreementWords(lang, notice, name),
    lang,
  })
  const values = { content: name, place: placeOf(raffle), agreed: dateInHelsinki(at) }
  await writeRow(program, raffle, { person, purpose, source: sourceOf(notice), row: null, values })
}

/** Takes the name down: it is not shown from then on. The consent ends with the last thing that it was for. */
export async function withdraw(program: Naming, raffle: Raffle, person: Id): Promise<void> {
  const { notice, purpose } = await required(program)
  const source = sourceOf(notice)
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ id: Id; place: string | null }>(
      'select id, place from register.publication where person_id = $1 and taken_down is null',
      [person],
    )
  const values = { taken_down: dateInHelsinki(program.clock.now()) }
  const here = rows.filter(({ place }) => place === placeOf(raffle))
  for (const { id } of here) await writeRow(program, raffle, { person, purpose, source, row: id, values })
  if (rows.length > here.length) return
  await say(program, raffle, person, { purpose, source, withdrawn: program.clock.now(), words: null, lang: null })
}

async function required({ published }: Naming): Promise<{ readonly notice: Notice; readonly purpose: string }> {
  const { notice } = await published()
  const purpose = notice && namingPurpose(notice)
  if (notice === undefined || purpose === undefined) throw new Refused('raffles.no-naming', 'conflict')
  return { notice, purpose }
}

interface Said {
  readonly purpose: string
  readonly source: string
  readonly withdrawn: Date | null
  readonly words: string | null
  readonly lang: Lang | null
}

/** What the winner says of being published, by the raffle's purpose, which sees them. */
const say = (
  { database, sign, url, clock }: Naming,
  raffle: Raffle,
  person: Id,
  { purpose, source, withdrawn, words, lang }: Said,
) =>
  database
    .purpose(raffle.purpose)
    .query(`select register.record_statement($1, $2, $3, $4, 'consent', $5, null, $6, $7, $8, $9)`, [
      sign({ actor: `person:${person}`, purpose: raffle.purpose, request: newId() }),
      source,
      raffle.name,
      person,
      purpose,
      clock.now(),
      withdrawn,
      words,
      { method: 'form', place: `${url}${placeOf(raffle)}`, lang },
    ])

interface Row {
  readonly person: Id
  readonly purpose: string
  readonly source: string
  readonly row: Id | null
  readonly values: Readonly<Record<string, string>>
}

const writeRow = ({ database, sign }: Naming, { name }: Raffle, { person, purpose, source, row, values }: Row) =>
  database
    .purpose(purpose)
    .query('select register.write_publication($1, $2, $3, $4, $5, $6, null)', [
      sign({ actor: `person:${person}`, purpose, request: newId() }),
      source,
      name,
      person,
      row,
      values,
    ])
