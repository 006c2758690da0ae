/** What a person has said of being contacted, channel by channel: a prohibition beats a permit, and silence is not a permit. */

import type { Card, Row } from './answers.ts'

export const channels = ['email', 'sms', 'phone', 'post'] as const
export type Channel = (typeof channels)[number]
export type Answer = 'permitted' | 'prohibited' | 'unknown'

export interface ChannelAnswer {
  readonly channel: Channel
  readonly answer: Answer
  /** The statements that the answer rests on. */
  readonly statements: readonly Row[]
}

/** What the person has said, as the card has it; undefined when that does not belong to the purpose. */
export const statementsOf = (card: Card): readonly Row[] | undefined =>
  card.categories.find(({ id }) => id === 'permissions')?.rows

const inForce = (statement: Row, kind: string): boolean =>
  statement.values.kind === kind && (statement.values.withdrawn ?? null) === null

/** Whether processing is restricted now (Art. 18). */
export const isRestricted = (statements: readonly Row[]): boolean =>
  statements.some(statement => inForce(statement, 'restriction'))

/** One answer a channel; a statement without a channel concerns every channel. */
export function channelAnswers(statements: readonly Row[]): readonly ChannelAnswer[] {
  return channels.map(channel => {
    const concerning = statements.filter(({ values }) => (values.channel ?? channel) === channel)
    const prohibitions = concerning.filter(statement => inForce(statement, 'objection'))
    const permits = concerning.filter(statement => inForce(statement, 'consent'))
    if (prohibitions.length > 0) return { channel, answer: 'prohibited', statements: prohibitions }
    if (permits.length > 0) return { channel, answer: 'permitted', statements: permits }
    return { channel, answer: 'unknown', statements: [] }
  })
}
