/** Contracts as a purpose sees them: what the notice gives it of their rows, and what stands beside them. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import type { Values } from '../register/answers.ts'
import { readListed } from '../register/listed.ts'
import { categoryIfAny, scopeFor } from '../register/scope.ts'
import type { AgreementAnswer, AgreementList, AgreementSearch, ListedAgreement } from './agreement-answers.ts'
import { noticeBy } from './notice-day.ts'

interface Stored {
  readonly id: Id
  readonly person: Id
  readonly held: Values
}

/** A page of them, those that end first standing first and those without an end last. Refused (403) where the notice gives no contracts. */
export async function listAgreements(
  ask: PurposeAsk,
  { after, limit = 50, ...which }: AgreementSearch,
): Promise<AgreementList> {
  const { rows } = await ask.reader.query<Stored & { documents: string }>(
    'select * from agreements.list($1, $2, $3, $4)',
    [ask.token, which, after ?? null, limit + 1],
  )
  const shown = rows.slice(0, limit)
  const name = await namePersons(
    ask,
    shown.map(({ person }) => person),
  )
  return {
    agreements: shown.map(row => ({ ...listed(row, name(row.person)), documents: Number(row.documents) })),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

type Step = AgreementAnswer['steps'][number]
type Document = AgreementAnswer['documents'][number]

interface StoredWhole extends Stored {
  readonly change: Id
  readonly may_write: boolean
  readonly task: Id | null
  readonly steps: readonly (Omit<Step, 'by'> & { readonly by: string })[]
  readonly turns: AgreementAnswer['turns']
  readonly parties: readonly {
    readonly person: Id | null
    readonly organisation: Id | null
    readonly role: AgreementAnswer['parties'][number]['role']
  }[]
  readonly documents: readonly (Omit<Document, 'by'> & { readonly by: string })[]
}

/** One of them. Refuses (`agreements.absent`) what is not there for this purpose. */
export async function readAgreement(ask: PurposeAsk, id: Id): Promise<AgreementAnswer> {
  const { rows } = await ask.reader.query<StoredWhole>('select * from agreements.show($1, $2)', [ask.token, id])
  const [row] = rows
  if (!row) throw new Refused('agreements.absent', 'absent')
  const [persons, organisations, actor, reminder] = await Promise.all([
    namePersons(ask, [row.person, ...row.parties.flatMap(({ person }) => person ?? [])]),
    nameOrganisations(
      ask,
      row.parties.flatMap(({ organisation }) => organisation ?? []),
    ),
    nameActors(
      ask,
      [...row.steps, ...row.documents].map(({ by }) => by),
    ),
    reminderOf(ask, row.task),
  ])
  const iso = (at: string): string => new Date(at).toISOString()
  return {
    ...listed(row, persons(row.person)),
    change: row.change,
    mayWrite: row.may_write,
    steps: row.steps.map(step => ({ ...step, at: iso(step.at), by: actor(step.by) })),
    turns: row.turns,
    parties: row.parties.map(({ person, organisation, role }) =>
      person
        ? { kind: 'person', id: person, name: persons(person), role }
        : organisation
          ? { kind: 'organisation', id: organisation, name: organisations.get(organisation) ?? null, role }
          : { kind: 'ours', id: null, name: ask.published.notice?.controller.name ?? null, role },
    ),
    documents: row.documents.map(one => ({ ...one, at: iso(one.at), by: actor(one.by) })),
    reminder,
  }
}

const listed = ({ id, person, held }: Stored, name: string | null): Omit<ListedAgreement, 'documents'> => ({
  id,
  person: { id: person, name },
  values: held,
  noticeBy: noticeBy({
    ends: typeof held.ends === 'string' ? held.ends : null,
    notice_days: typeof held.notice_days === 'number' ? held.notice_days : null,
  }),
})

async function namePersons(ask: PurposeAsk, ids: readonly Id[]): Promise<(id: Id) => string | null> {
  const found = await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, [...new Set(ids)], [])
  return id => found.find(one => one.id === id)?.name ?? null
}

/** Organisations are seen by whoever sees where people work. */
async function nameOrganisations(ask: PurposeAsk, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  if (ids.length === 0 || !categoryIfAny(await scopeFor(ask), 'work')) return new Map()
  const { rows } = await ask.program.database.app.query<{ id: Id; name: string }>(
    'select id, name from register.organisation where id = any ($1)',
    [ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The task that reminds of its end, where this purpose sees it. */
async function reminderOf(ask: PurposeAsk, task: Id | null): Promise<AgreementAnswer['reminder']> {
  if (task === null) return null
  const { rows } = await ask.reader.query<{ due: string | null; state: string }>(
    'select due::text, state from tasks.list($1, false, false, null, null, $2, null, 1)',
    [ask.token, task],
  )
  return rows[0] ? { task, due: rows[0].due, open: rows[0].state === 'open' } : null
}
