/** A touch belongs to one channel and to at most one campaign, whoever told of it and in whatever words. */

import { cameFrom } from '../visits/came-from.ts'
import { type Channel, channels } from './attribution-answers.ts'
import type { Touch } from './touches.ts'

export interface KnownCampaign {
  readonly id: string
  readonly name: string
  /** In lower case. */
  readonly words: readonly string[]
}

export interface Placed {
  readonly channel: Channel
  readonly campaign: { readonly id: string | null; readonly name: string } | null
}

/** Whoever pays comes back to the shop from these: they sent nobody. */
const payment =
  /(^|\.)(paytrail\.com|checkout\.fi|stripe\.com|klarna\.com|paypal\.com|nets\.eu|verifone\.com|svea\.com|mobilepay\.\w+|op\.fi|nordea\.fi|danskebank\.fi)$/

const isChannel = (code: string): code is Channel => channels.some(one => one === code)

/** A campaign that staff have named is one, by whatever channel it came. `sourceName` gives a source of the notice its name. */
export function placeOf(
  { ground, channel, referrer, source, medium, campaign, code }: Touch,
  known: readonly KnownCampaign[],
  sourceName: (source: string) => string,
): Placed {
  if (ground === 'came-by') return { channel: 'came-by', campaign: { id: null, name: sourceName(source) } }
  const said = [campaign, code, source].filter(word => word !== '' && word !== 'direct')
  const found = said
    .map(word => known.find(({ words }) => words.includes(word.toLowerCase())))
    .find(one => one !== undefined)
  if (found) return { channel: 'campaign', campaign: { id: found.id, name: found.name } }
  const [first] = said
  return {
    channel: isChannel(channel) ? channel : channelOf({ referrer, source, medium, campaign, code }),
    campaign: first === undefined ? null : { id: null, name: first },
  }
}

function channelOf({
  referrer,
  source,
  medium,
  campaign,
  code,
}: Pick<Touch, 'referrer' | 'source' | 'medium' | 'campaign' | 'code'>): Channel {
  const host = payment.test(referrer) ? '' : referrer
  if (source === 'direct') return 'direct'
  if (code !== '' && [host, source, medium, campaign].every(word => word === '')) return 'code'
  return cameFrom(host, '', { medium, campaign: campaign || source })
}
