/** Persons change only through these verbs, for the asker's purpose, and every value leaves its change row behind. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { quoteName } from '../notice/sql-text.ts'
import { snakeCase } from '../notice/vocabulary.ts'
import { isRequiredOfPerson } from '../notice/vocabulary-categories.ts'
import type { Values } from './answers.ts'
import { readValues } from './column-value.ts'
import { otherPrimaries } from './primary.ts'
import type { AddRow, ChangeRow, OpenPerson, RemoveRow, StatementInput } from './requests.ts'
import { type Asking, categoryIn, type ScopedCategory, scopeFor } from './scope.ts'

/** Where a value comes from: a source of the notice, and what that source calls it. */
interface From {
  readonly source: string
  readonly reference?: string | undefined
}

/** A person, what they have said and what is known of them, all or nothing. Answers the new person. */
export async function openPerson(ask: Asking, input: OpenPerson): Promise<Id> {
  const scope = await scopeFor(ask)
  const rows = Object.entries(input.categories).flatMap(([id, given]) => {
    const scoped = categoryIn(scope, id)
    if (scoped.category.rows === 'one' && given.length > 1) {
      throw new Refused('register.row-exists', 'conflict', { category: id }, { field: `categories.${id}` })
    }
    const rows = given.map((values, at) => ({ scoped, values: newValues(scoped, values, `categories.${id}.${at}`) }))
    // What is required of the person, not of each row, comes first.
    return rows.toSorted((a, b) => Number(lacks(scoped, a.values)) - Number(lacks(scoped, b.values)))
  })
  if (rows.length === 0) throw new Refused('register.person-empty', 'invalid', {}, { field: 'categories' })
  return transaction(ask.reader, async client => {
    const { rows: opened } = await client.query<{ person: Id }>('select register.add_person($1, $2, $3) as person', [
      ask.token,
      input.source,
      input.reference ?? null,
    ])
    const person = opened[0]?.person ?? ''
    for (const statement of inOrder(input.statements, ask.purpose)) {
      await insertStatement(client, ask, person, statement, input)
    }
    for (const { scoped, values } of rows) {
      await write(client, ask, scoped, { from: input, person, row: null, values, expected: null }).catch(needsStatement)
    }
    return person
  })
}

/** What opens the person to the purpose comes first: before it, the purpose may not say more about them. */
const inOrder = (statements: readonly StatementInput[], purpose: string) => {
  const rank = ({ kind, purpose: of }: StatementInput) => (kind === 'contract' ? 0 : of === purpose ? 1 : 2)
  return statements.toSorted((a, b) => rank(a) - rank(b))
}

/** A person just opened is out of the purpose's sight only when its basis, a contract or a consent, has not been recorded. */
function needsStatement(error: unknown): never {
  const absent = error instanceof Error && error.message === 'register.person-absent'
  throw absent ? new Refused('register.needs-statement', 'invalid', {}, { field: 'statements' }) : error
}

/** Adds a row to a category of the person. Answers the row. */
export const addRow = (ask: Asking, person: Id, category: string, input: AddRow): Promise<Id> =>
  transaction(ask.reader, client => addRowIn(client, ask, person, category, input))

/** The same in the caller's transaction, of a client of `ask.reader`. */
export async function addRowIn(
  client: PoolClient,
  ask: Asking,
  person: Id,
  category: string,
  input: AddRow,
): Promise<Id> {
  const scoped = categoryIn(await scopeFor(ask), category)
  const values = newValues(scoped, input.values, category)
  return write(client, ask, scoped, { from: input, person, row: null, values, expected: null })
}

/** Changes columns of a row, if nobody else has meanwhile (`expected`). */
export const changeRow = (ask: Asking, person: Id, category: string, row: Id, input: ChangeRow): Promise<Id> =>
  transaction(ask.reader, client => changeRowIn(client, ask, person, { ...input, category, row }))

/** The same in the caller's transaction, of a client of `ask.reader`. */
export async function changeRowIn(
  client: PoolClient,
  ask: Asking,
  person: Id,
  { category, row, ...input }: ChangeRow & { readonly category: string; readonly row: Id },
): Promise<Id> {
  const scoped = categoryIn(await scopeFor(ask), category)
  const values = readValues(scoped.columns, input.values, category)
  refuseMissing(scoped, category, ({ name }) => values[name] === null)
  const { expected } = input
  return write(client, ask, scoped, { from: input, person, row, values, expected })
}

export const removeRow = (ask: Asking, person: Id, category: string, row: Id, input: RemoveRow): Promise<Id> =>
  removeRowIn(ask.reader, ask, person, category, row, input)

/** The same in the caller's transaction, of a client of `ask.reader`. */
export async function removeRowIn(
  client: Pick<PoolClient, 'query'>,
  ask: Asking,
  person: Id,
  category: string,
  row: Id,
  input: RemoveRow,
): Promise<Id> {
  const scoped = categoryIn(await scopeFor(ask), category)
  return write(client, ask, scoped, { from: input, person, row, values: null, expected: input.expected })
}

