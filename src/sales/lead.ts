/** A lead is recorded with its source, moved with who, when and why, and rung only when the gate says so at that moment. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { nameActors } from '../register/actors.ts'
import type { Values } from '../register/answers.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readListed } from '../register/listed.ts'
import { addRow, changeRow } from '../register/persons.ts'
import { type Asking, categoryIfAny, categoryIn, scopeFor } from '../register/scope.ts'
import { describeSource } from '../register/scope-words.ts'
import { text, textIfAny } from '../texts/texts.ts'
import { showOffers } from './offer.ts'
import {
  type Board,
  type CallAnswer,
  type ChangedLead,
  type LeadAnswer,
  type LeadList,
  type LeadMove,
  type LeadSearch,
  type ListedLead,
  type NewLead,
  type SourcesAnswer,
  type State,
  states,
} from './sales-answers.ts'

const category = 'leads'
/** Of a column of the board. */
const shownInColumn = 30

/** Records a lead, new. Refused by name where the notice gives the purpose no leads, or does not name the source. */
export async function recordLead(ask: Asking, input: NewLead): Promise<Id> {
  const { person, source, reference, ...terms } = input
  return addRow(ask, person, category, {
    source,
    ...(reference && { reference }),
    values: await kept(ask, { ...terms, state: 'new', arrived: ask.clock.now().toISOString() }),
  })
}

/** Changes what is known of it; refused (409) when somebody else has since `expected`. */
export async function changeLead(ask: Asking, id: Id, { expected, ...terms }: ChangedLead): Promise<Id> {
  const { person } = await readRow(ask, id)
  const sources = categoryIn(await scopeFor(ask), category).category.from
  const source = ['staff', 'register'].find(one => sources.includes(one)) ?? sources[0] ?? ''
  await changeRow(ask, person, category, id, { source, values: await kept(ask, terms), expected })
  return person
}

/** What is given and the notice keeps. */
async function kept(ask: Asking, given: Readonly<Record<string, string | number | null | undefined>>): Promise<Values> {
  const { columns } = categoryIn(await scopeFor(ask), category)
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined || !columns.some(column => column.name === name)
        ? []
        : [[name, typeof value === 'string' ? maskIdentityCodes(value).text : value]],
    ),
  )
}

/**
 * Puts it into another state. Refused: `sales.why-lost`, `sales.there-already`, and `sales.needs-writing` when a consumer was rung and has
 * accepted nothing in writing (38/1978 ch. 6).
 */
export async function moveLead(ask: Asking, id: Id, { to, why, lostBecause, expected }: LeadMove): Promise<Id> {
  const { rows } = await ask.reader.query<{ person: Id }>('select sales.move($1, $2, $3, $4, $5, $6, $7) as person', [
    ask.token,
    id,
    to,
    why === undefined ? null : maskIdentityCodes(why).text,
    lostBecause ?? null,
    expected,
    ask.clock.now(),
  ])
  return rows[0]?.person ?? ''
}

/** May they be rung? With the number and the call on record, or with the reason why not. */
export async function callLead(
  ask: Asking,
  id: Id,
  { banChecked }: { readonly banChecked: boolean },
): Promise<CallAnswer & { readonly person: Id }> {
  const { rows } = await ask.reader.query<{ person: Id; allowed: boolean; reason: string; phone: string | null }>(
    'select * from sales.call($1, $2, $3, $4)',
    [ask.token, id, banChecked ? text(ask.lang, 'sales.ban-checked') : null, ask.clock.now()],
  )
  const [answer] = rows
  if (!answer) throw new Refused('sales.absent', 'absent')
  return { ...answer, why: textIfAny(ask.lang, `permissions.reason.${answer.reason}`) ?? answer.reason }
}

interface Stored {
  readonly id: Id
  readonly person: Id
  readonly source: string
  readonly came_at: Date
  readonly held: Values
  readonly change: Id
}

