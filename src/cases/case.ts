/** A case is opened from any source, taken step by step to its answer and closed; every step is a row with who, when and why. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { lastDay, statutory } from '../base/time-limit.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readListed } from '../register/listed.ts'
import { addRowIn } from '../register/persons.ts'
import { categoryIn, scopeFor } from '../register/scope.ts'
import type { NewCase, NewCaseStep } from './case-answers.ts'
import { refuseStrangers } from './colleagues.ts'
import { findCase } from './found.ts'

/** A personal identity code has no place in what is written of a case: it is masked, in the person's own words too. */
const masked = (words: string): string => maskIdentityCodes(words).text

/**
 * Opens a case: a row of the category `feedback`, from which the database makes the case (0012-cases.sql). Whoever writes such a row in
 * another way, an arrival or an import, has opened one too.
 */
export async function openCase(ask: PurposeAsk, input: NewCase): Promise<Id> {
  const { person, kind, content, source, reference, owner, order } = input
  const { columns } = categoryIn(await scopeFor(ask), 'feedback')
  const received = input.receivedAt ?? ask.clock.now().toISOString()
  if (Date.parse(received) > ask.clock.now().getTime())
    throw new Refused('cases.received-ahead', 'invalid', {}, { field: 'receivedAt' })
  // A notice that names fewer fields has the case all the same.
  const values = Object.fromEntries(
    Object.entries({ kind, content: masked(content), received, state: 'open' }).filter(([name]) =>
      columns.some(column => column.name === name),
    ),
  )
  return transaction(ask.reader, async client => {
    const id = await addRowIn(client, ask, person, 'feedback', { source, reference, values })
    if (owner !== undefined) await step(client, ask, id, { kind: 'assigned', owner }, null)
    if (order !== undefined) await step(client, ask, id, { kind: 'order-linked', order }, null)
    return id
  })
}

/** Takes a step. Refused when it is not its turn, or when somebody else took one since `expected`. */
export const takeStep = (ask: PurposeAsk, id: Id, taken: NewCaseStep, expected: Id | null): Promise<void> =>
  taken.kind === 'request-made'
    ? makeRequest(ask, id, taken, expected)
    : transaction(ask.reader, client => step(client, ask, id, taken, expected))

async function step(
  client: PoolClient,
  ask: PurposeAsk,
  id: Id,
  taken: Exclude<NewCaseStep, { kind: 'request-made' }>,
  expected: Id | null,
): Promise<void> {
  const mentions = taken.kind === 'noted' ? taken.mentions : []
  const owner = taken.kind === 'assigned' && taken.owner !== null ? [taken.owner] : []
  await refuseStrangers(ask, [...mentions, ...owner])
  if (taken.kind === 'order-linked' && taken.order !== null) await refuseOthersOrder(client, ask, id, taken.order)
  const words = 'words' in taken && taken.words !== undefined ? masked(taken.words) : null
  await client.query('select cases.take_step($1, $2, $3, $4, $5, $6, $7, $8)', [
    ask.token,
    id,
    taken.kind,
    words,
    detailsOf(taken),
    mentions,
    expected,
    ask.clock.now(),
  ])
}

/** What a step says beside its words. */
function detailsOf(taken: NewCaseStep) {
  switch (taken.kind) {
    case 'answered':
      return { by: taken.by, ...(taken.disagrees && { disagrees: true }) }
    case 'assigned':
      return { owner: taken.owner }
    case 'due-moved':
      return { due: taken.due }
    case 'order-linked':
      return { order: taken.order }
    default:
      return {}
  }
}

/** Refuses an order that is not of the person of the case, or that the purpose does not see. */
async function refuseOthersOrder(client: PoolClient, ask: PurposeAsk, id: Id, order: Id): Promise<void> {
  const { table } = categoryIn(await scopeFor(ask), 'orders')
  const { person } = await findCase(client, ask, id)
  const { rowCount } = await client.query(`select from ${table} where person_id = $1 and id = $2`, [person, order])
  if (rowCount === 0) throw new Refused('cases.no-such-order', 'invalid', {}, { field: 'order' })
}

/** It is really a request for a right: the month of Art. 12(3) runs from the day on which it came. */
async function makeRequest(
  ask: PurposeAsk,
  id: Id,
  { right, channel }: Extract<NewCaseStep, { kind: 'request-made' }>,
  expected: Id | null,
): Promise<void> {
  const { person, received_at } = await findCase(ask.reader, ask, id)
  const [who] = await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, [person], [])
  const due = lastDay(dateInHelsinki(received_at), statutory.answerToRequest)
  const requester = [who?.name, who?.email, who?.phone].filter(Boolean).join(', ') || '–'
  await ask.reader.query('select cases.make_request($1, $2, $3, $4, $5, $6, $7, $8)', [
    ask.token,
    id,
    right,
    channel,
    due,
    requester,
    expected,
    ask.clock.now(),
  ])
}