interface Write {
  readonly from: From
  readonly person: Id
  readonly row: Id | null
  readonly values: Values | null
  readonly expected: Id | null
}

async function write(db: Pick<PoolClient, 'query'>, ask: Asking, scoped: ScopedCategory, change: Write): Promise<Id> {
  const { from, person, row, values, expected } = change
  const category = scoped.category.id
  if (!isId(person)) throw new Refused('register.person-absent', 'absent')
  if (row !== null && !isId(row)) throw new Refused('register.row-absent', 'absent', { category })
  const put = (id: Id | null, put: Values | null, last: Id | null) =>
    db.query<{ row: Id }>(
      `select register.${quoteName(`write_${snakeCase(category)}`)}($1, $2, $3, $4, $5, $6, $7) as row`,
      [ask.token, from.source, from.reference ?? null, person, id, put && JSON.stringify(put), last],
    )
  const { rows } = await put(row, values, expected)
  const written = rows[0]?.row ?? ''
  // The write has locked the person: nobody else can mark a row meanwhile.
  const others = values?.is_primary === true ? await otherPrimaries(db, scoped, person, written) : []
  for (const other of others) await put(other, { is_primary: false }, null)
  return written
}

/** Values of a new row: the required fields are there, and not all are empty. */
function newValues({ category, columns }: ScopedCategory, input: Values, prefix: string): Values {
  const values = Object.fromEntries(
    Object.entries(readValues(columns, input, prefix)).filter(([, value]) => value !== null),
  )
  if (Object.keys(values).length === 0) throw new Refused('register.row-empty', 'invalid', {}, { field: prefix })
  refuseMissing({ category }, prefix, ({ name }) => !(name in values))
  return values
}

const lacks = ({ category }: ScopedCategory, values: Values): boolean =>
  category.fields.some(({ required, columns }) => required && columns.every(({ name }) => !(name in values)))

/** Refuses a row of which a required field has no value left, and says where; the database refuses whatever is not seen here. */
function refuseMissing(
  { category }: Pick<ScopedCategory, 'category'>,
  prefix: string,
  isEmpty: (column: { readonly name: string }) => boolean,
): void {
  if (isRequiredOfPerson(category.id)) return
  const missing = category.fields.find(({ required, columns }) => required && columns.every(isEmpty))
  if (missing)
    throw new Refused('register.field-required', 'invalid', { field: missing.id }, { field: `${prefix}.${missing.id}` })
}

/** Records what a person has said or done: a contract, a consent with its wording, a similar purchase, an objection, a restriction. */
export const recordStatement = (ask: Asking, person: Id, statement: StatementInput & From): Promise<Id> =>
  insertStatement(ask.reader, ask, person, statement, statement)

async function insertStatement(
  db: Pick<PoolClient, 'query'>,
  ask: Asking,
  person: Id,
  statement: StatementInput,
  { source, reference }: From,
): Promise<Id> {
  const { kind, purpose, channel, givenAt, withdrawnAt, wording, ...evidence } = statement
  if (!isId(person)) throw new Refused('register.person-absent', 'absent')
  if (kind === 'consent' && (purpose === undefined || (withdrawnAt === undefined && !wording?.trim()))) {
    throw new Refused(
      'register.consent-without-evidence',
      'invalid',
      {},
      { field: purpose === undefined ? 'purpose' : 'wording' },
    ) // Art. 7(1)
  }
  if (kind === 'similar-purchase') refuseUntold(statement, reference)
  if ((kind === 'contract' || kind === 'restriction') && (purpose !== undefined || channel !== undefined)) {
    throw new Refused('register.statement-too-narrow', 'invalid', {}, { field: 'purpose' })
  }
  if (evidence.address !== undefined && channel === undefined) {
    throw new Refused('register.address-without-channel', 'invalid', {}, { field: 'channel' })
  }
  const { rows } = await db.query<{ id: Id }>(
    'select register.record_statement($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as id',
    [
      ask.token,
      source,
      reference ?? null,
      person,
      kind,
      purpose ?? null,
      channel ?? null,
      givenAt,
      withdrawnAt ?? null,
      wording ?? null,
      evidence,
    ],
  )
  return rows[0]?.id ?? ''
}

/** A similar purchase permits only by an address of a channel, and only with the sale, the product group and how the right to refuse was shown (917/2014 § 200(3)). */
function refuseUntold(
  { purpose, channel, withdrawnAt, wording, productGroup }: StatementInput,
  reference: string | undefined,
): void {
  const isGiven = withdrawnAt === undefined
  const untold = [
    ['purpose', purpose === undefined],
    ['channel', channel === undefined],
    ['reference', isGiven && !reference?.trim()],
    ['productGroup', isGiven && !productGroup?.trim()],
    ['wording', isGiven && !wording?.trim()],
  ] as const
  const [field] = untold.find(([, is]) => is) ?? []
  if (field) throw new Refused('register.purchase-without-evidence', 'invalid', {}, { field })
}
