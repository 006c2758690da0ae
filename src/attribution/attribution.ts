/** Every order is shared out once among what led to it, by each model alike; what is not known is said, and nothing is told of fewer than five persons. */

import { type Cell, type Folded, fold, type Part } from '../analysis/fold.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { scopeFor } from '../register/scope.ts'
import { describeSource } from '../register/scope-words.ts'
import { type TextLang, text } from '../texts/texts.ts'
import {
  type Asked,
  type Attribution,
  type Campaign,
  type Credit,
  channels,
  type Model,
  models,
  type Place,
} from './attribution-answers.ts'
import { costsWithin, listCampaigns } from './campaign.ts'
import { type Placed, placeOf } from './place.ts'
import { type Shared, share } from './share.ts'

const dayMs = 86_400_000
/** In days: a year, a leap year among them. */
const longest = 366
const unknown = 'unknown'

/**
 * Of the orders of these days, 90 unless told, until today. Refuses a purpose that does not see when who ordered (`attribution.no-orders`) or is not
 * given who persons are (`attribution.no-persons`), and more than a year (`attribution.period`).
 */
export async function attributionOf(ask: PurposeAsk, { from, to, days }: Asked): Promise<Attribution> {
  const scope = await scopeFor(ask)
  const today = dateInHelsinki(ask.clock.now())
  const last = to ?? today
  const first = from ?? new Date(Date.parse(last) - 89 * dayMs).toISOString().slice(0, 10)
  const length = (Date.parse(last) - Date.parse(first)) / dayMs + 1
  if (length < 1 || length > longest)
    throw new Refused('attribution.period', 'invalid', { days: longest }, { field: 'from' })
  const { shared, sees, amounts } = await share(ask, scope, { first, last, days })
  const { app } = ask.program.database
  const [campaigns, costs] = await Promise.all([listCampaigns(app), costsWithin(app, first, last)])
  const nameOf = (source: string) => describeSource(source, scope.notice, ask.lang).name
  const placed = shared.map(one => ({ one, at: one.known ? placeOf(one, campaigns, nameOf) : undefined }))
  return {
    ...{ from: first, to: last, days, asOf: today, sees: [...sees], amounts },
    ...tellOf(placed, { amounts, campaigns, costs, lang: ask.lang }),
  }
}

interface Telling {
  readonly amounts: boolean
  readonly campaigns: readonly Campaign[]
  readonly costs: ReadonlyMap<Id, number>
  readonly lang: TextLang
}

type PlacedShare = { readonly one: Shared; readonly at: Placed | undefined }

const campaignKey = ({ id, name }: NonNullable<Placed['campaign']>): string => id ?? `“${name.toLowerCase()}”`

const keyOf = (at: Placed | undefined): readonly [channel: string, campaign: string | null] =>
  at === undefined ? [unknown, null] : [at.channel, at.campaign && campaignKey(at.campaign)]

function tellOf(placed: readonly PlacedShare[], telling: Telling): Pick<Attribution, 'total' | 'unknown' | 'places'> {
  const names = new Map(placed.flatMap(({ at }) => (at?.campaign ? [[campaignKey(at.campaign), at.campaign]] : [])))
  for (const { id, name } of telling.campaigns) names.set(id, { id, name })
  const folded = { first: foldOf(placed, 'first'), last: foldOf(placed, 'last'), linear: foldOf(placed, 'linear') }
  const creditAt = (model: Model, key: readonly Part[]) => creditOf(folded[model], key, telling.amounts)
  const creditsAt = (key: readonly Part[]) => ({
    first: creditAt('first', key),
    last: creditAt('last', key),
    linear: creditAt('linear', key),
  })
  const keys = new Map(
    models
      .flatMap(model => [...folded[model].classes.map(({ key }) => key), ...folded[model].withheld])
      .map(key => [JSON.stringify(key), key]),
  )
  // What was paid for a campaign by which no order came is no less paid.
  for (const id of telling.costs.keys())
    keys.set(JSON.stringify(keyOf({ channel: 'campaign', campaign: { id, name: '' } })), ['campaign', id])
  const places = [...keys.values()].map((key): Place => {
    const [channel, campaign] = key
    const named = typeof campaign === 'string' ? (names.get(campaign) ?? null) : null
    return {
      kind: channel === false ? 'together' : campaign === false ? 'rest' : 'place',
      label: labelOf(telling.lang, key, named?.name),
      channel: channels.find(one => one === channel) ?? null,
      campaign: named,
      credit: creditsAt(key),
      costCents: named?.id ? (telling.costs.get(named.id) ?? null) : null,
    }
  })
  return {
    total: totalOf(folded.last, telling.amounts),
    unknown: creditAt('last', [unknown, null]),
    places: places.filter(isTold).toSorted(byCredit),
  }
}

