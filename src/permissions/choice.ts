/** What a person wishes is put into statements of their own: a yes lifts just the prohibition that stands in its way, a no is always there at once. */

import type { ClientBase, Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Channel, ChannelRule, Lang, Notice, Purpose } from '../notice/notice.ts'
import { channels } from '../notice/vocabulary.ts'
import type { Asking } from './gate.ts'

/** A purpose that contacts people, a channel by which it does, and the rule. */
export interface Way {
  readonly purpose: Purpose
  readonly channel: Channel
  readonly rule: ChannelRule
}

/** In the order of the notice. */
export const waysOf = ({ purposes }: Pick<Notice, 'purposes'>): readonly Way[] =>
  purposes.flatMap(purpose =>
    channels.flatMap(channel => {
      const rule = purpose.channels[channel]
      return rule === undefined || rule === 'never' ? [] : [{ purpose, channel, rule }]
    }),
  )

/** What somebody is asked a permit for: to be contacted by a channel, or, without one, that their data is used for something that contacts nobody. */
export interface Permitted {
  readonly purpose: Purpose
  readonly channel: Channel | null
}

/** Purposes that contact nobody and need a consent for something, in the order of the notice. */
export const usesOf = ({ purposes, categories }: Pick<Notice, 'purposes' | 'categories'>): readonly Purpose[] =>
  purposes.filter(
    ({ id, channels: own }) =>
      Object.keys(own).length === 0 &&
      categories.some(({ uses }) => uses.some(({ purpose, basis }) => purpose === id && basis.kind === 'consent')),
  )

/** What stands of all that somebody has said, from register.words_of. */
export interface Word {
  readonly kind: string
  readonly purpose: string | null
  readonly channel: Channel | null
  readonly givenAt: Date
  /** Hexadecimal; null: of every address. */
  readonly addressHash: string | null
}

export interface Wish {
  readonly purpose: string
  /** Null: the use of data for a purpose that contacts nobody. */
  readonly channel: Channel | null
  readonly answer: 'yes' | 'no'
}

/** A statement to record. `ends`: what stands, withdrawn. */
export type Statement = ({ readonly kind: 'consent' | 'objection' } & Scope) | { readonly ends: Word }

const sameScope = (
  a: { readonly purpose: string | null; readonly channel: string | null },
  b: { readonly purpose: string | null; readonly channel: string | null },
): boolean => a.purpose === b.purpose && a.channel === b.channel

/** What must be recorded for a wish to hold, and everything else to stay as it is. */
export function statementsFor(
  { purpose, channel, answer }: Wish,
  notice: Pick<Notice, 'purposes'>,
  standing: readonly Word[],
): readonly Statement[] {
  // Without a consent there is no such use, so nothing has to be forbidden besides.
  if (answer === 'no' && channel === null) return ending(standing, { purpose, channel })
  if (answer === 'no')
    return [...forbidding([{ purpose, channel }], standing), ...ending(standing, { purpose, channel })]
  const inTheWay = standing.filter(
    word => word.kind === 'objection' && (word.purpose ?? purpose) === purpose && (word.channel ?? channel) === channel,
  )
  const rest = standing.filter(word => !inTheWay.includes(word))
  const remaining = inTheWay.flatMap(word => withoutOne(word, { purpose, channel }, notice))
  const needsConsent =
    channel === null || notice.purposes.find(({ id }) => id === purpose)?.channels[channel] !== 'unless objected'
  return [
    ...inTheWay.map(word => ({ ends: word })),
    ...forbidding(remaining, rest),
    ...(needsConsent ? [{ kind: 'consent' as const, purpose, channel }] : []),
  ]
}

/** Nothing more from anybody: every channel of every purpose, also of those that a later notice may have, and what they are based on (Art. 21(2)). */
export function statementsForNothing(
  notice: Pick<Notice, 'purposes'>,
  standing: readonly Word[],
): readonly Statement[] {
  const purposes = [...new Set(waysOf(notice).map(({ purpose }) => purpose.id))]
  return [
    ...forbidding(
      [
        ...channels.map(channel => ({ purpose: null, channel })),
        ...purposes.map(purpose => ({ purpose, channel: null })),
      ],
      standing,
    ),
    ...ending(standing),
  ]
}

interface Scope {
  readonly purpose: string | null
  readonly channel: Channel | null
  /** Of one address only. */
  readonly addressHash?: string | null
}

const ofAddress = ({ addressHash }: Scope): string | null => addressHash ?? null

const forbidding = (scopes: readonly Scope[], standing: readonly Word[]): readonly Statement[] =>
  scopes
    .filter((scope, at) => scopes.findIndex(one => sameScope(one, scope) && ofAddress(one) === ofAddress(scope)) === at)
    .filter(
      scope =>
        !standing.some(
          word => word.kind === 'objection' && ofAddress(word) === ofAddress(scope) && sameScope(word, scope),
        ),
    )
    .map(scope => ({ kind: 'objection', ...scope }))

