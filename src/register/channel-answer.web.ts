/** What a person has said of being contacted, channel by channel: a prohibition beats a permit, silence is not a permit, nor a purchase a consent. */

import type { Card, Row } from './answers.ts'
import type { Scope } from './scope-answer.ts'

export const channels = ['email', 'sms', 'phone', 'post'] as const
export type Channel = (typeof channels)[number]
/** `permitted-similar`: only because of a purchase, so about similar products (917/2014 § 200(3)). */
export type Answer = 'permitted' | 'permitted-similar' | 'prohibited' | 'unknown'

export interface ChannelAnswer {
  readonly channel: Channel
  readonly answer: Answer
  /** The statements that the answer rests on. */
  readonly statements: readonly Row[]
}

/** What the person has said, as the card has it; undefined when that does not belong to the purpose. */
export const statementsOf = (card: Card): readonly Row[] | undefined =>
  card.categories.find(({ id }) => id === 'permissions')?.rows

/** Withdrawing is a statement of its own: of each kind, purpose and channel the last word counts, of two at once the one that protects. */
function standingOf(statements: readonly Row[]): readonly Row[] {
  const last = new Map<string, Row>()
  for (const statement of statements) {
    const { kind, purpose, channel } = statement.values
    const matter = [kind, purpose, channel].join()
    const earlier = last.get(matter)
    const isLater = earlier === undefined || momentOf(statement) > momentOf(earlier)
    const isAtOnce = earlier !== undefined && momentOf(statement) === momentOf(earlier)
    if (isLater || (isAtOnce && protects(statement))) last.set(matter, statement)
  }
  return [...last.values()].filter(statement => !isWithdrawn(statement))
}

const isWithdrawn = ({ values }: Row): boolean => (values.withdrawn ?? null) !== null
const momentOf = ({ values }: Row): string => String(values.withdrawn ?? values.given ?? '')
const protects = (statement: Row): boolean =>
  ['objection', 'restriction'].includes(String(statement.values.kind)) !== isWithdrawn(statement)

/** Whether processing is restricted now (Art. 18). */
export const isRestricted = (statements: readonly Row[]): boolean =>
  standingOf(statements).some(({ values }) => values.kind === 'restriction')

/** One answer a channel; a statement without a channel concerns every channel. */
export function channelAnswers(
  statements: readonly Row[],
  similarPurchases: Scope['similarPurchases'],
): readonly ChannelAnswer[] {
  const standing = standingOf(statements)
  return channels.map(channel => {
    const concerning = standing.filter(({ values }) => (values.channel ?? channel) === channel)
    const all = (kind: string) => concerning.filter(({ values }) => values.kind === kind)
    const purchases = all('similar-purchase').filter(
      purchase =>
        similarPurchases.some(one => one.purpose === purchase.values.purpose && one.channels.includes(channel)) &&
        !statements.some(statement => withdrawsSince(statement, purchase)),
    )
    const answers = [
      ['prohibited', all('objection')],
      ['permitted', all('consent')],
      ['permitted-similar', purchases],
    ] as const
    const [answer, resting] = answers.find(([, said]) => said.length > 0) ?? (['unknown', []] as const)
    return { channel, answer, statements: resting }
  })
}

/** Who has withdrawn a consent does not expect to be contacted because of an earlier purchase. */
const withdrawsSince = ({ values }: Row, purchase: Row): boolean =>
  values.kind === 'consent' &&
  values.purpose === purchase.values.purpose &&
  (values.channel ?? purchase.values.channel) === purchase.values.channel &&
  typeof values.withdrawn === 'string' &&
  values.withdrawn >= String(purchase.values.given)
