/** Where a shop says that an order came from: the host that sent the buyer, what the link said of its campaign, a code; nothing of an address in which somebody may be named. */

import type { FactValue } from '../arrivals/adapter.ts'

/** In the words of the link (`utm_source` and the like) and of the shop; what is not told is not there. */
export interface Origin {
  /** A host. */
  readonly referrer?: string | undefined
  readonly source?: string | undefined
  readonly medium?: string | undefined
  readonly campaign?: string | undefined
  /** A discount code, as the shop has it. */
  readonly code?: string | undefined
}

/** What a shop tells, with the address that sent the buyer and the one they came to, whole or from its path on. */
interface Told extends Omit<Origin, 'referrer'> {
  readonly referrer?: string | undefined
  readonly landing?: string | undefined
}

const longest = 80

export function originOf({ referrer, landing, source, medium, campaign, code }: Told): Origin {
  const said = addressOf(landing)?.searchParams
  const of = (name: string, told: string | undefined) => word(told ?? said?.get(name) ?? undefined)
  return {
    referrer: word(addressOf(referrer)?.hostname.replace(/^www\./, '')),
    source: of('utm_source', source),
    medium: of('utm_medium', medium),
    campaign: of('utm_campaign', campaign),
    code: word(code),
  }
}

/** The columns of the notice's field `origin`, the same in each line of an order. */
export const originValues = ({
  referrer,
  source,
  medium,
  campaign,
  code,
}: Origin = {}): Readonly<Record<string, FactValue>> => ({
  origin_referrer: referrer ?? null,
  origin_source: source ?? null,
  origin_medium: medium ?? null,
  origin_campaign: campaign ?? null,
  discount_code: code ?? null,
})

/** A link can be made to say anything: an address of somebody is not kept. */
function word(told: string | undefined): string | undefined {
  const text = told?.replace(/\p{Cc}/gu, ' ').trim() ?? ''
  return text === '' || text.length > longest || text.includes('@') ? undefined : text
}

/** Of a whole address, or of one from its path on; a bare host is one too. */
function addressOf(text: string | undefined): URL | undefined {
  if (!text) return undefined
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : text.startsWith('/')
      ? `https://shop.invalid${text}`
      : `https://${text}`
  return URL.parse(whole) ?? undefined
}