/** A code or a link of a few persons is not even named, unless staff have named it. */
const isTold = ({ channel, kind, campaign, credit }: Place): boolean =>
  (channel !== null || kind === 'together') &&
  (campaign?.id != null || models.some(model => typeof credit[model].orders === 'number' && credit[model].orders > 0))

function labelOf(lang: TextLang, [channel, campaign]: readonly Part[], name: string | undefined): string {
  const known = channels.find(one => one === channel)
  if (known === undefined) return text(lang, 'attribution.together')
  const said = text(lang, `attribution.channel.${known}`)
  return campaign === false
    ? text(lang, 'attribution.rest', { channel: said })
    : name === undefined
      ? said
      : `${said}: ${name}`
}

const byCredit = (a: Place, b: Place): number => {
  const size = ({ credit: { last } }: Place) => (typeof last.orders === 'number' ? last.orders : 0)
  const rank = ({ kind }: Place) => ['place', 'rest', 'together'].indexOf(kind)
  return rank(a) - rank(b) || size(b) - size(a) || a.label.localeCompare(b.label, 'fi')
}

/** What is alike but for the words in which it was told is one cell. Of two of many persons no more are known to be different than in the larger. */
function foldOf(placed: readonly PlacedShare[], model: Model): Folded {
  const cells = new Map<string, Cell>()
  for (const { one, at } of placed) {
    if (one.model !== model) continue
    const key = keyOf(at)
    const before = cells.get(JSON.stringify(key))
    const ids = [...new Set([...(before?.ids ?? []), ...(one.ids ?? [])])]
    cells.set(JSON.stringify(key), {
      key,
      rows: (before?.rows ?? 0) + one.orders,
      sums: [(before?.sums[0] ?? 0) + one.cents],
      persons: Math.max(before?.persons ?? 0, one.persons, ids.length),
      ids,
    })
  }
  return fold([...cells.values()])
}

function creditOf({ classes, withheld }: Folded, key: readonly Part[], amounts: boolean): Credit {
  const same = (other: readonly Part[]) => JSON.stringify(other) === JSON.stringify(key)
  const found = classes.find(one => same(one.key))
  if (!found && withheld.some(same)) return { orders: 'withheld', cents: amounts ? 'withheld' : null }
  return told(found?.rows ?? 0, found?.sums[0] ?? 0, amounts)
}

const told = (orders: number, cents: number, amounts: boolean): Credit => ({
  orders: Math.round(orders * 100) / 100,
  cents: amounts ? Math.round(cents) : null,
})

function totalOf({ classes, withheld }: Folded, amounts: boolean): Credit {
  if (classes.length === 0 && withheld.length > 0) return { orders: 'withheld', cents: amounts ? 'withheld' : null }
  const sum = (of: (one: Folded['classes'][number]) => number) => classes.reduce((all, one) => all + of(one), 0)
  return told(
    sum(({ rows }) => rows),
    sum(({ sums: [cents = 0] }) => cents),
    amounts,
  )
}
