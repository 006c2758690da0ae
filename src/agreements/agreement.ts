/** A contract is recorded with its parties and its reminder or not at all, from the source `contracts`, and every turn of it says who, when and why. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Values } from '../register/answers.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { addRowIn, changeRowIn } from '../register/persons.ts'
import { categoryIn, columnIfAny, scopeFor } from '../register/scope.ts'
import { addTask, showTask, takeTurn } from '../tasks/tasks.ts'
import { text } from '../texts/texts.ts'
import type { ChangedAgreement, NewAgreement, NewParty, NewStep, Terms } from './agreement-answers.ts'
import { readAgreement } from './found.ts'
import { remindOn } from './notice-day.ts'

const category = 'contracts'
/** The source of the notice from which a contract comes, and whatever is learnt from it. */
const source = 'contracts'

/**
 * Records a contract of the person. Refused by name where the notice gives the purpose no contracts, no source `contracts`, or not the
 * columns that are told; without parties they are the customer and the controller.
 */
export async function recordAgreement(ask: PurposeAsk, input: NewAgreement): Promise<Id> {
  const { person, state = 'draft', terms } = input
  refuseBackwards(terms)
  const keepsState = columnIfAny(categoryIn(await scopeFor(ask), category), 'state') !== undefined
  const values: Values = { ...given(terms), ...(keepsState && { state }) }
  const parties = input.parties ?? [
    { person, role: 'customer' },
    { ours: true, role: 'supplier' },
  ]
  return transaction(ask.reader, async client => {
    const id = await addRowIn(client, ask, person, category, { source, values })
    await putParties(client, ask, id, parties)
    await remind(client, ask, { id, person, terms })
    return id
  })
}

/** Changes what it says, its parties, or both. Refused (409) when somebody else has changed it since `expected`. */
export async function changeAgreement(ask: PurposeAsk, id: Id, input: ChangedAgreement): Promise<Id> {
  const { person, values, reminder } = await readAgreement(ask, id)
  const terms = input.terms && { ...termsIn(values), ...input.terms }
  if (terms) refuseBackwards(terms)
  await transaction(ask.reader, async client => {
    if (input.terms)
      await changeRowIn(client, ask, person.id, {
        category,
        row: id,
        source,
        values: given(input.terms),
        expected: input.expected,
      })
    if (input.parties) await putParties(client, ask, id, input.parties)
    const isMoved = terms && remindOn(terms, today(ask)) !== remindOn(termsIn(values), today(ask))
    if (isMoved && !reminder?.open) await remind(client, ask, { id, person: person.id, terms })
  })
  const due = terms && remindOn(terms, today(ask))
  if (due !== undefined && reminder?.open && reminder.due !== due) await moveReminder(ask, reminder.task, due)
  return person.id
}

/** Takes a step. Refused when it is not its turn, or when somebody else has changed the contract since `expected`. */
export async function takeStep(ask: PurposeAsk, id: Id, { did, day, why, expected }: NewStep): Promise<Id> {
  if (did === 'renewed' && day === undefined)
    throw new Refused('agreements.no-new-end', 'invalid', {}, { field: 'day' })
  const { person, values, reminder } = await readAgreement(ask, id)
  const terms = termsIn(values)
  const on = day ?? today(ask)
  const changes = changesOf(did, on, terms)
  refuseBackwards({ ...terms, ...changes })
  await ask.reader.query('select agreements.take_step($1, $2, $3, $4, $5, $6, $7)', [
    ask.token,
    id,
    did,
    why === undefined ? null : maskIdentityCodes(why).text,
    changes,
    expected,
    ask.clock.now(),
  ])
  // What has ended needs no reminder of its end; what was renewed has another.
  const isOver = did === 'ended' || did === 'terminated'
  const due = isOver ? null : remindOn({ ...terms, ...changes }, today(ask))
  if (reminder?.open && reminder.due !== due) await moveReminder(ask, reminder.task, due)
  else if (did === 'renewed' && due !== null)
    await transaction(ask.reader, client =>
      remind(client, ask, { id, person: person.id, terms: { ...terms, ...changes } }),
    )
  return person.id
}

const today = ({ clock }: PurposeAsk): string => dateInHelsinki(clock.now())

/** What a step changes of the row. */
function changesOf(did: NewStep['did'], day: string, terms: Terms): Values & Terms {
  switch (did) {
    case 'signed':
      return { state: 'signed', signed: day } as const
    case 'in-force':
      return { state: 'in-force', ...(!terms.starts && { starts: day }) } as const
    case 'renewed':
      return { state: 'in-force', ends: day } as const
    default:
      return { state: did, ends: day } as const
  }
}

/** Terms as the row has them. */
const termsIn = (values: Values): Terms => ({
  subject: typeof values.subject === 'string' ? values.subject : null,
  contract_number: typeof values.contract_number === 'string' ? values.contract_number : null,
  starts: typeof values.starts === 'string' ? values.starts : null,
  ends: typeof values.ends === 'string' ? values.ends : null,
  notice_days: typeof values.notice_days === 'number' ? values.notice_days : null,
})

const given = (terms: Terms): Values =>
  Object.fromEntries(Object.entries(terms).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function refuseBackwards({ starts, ends }: Terms): void {
  if (starts && ends && ends < starts)
    throw new Refused('agreements.ends-before', 'invalid', {}, { field: 'terms.ends' })
}

const putParties = (client: PoolClient, ask: PurposeAsk, id: Id, parties: readonly NewParty[]): Promise<unknown> =>
  client.query('select agreements.put_parties($1, $2, $3)', [ask.token, id, JSON.stringify(parties)])

/** A task two weeks before the last day to give notice, for whoever comes first; none for a contract without an end. */
async function remind(
  client: PoolClient,
  ask: PurposeAsk,
  { id, person, terms }: { readonly id: Id; readonly person: Id; readonly terms: Terms },
): Promise<void> {
  const due = remindOn(terms, today(ask))
  if (due === null) return
  const name = [terms.contract_number, terms.subject].filter(Boolean).join(', ')
  const title = text(ask.lang, 'agreements.reminder', { name }).slice(0, 300)
  const task = await addTask(ask, { person, title, due }, client)
  await client.query('select agreements.remind($1, $2, $3)', [ask.token, id, task])
}

/** To another day; without one it is dropped. */
async function moveReminder(ask: PurposeAsk, task: Id, due: string | null): Promise<void> {
  const { turn } = await showTask(ask, task)
  await takeTurn(ask, task, due === null ? { did: 'dropped', expected: turn } : { did: 'dated', due, expected: turn })
}
