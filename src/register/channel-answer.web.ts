/** What a person has said of being contacted, channel by channel: a prohibition beats a permit, and silence is not a permit. */

export const channels = ['email', 'sms', 'phone', 'post'] as const
export type Channel = (typeof channels)[number]
export type Answer = 'permitted' | 'prohibited' | 'unknown'

export interface Statement {
  readonly id: string
  readonly kind: 'contract' | 'consent' | 'objection' | 'restriction'
  readonly purpose: string | null
  readonly channel: string | null
  readonly givenAt: string
  readonly withdrawnAt: string | null
  readonly source: { readonly name: string }
}

export interface ChannelAnswer {
  readonly channel: Channel
  readonly answer: Answer
  readonly statement: Statement | undefined
}

/** One answer a channel; a statement without a channel concerns every channel. */
export function channelAnswers(statements: readonly Statement[]): readonly ChannelAnswer[] {
  const inForce = statements.filter(({ withdrawnAt }) => withdrawnAt === null)
  return channels.map(channel => {
    const concerning = inForce.filter(statement => statement.channel === null || statement.channel === channel)
    const prohibition = concerning.find(({ kind }) => kind === 'objection')
    const permit = concerning.find(({ kind }) => kind === 'consent')
    if (prohibition) return { channel, answer: 'prohibited', statement: prohibition }
    if (permit) return { channel, answer: 'permitted', statement: permit }
    return { channel, answer: 'unknown', statement: undefined }
  })
}
