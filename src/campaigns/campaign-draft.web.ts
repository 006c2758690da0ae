/** A campaign as its form has it, in words that were typed, and as the server takes it; what cannot be read is left for the server to refuse. */

import type { CampaignDetails, NewCampaign } from './campaign-answers.ts'
import type { CampaignChannel, Kind } from './plan.ts'

export interface Draft {
  readonly name: string
  readonly channel: CampaignChannel
  readonly letter: string
  /** The other one of a trial; '' for none. */
  readonly other: string
  readonly productGroup: string
  readonly segment: string
  readonly but: readonly string[]
  readonly when: 'now' | 'at' | 'local'
  readonly at: string
  readonly date: string
  readonly hour: string
  readonly perMinute: string
  readonly share: string
  readonly by: 'replies' | 'orders' | 'hand'
  readonly hours: string
}

export function draftOf(seen: CampaignDetails | undefined, channel: CampaignChannel, segment: string): Draft {
  const plan = seen?.plan
  const when = plan?.when ?? 'now'
  const local = typeof when === 'object' && 'local' in when ? when.local : undefined
  return {
    name: seen?.name ?? '',
    channel: seen?.channel ?? channel,
    letter: plan?.letters[0] ?? '',
    other: plan?.letters[1] ?? '',
    productGroup: plan?.productGroup ?? '',
    segment: plan?.segment ?? segment,
    but: plan?.but ?? [],
    when: local ? 'local' : when === 'now' ? 'now' : 'at',
    at: typeof when === 'object' && 'at' in when ? typedOf(when.at) : '',
    date: local?.date ?? '',
    hour: String(local?.hour ?? 9),
    perMinute: String(plan?.perMinute ?? 60),
    share: String(plan?.trial?.share ?? 20),
    by: plan?.trial?.by ?? 'orders',
    hours: String(plan?.trial?.hours ?? 24),
  }
}

/** As the field has it: of the reader's own clock. */
const typedOf = (at: string): string => {
  const moment = new Date(at)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const instant = (typed: string): string => {
  const at = new Date(typed)
  return Number.isNaN(at.getTime()) ? typed : at.toISOString()
}

export const readyOf = (draft: Draft, kind: Kind): NewCampaign => ({
  name: draft.name,
  kind,
  channel: draft.channel,
  plan: {
    letters: draft.other ? [draft.letter, draft.other] : [draft.letter],
    segment: draft.segment,
    but: [...draft.but],
    when:
      draft.when === 'now'
        ? 'now'
        : draft.when === 'at'
          ? { at: instant(draft.at) }
          : { local: { date: draft.date, hour: Number(draft.hour) } },
    perMinute: Number(draft.perMinute),
    ...(kind === 'marketing' && draft.productGroup.trim() && { productGroup: draft.productGroup.trim() }),
    ...(draft.other && { trial: { share: Number(draft.share), by: draft.by, hours: Number(draft.hours) } }),
  },
})