/** A page of them, the newest first. Refused (403) where the notice gives no leads. */
export async function listLeads(ask: Asking, { after, limit = 50, ...which }: LeadSearch): Promise<LeadList> {
  const { rows } = await ask.reader.query<Stored>('select * from sales.list($1, $2, $3, $4)', [
    ask.token,
    which,
    after ?? null,
    limit + 1,
  ])
  const shown = rows.slice(0, limit)
  const listed = await describe(ask, shown)
  return { leads: shown.map(listed), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

/** Every state with how many stand in it, what they are worth together, and the newest of them. */
export async function showBoard(ask: Asking): Promise<Board> {
  const { rows: counts } = await ask.reader.query<{ state: State; leads: string; value: string | null }>(
    'select * from sales.count($1)',
    [ask.token],
  )
  const columns = await Promise.all(
    states.map(async state => {
      const found = counts.find(one => one.state === state)
      const { leads } = found ? await listLeads(ask, { state, limit: shownInColumn }) : { leads: [] }
      return { state, count: Number(found?.leads ?? 0), valueCents: Number(found?.value ?? 0), leads }
    }),
  )
  return { columns }
}

interface StoredWhole extends Stored {
  readonly may_write: boolean
  readonly called_at: Date | null
  readonly offers: readonly Id[]
  readonly steps: readonly (Omit<LeadAnswer['steps'][number], 'by'> & { readonly by: string })[]
}

async function readRow(ask: Asking, id: Id): Promise<StoredWhole> {
  const { rows } = await ask.reader.query<StoredWhole>('select * from sales.show($1, $2)', [ask.token, id])
  const [row] = rows
  if (!row) throw new Refused('sales.absent', 'absent')
  return row
}

/** One of them with its turns and its offers. Refuses (`sales.absent`) what is not there for this purpose. */
export async function readLead(ask: Asking, id: Id): Promise<LeadAnswer> {
  const row = await readRow(ask, id)
  const seesOffers = categoryIfAny(await scopeFor(ask), 'offers') !== undefined
  const [listed, actor, offers] = await Promise.all([
    describe(ask, [row]),
    nameActors(
      ask,
      row.steps.map(({ by }) => by),
    ),
    seesOffers ? showOffers(ask, row.offers) : undefined,
  ])
  return {
    ...listed(row),
    mayWrite: row.may_write,
    calledAt: row.called_at?.toISOString() ?? null,
    steps: row.steps.map(step => ({ ...step, at: new Date(step.at).toISOString(), by: actor(step.by) })),
    offers: [...(offers ?? [])],
  }
}

async function describe(ask: Asking, rows: readonly Stored[]): Promise<(row: Stored) => ListedLead> {
  const scope = await scopeFor(ask)
  const persons = await readListed({ ask, scope, db: ask.reader }, [...new Set(rows.map(({ person }) => person))], [])
  return ({ id, person, source, came_at, held, change }) => ({
    ...{ id, change },
    person: { id: person, name: persons.find(one => one.id === person)?.name ?? null },
    source: { id: source, name: describeSource(source, scope.notice, ask.lang).name },
    cameAt: came_at.toISOString(),
    values: held,
  })
}

/** Which sources sold, of all leads or of those that came in a year; nothing of groups below five persons. */
export async function showSources(ask: Asking, year: number | undefined): Promise<SourcesAnswer> {
  const { notice } = await scopeFor(ask)
  const { rows } = await ask.reader.query<{
    source: string | null
    leads: string
    won: string | null
    value: string | null
  }>('select * from sales.by_source($1, $2)', [ask.token, year ?? null])
  const figure = (of: string | null): number | null => (of === null ? null : Number(of))
  return {
    sources: rows.map(({ source, leads, won, value }) => ({
      source: source === null ? null : { id: source, name: describeSource(source, notice, ask.lang).name },
      leads: Number(leads),
      won: figure(won),
      valueCents: figure(value),
    })),
  }
}
