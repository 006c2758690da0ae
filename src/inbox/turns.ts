/** Whose a conversation is, whether it waits and what was made of it: each turn a row with who, when and why. */

import type { Adapter } from '../arrivals/adapter.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { lastDay, statutory } from '../base/time-limit.ts'
import { openCase } from '../cases/case.ts'
import { refuseStrangers, staffNames } from '../cases/colleagues.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { masked } from '../mailbox/letter-adapter.ts'
import { nameActors } from '../register/actors.ts'
import { readListed } from '../register/listed.ts'
import { categoryIn, scopeFor } from '../register/scope.ts'
import { addTask } from '../tasks/tasks.ts'
import { type Found, staffId } from './conversations.ts'
import type { NewTurn, TurnAnswer } from './inbox-answers.ts'
import { readThread } from './thread.ts'

interface Taken {
  readonly did: TurnAnswer['did']
  readonly owner?: Id | null | undefined
  readonly words?: string | undefined
  readonly made?: Id
  readonly mentions?: readonly Id[]
  readonly expected?: Id | null
}

/** Refuses (409) when it is not the time for it, or when somebody took another turn since `expected`. */
export async function takeTurn(ask: PurposeAsk, id: Id, taken: Taken): Promise<void> {
  const { did, owner, words, made, mentions = [], expected } = taken
  await refuseStrangers(ask, [...mentions, ...(owner ? [owner] : [])])
  await ask.reader.query('select inbox.take_turn($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    ask.token,
    id,
    did,
    owner ? `staff:${owner}` : null,
    words === undefined ? null : masked(words, 4000),
    made ?? null,
    mentions,
    expected ?? null,
    ask.clock.now(),
  ])
}

/** Takes a turn that staff take; of some of them a case, a task or a request follows. */
export async function turn(
  ask: PurposeAsk,
  adapters: readonly Adapter[],
  found: Found,
  { turn: taken, expected }: { readonly turn: NewTurn; readonly expected: Id | null },
): Promise<void> {
  const { id, person } = found
  switch (taken.did) {
    case 'case-made':
      return takeTurn(ask, id, { did: 'case-made', made: await makeCase(ask, found, taken) })
    case 'task-made': {
      const { title, owner, due } = taken
      return takeTurn(ask, id, {
        did: 'task-made',
        made: await addTask(ask, { person, title, owner, due }),
        words: title,
      })
    }
    case 'request-made':
      return makeRequest(ask, adapters, found, taken.right)
    default:
      return takeTurn(ask, id, { ...taken, expected: taken.did === 'noted' ? null : expected })
  }
}

async function makeCase(
  ask: PurposeAsk,
  { person }: Found,
  { kind, words: content }: Extract<NewTurn, { did: 'case-made' }>,
): Promise<Id> {
  if (person === null) throw new Refused('inbox.nobody', 'conflict')
  const { category } = categoryIn(await scopeFor(ask), 'feedback')
  const source = ['email', 'forms', 'staff', 'phone'].find(one => category.from.includes(one)) ?? category.from[0] ?? ''
  return openCase(ask, { person, kind, content, source })
}

const asChannel = { email: 'email', sms: 'sms', chat: 'chat', social: 'social-media' } as const

/** The month of Art. 12(3) runs from when the latest message came. */
async function makeRequest(
  ask: PurposeAsk,
  adapters: readonly Adapter[],
  found: Found,
  right: Extract<NewTurn, { did: 'request-made' }>['right'],
): Promise<void> {
  const { messages } = await readThread(ask, adapters, found)
  const asked = messages.findLast(({ conversation, direction }) => conversation === found.id && direction === 'in')
  const received = new Date(asked?.at ?? found.last_at)
  const [who] = await readListed(
    { ask, scope: await scopeFor(ask), db: ask.reader },
    found.person === null ? [] : [found.person],
    [],
  )
  const own = asked?.folds.flatMap(({ kind, text }) => (kind === 'own' ? text : [])).join('\n') ?? ''
  await ask.reader.query('select inbox.make_request($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    ask.token,
    found.id,
    right,
    asChannel[found.channel],
    received,
    lastDay(dateInHelsinki(received), statutory.answerToRequest),
    [who?.name, who?.email, who?.phone].filter(Boolean).join(', ') || '–',
    masked(own.trim(), 3900) || '–',
    ask.clock.now(),
  ])
}

interface Row {
  readonly id: Id
  readonly at: Date
  readonly by: string
  readonly did: TurnAnswer['did']
  readonly owner: string | null
  readonly words: string | null
  readonly made: Id | null
  readonly mentions: readonly Id[]
}

export async function readTurns(ask: PurposeAsk, id: Id): Promise<TurnAnswer[]> {
  const { rows } = await ask.reader.query<Row>('select * from inbox.turns($1, $2)', [ask.token, id])
  const [name, staff] = await Promise.all([
    nameActors(
      ask,
      rows.map(({ by }) => by),
    ),
    staffNames(
      ask,
      rows.flatMap(({ owner, mentions }) => [...mentions, ...[staffId(owner) ?? []].flat()]),
    ),
  ])
  return rows.map(row => ({
    id: row.id,
    at: row.at.toISOString(),
    by: name(row.by),
    did: row.did,
    owner: staff.get(staffId(row.owner) ?? '') ?? null,
    words: row.words,
    made: row.made,
    mentions: row.mentions.flatMap(one => staff.get(one) ?? []),
  }))
}