/** The permits that stand, withdrawn: all of them, or those of one purpose and channel, or of one purpose by whatever channel they were given. */
const ending = (standing: readonly Word[], scope?: Scope): readonly Statement[] =>
  standing
    .filter(({ kind }) => kind === 'consent' || kind === 'similar-purchase')
    .filter(
      word => scope === undefined || (scope.channel === null ? word.purpose === scope.purpose : sameScope(word, scope)),
    )
    .map(word => ({ ends: word }))

/** What a wide prohibition still forbids when one channel of one purpose is taken out of it. */
function withoutOne(
  word: Word,
  { purpose, channel }: { purpose: string; channel: Channel | null },
  notice: Pick<Notice, 'purposes'>,
): readonly Scope[] {
  const others = notice.purposes.filter(({ id, seesAll }) => id !== purpose && !seesAll)
  const { addressHash } = word
  return [
    ...(word.purpose === null ? others.map(({ id }) => ({ purpose: id, channel: word.channel, addressHash })) : []),
    ...(word.channel === null && channel !== null
      ? channels.filter(one => one !== channel).map(one => ({ purpose, channel: one, addressHash }))
      : []),
  ]
}

/** How the person said it. */
export interface Said {
  readonly at: Date
  /** Of the notice. */
  readonly source: string
  readonly method: 'preference-page' | 'one-click'
  readonly place: string
  readonly lang: Lang
  /** The words that were shown: beside a yes to a purpose and channel, beside a no or nothing more. */
  readonly wording: (yesTo: Permitted | undefined) => string
  readonly age?: 'of-age' | undefined
}

/** Records what the person wishes, all of it or nothing; two wishes at the same moment follow each other. */
export const choose = ({ reader, token }: Asking, person: Id, wishes: Wishes, as: Choosing): Promise<void> =>
  transaction(reader, client => chooseIn(client, token, person, wishes, as))

export type Wishes = readonly Wish[] | 'nothing'

interface Choosing {
  readonly notice: Notice
  readonly said: Said
}

/** The same in the caller's transaction. */
export async function chooseIn(
  client: ClientBase,
  token: string,
  person: Id,
  wishes: Wishes,
  { notice, said }: Choosing,
): Promise<void> {
  const saying =
    wishes === 'nothing'
      ? [(standing: readonly Word[]) => statementsForNothing(notice, standing)]
      : wishes.map(wish => (standing: readonly Word[]) => statementsFor(wish, notice, standing))
  for (const say of saying) {
    const statements = say(await wordsOf(client, token, person, true))
    for (const statement of statements) await record(client, token, person, recorded(statement, notice, said))
  }
}

/** Purposes to whose use of data a consent stands that nothing forbids. */
export async function permittedUses({ reader, token }: Asking, person: Id): Promise<ReadonlySet<string>> {
  const words = await wordsOf(reader, token, person, false)
  const isForbidden = (to: string | null) =>
    words.some(
      ({ kind, purpose, channel }) => kind === 'objection' && channel === null && (purpose === null || purpose === to),
    )
  const given = words.filter(({ kind, purpose }) => kind === 'consent' && purpose !== null && !isForbidden(purpose))
  return new Set(given.flatMap(({ purpose }) => purpose ?? []))
}

/** `toSayMore`: whoever says more because of it has the person locked. */
async function wordsOf(db: ClientBase | Pool, token: string, person: Id, toSayMore: boolean): Promise<readonly Word[]> {
  const { rows } = await db.query<Word>(
    `select kind, purpose, channel, given_at as "givenAt", encode(address_hash, 'hex') as "addressHash"
     from register.words_of($1, $2, $3)`,
    [token, person, toSayMore],
  )
  return rows
}

/** A statement as the ledger takes it, with its evidence. */
function recorded(statement: Statement, notice: Notice, { at, source, method, place, lang, wording, age }: Said) {
  const evidence = { method, place, lang }
  if ('ends' in statement) {
    const { kind, purpose, channel, givenAt, addressHash } = statement.ends
    const ended = addressHash === null ? evidence : { ...evidence, addressHash }
    return { kind, purpose, channel, source, givenAt, withdrawnAt: at, wording: wording(undefined), evidence: ended }
  }
  const { kind, purpose, channel } = statement
  const address = statement.addressHash ? { addressHash: statement.addressHash } : {}
  const to = kind === 'consent' ? notice.purposes.find(({ id }) => id === purpose) : undefined
  const yesTo = to && { purpose: to, channel }
  const given = { ...evidence, ...address, ...(yesTo && age && { age }) }
  return { kind, purpose, channel, source, givenAt: at, withdrawnAt: null, wording: wording(yesTo), evidence: given }
}

const record = (client: ClientBase, token: string, person: Id, said: ReturnType<typeof recorded>): Promise<unknown> =>
  client.query('select register.record_statement($1, $2, null, $3, $4, $5, $6, $7, $8, $9, $10)', [
    token,
    said.source,
    person,
    said.kind,
    said.purpose,
    said.channel,
    said.givenAt,
    said.withdrawnAt,
    said.wording,
    said.evidence,
  ])
