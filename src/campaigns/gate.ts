/** Who of these persons may be sent a campaign at this moment, at which address, and why the others not: asked of the register anew each time. */

import type { Id } from '../base/ids.ts'
import type { Program, Published } from '../http/program.ts'
import { langFor, rightsPurpose } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'
import { mayEachBeSent } from '../permissions/gate.ts'
import { categoryIfAny, columnIfAny, type PurposeScope, scopeFor } from '../register/scope.ts'
import type { CampaignChannel, Kind } from './plan.ts'

export type Judging = Pick<Program, 'clock' | 'database' | 'published' | 'recordLooks' | 'sign'>

/** As much of a campaign as decides to whom it may go. */
export interface Sent {
  readonly id: Id
  readonly purpose: string
  readonly kind: Kind
  readonly channel: CampaignChannel
  readonly productGroup?: string | undefined
}

export interface Reached {
  readonly person: Id
  readonly address: string
  readonly lang: Lang
}

export interface Judged {
  readonly reached: readonly Reached[]
  /** Reasons of the gate (docs/permissions.md). */
  readonly leftOut: ReadonlyMap<Id, string>
}

const columnOf = { email: 'email', sms: 'phone' } as const

/** Whoever asks to send has `noteLooks` done before; a count tells nothing of anybody. */
export async function judge(program: Judging, campaign: Sent, persons: readonly Id[]): Promise<Judged> {
  const published = await program.published()
  const scope = await scopeFor({ purpose: asksFor(campaign, published), published, program })
  return campaign.kind === 'marketing'
    ? byPermit(program, campaign, scope, persons)
    : byBasis(program, campaign, scope, persons)
}

/** Permits are asked for by the purpose that sees everybody, a service message by its own. */
const asksFor = ({ kind, purpose }: Sent, published: Published): string =>
  kind === 'marketing' ? rightsPurpose(published) : purpose

/** Whoever is about to be sent to is in the look log before the register is asked for their address. */
export async function noteLooks(program: Judging, campaign: Sent, persons: readonly Id[]): Promise<void> {
  const published = await program.published()
  const common = {
    at: program.clock.now(),
    actor: 'system',
    purpose: asksFor(campaign, published),
    operation: 'campaigns.gate',
    categories: ['contact-points', 'permissions', 'profile'],
    requestId: campaign.id,
    noticeVersion: published.version,
  }
  await program.recordLooks(persons.map(personId => ({ ...common, personId })))
}

/** By the permit that the notice asks for: the gate of docs/permissions.md. */
async function byPermit(
  program: Judging,
  campaign: Sent,
  scope: PurposeScope,
  persons: readonly Id[],
): Promise<Judged> {
  const purpose = scope.purpose.id
  const reader = program.database.purpose(purpose)
  const token = program.sign({ actor: 'system', purpose, request: campaign.id })
  const at = program.clock.now()
  const { channel, productGroup } = campaign
  const answers = await mayEachBeSent({ reader, token }, persons, {
    ...{ purpose: campaign.purpose, channel, at, productGroup },
  })
  const leftOut = new Map<Id, string>()
  const rows: Id[] = []
  for (const person of persons) {
    const answer = answers.get(person)
    if (answer?.allowed) rows.push(answer.addressRow)
    else leftOut.set(person, answer?.reason ?? 'no-such-person')
  }
  // Of an empty list the planner takes every partial index for usable, and those of searched columns no purpose may evaluate.
  if (rows.length === 0) return { reached: [], leftOut }
  const { rows: found } = await reader.query<{ person: Id; address: string }>(
    `select person_id as person, ${columnOf[channel]} as address from register.contact_points
     where person_id = any ($1) and id = any ($2)`,
    [persons, rows],
  )
  const langs = await languagesOf(program, scope, persons)
  for (const person of persons)
    if (!leftOut.has(person) && found.every(one => one.person !== person)) leftOut.set(person, 'no-address')
  return { reached: found.map(one => ({ ...one, lang: langs(one.person) })), leftOut }
}

/** On the basis of its purpose: whose address the purpose's own login sees, but for whoever has prohibited such messages. */
async function byBasis(program: Judging, campaign: Sent, scope: PurposeScope, persons: readonly Id[]): Promise<Judged> {
  const { purpose, channel } = campaign
  const reader = program.database.purpose(purpose)
  const points = categoryIfAny(scope, 'contact-points')
  const column = columnOf[channel]
  if (!columnIfAny(points, column))
    return { reached: [], leftOut: new Map(persons.map(person => [person, 'not-in-notice'])) }
  const has = (name: string) => columnIfAny(points, name) !== undefined
  const bounced = has('state') ? `coalesce(state = 'bounced', false)` : 'false'
  const isFirst = has('is_primary') ? 'is_primary desc nulls last, ' : ''
  const { rows } = await reader.query<{ person: Id; id: Id; address: string; bounced: boolean }>(
    `select distinct on (person_id) person_id as person, id, ${column} as address, ${bounced} as bounced
     from register.contact_points where person_id = any ($1) and ${column} is not null
     order by person_id, ${bounced}, ${isFirst}id`,
    [persons],
  )
  const token = program.sign({ actor: 'system', purpose, request: campaign.id })
  const { rows: seen } = await reader.query<{ id: Id }>('select id from register.person where id = any ($1)', [persons])
  const { rows: words } = await reader.query<{ person: Id; why: string | null }>(
    'select person_id as person, why from campaigns.may_serve($1, $2, $3)',
    [token, channel, JSON.stringify(rows)],
  )
  const visible = new Set(seen.map(({ id }) => id))
  const why = new Map(words.map(one => [one.person, one.why]))
  const best = new Map(rows.map(one => [one.person, one]))
  const langs = await languagesOf(program, scope, persons)
  const leftOut = new Map<Id, string>()
  const reached: Reached[] = []
  for (const person of persons) {
    const one = best.get(person)
    const reason = one
      ? (why.get(person) ?? (one.bounced ? 'bounced' : null))
      : visible.has(person)
        ? 'no-address'
        : 'no-such-person'
    if (reason !== null || !one) leftOut.set(person, reason ?? 'no-address')
    else reached.push({ person, address: one.address, lang: langs(person) })
  }
  return { reached, leftOut }
}

async function languagesOf(
  program: Judging,
  scope: PurposeScope,
  persons: readonly Id[],
): Promise<(person: Id) => Lang> {
  const profile = categoryIfAny(scope, 'profile')
  const known = new Map<Id, string | null>()
  if (columnIfAny(profile, 'language')) {
    const { rows } = await program.database
      .purpose(scope.purpose.id)
      .query<{ person: Id; language: string | null }>(
        'select person_id as person, language from register.profile where person_id = any ($1)',
        [persons],
      )
    for (const { person, language } of rows) known.set(person, language)
  }
  return person => langFor(known.get(person), scope.notice.languages)
}
