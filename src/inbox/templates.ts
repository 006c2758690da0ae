/** Ready answers of a purpose, in three languages, with the customer's own words filled in; they name nobody until they are. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { readListed } from '../register/listed.ts'
import { categoryIfAny, columnIfAny, scopeFor } from '../register/scope.ts'
import { customerLang } from './conversation.ts'
import type { Found } from './conversations.ts'
import type { NewTemplate, ReadyAnswers, TemplateList } from './inbox-answers.ts'

interface Row {
  readonly id: Id
  readonly name: string
  readonly words: NewTemplate['words']
  readonly made_at: Date
  readonly made_by: string
}

/** What `{name}` or `{name|what stands instead}` may stand for. */
export const fields = ['given-name', 'family-name', 'organisation', 'staff'] as const
const field = /\{([a-z-]{1,30})(?:\|([^{}|]{0,80}))?\}/g

async function templatesOf({ program, purpose }: PurposeAsk): Promise<readonly Row[]> {
  const { rows } = await program.database.app.query<Row>(
    'select id, name, words, made_at, made_by from inbox.template where purpose = $1 and ended_at is null order by lower(name), id',
    [purpose],
  )
  return rows
}

export async function listTemplates(ask: PurposeAsk): Promise<TemplateList> {
  const rows = await templatesOf(ask)
  const name = await nameActors(
    ask,
    rows.map(({ made_by }) => made_by),
  )
  return {
    templates: rows.map(row => ({
      id: row.id,
      name: row.name,
      words: row.words,
      madeAt: row.made_at.toISOString(),
      madeBy: name(row.made_by),
    })),
    fields: [...fields],
  }
}

/** As much of a request as saving takes. */
type Saving = Pick<PurposeAsk, 'purpose' | 'clock'> & {
  readonly program: { readonly database: Pick<PurposeAsk['program']['database'], 'app'> }
  readonly asker: Pick<PurposeAsk['asker'], 'actor'>
}

/** Keeps one, and ends that which it replaces. Refuses a field that there is not (`inbox.unknown-field`). */
export function saveTemplate(ask: Saving, { name, words, replaces }: NewTemplate): Promise<Id> {
  for (const said of Object.values(words)) refuseUnknown(said ?? '')
  const { purpose, program, asker, clock } = ask
  const id = newId()
  return transaction(program.database.app, async client => {
    if (replaces !== undefined) await end(client, ask, replaces)
    await client.query(
      'insert into inbox.template (id, purpose, name, words, made_at, made_by) values ($1, $2, $3, $4, $5, $6)',
      [id, purpose, name, words, clock.now(), asker.actor],
    )
    return id
  })
}

export const endTemplate = (ask: PurposeAsk, id: Id): Promise<void> => end(ask.program.database.app, ask, id)

async function end(
  db: { query(text: string, values: unknown[]): Promise<{ rowCount: number | null }> },
  { purpose, asker, clock }: Saving,
  id: Id,
): Promise<void> {
  const { rowCount } = await db.query(
    'update inbox.template set ended_at = $3, ended_by = $4 where id = $1 and purpose = $2 and ended_at is null',
    [id, purpose, clock.now(), asker.actor],
  )
  if (rowCount === 0) throw new Refused('inbox.no-template', 'absent')
}

function refuseUnknown(words: string): void {
  for (const [, name = ''] of words.matchAll(field))
    if (!fields.some(known => known === name))
      throw new Refused('inbox.unknown-field', 'invalid', { name }, { field: 'words' })
}

/** With the fields filled in; a field without a value stands as what was given instead of it, or as nothing. */
export const fill = (words: string, values: Readonly<Record<string, string | null>>): string =>
  words
    .replace(field, (_, name: string, instead: string | undefined) => values[name] ?? instead ?? '')
    .replace(/[ \t]+([,.;:!?])/g, '$1')
    .replace(/(\S) {2,}/g, '$1 ')

/** In the customer's language where the template has it, else in Finnish or whatever there is. */
export async function readyAnswers(ask: PurposeAsk, found: Found): Promise<ReadyAnswers> {
  const [templates, lang, values] = await Promise.all([
    templatesOf(ask),
    customerLang(ask, found.person),
    valuesOf(ask, found.person),
  ])
  return {
    answers: templates.flatMap(({ id, name, words }) => {
      const said = words[lang] ?? words.fi ?? words.sv ?? words.en
      return said === undefined ? [] : [{ id, name, text: fill(said, values) }]
    }),
  }
}

async function valuesOf(
  ask: PurposeAsk,
  person: Id | null,
): Promise<Readonly<Record<(typeof fields)[number], string | null>>> {
  const scope = await scopeFor(ask)
  const identity = categoryIfAny(scope, 'identity')
  const sees = (column: string) => columnIfAny(identity, column) !== undefined
  const [names] =
    person !== null && identity
      ? (
          await ask.reader.query<{ given: string | null; family: string | null }>(
            `select ${sees('given_name') ? 'given_name' : 'null'} as given, ${sees('family_name') ? 'family_name' : 'null'} as family
             from ${identity.table} where person_id = $1`,
            [person],
          )
        ).rows
      : []
  const [listed] = person === null ? [] : await readListed({ ask, scope, db: ask.reader }, [person], [])
  const name = await nameActors(ask, [ask.asker.actor])
  return {
    'given-name': names?.given ?? null,
    'family-name': names?.family ?? null,
    organisation: listed?.organisation ?? null,
    staff: name(ask.asker.actor).name,
  }
}
