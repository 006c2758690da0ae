/** One row a recipient says what became of them: marked before a message is handed over and settled after, so that a kill loses none and doubles none. */

import type { ClientBase, Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Outcome } from './campaign-answers.ts'
import type { Sent } from './gate.ts'

export interface Due {
  readonly message: Id
  readonly person: Id
  readonly letter: number
  readonly attempts: number
  readonly next: Date
  readonly tried: Date | null
  readonly domain: Buffer | null
  /** Of an automation that they go through again: the time that they do. */
  readonly nth: number
}

/** Whose time has come, of one campaign, but for messages that are about to go already. */
export async function dueRecipients(
  app: Pool,
  campaign: Id,
  { at, most, going }: { readonly at: Date; readonly most: number; readonly going: readonly Id[] },
): Promise<readonly Due[]> {
  const { rows } = await app.query<Due>({
    name: 'campaign-due',
    text: `select message, person_id as person, letter, attempts, next_at as next, tried_at as tried, domain_hash as domain, nth from campaigns.recipient
      where campaign_id = $1 and state = 'waiting' and letter is not null and next_at <= $2
        and message <> all ($4) order by next_at, message limit $3`,
    values: [campaign, at, most, going],
  })
  return rows
}

/** What has become of a message that was handed over. */
export interface Ended {
  readonly message: Id
  readonly state: Extract<Outcome, 'sent' | 'failed' | 'unsure' | 'waiting'>
  readonly why: string | null
  /** When one that waits again is tried; a try that never reached the recipient's server does not count. */
  readonly next?: Date
  readonly counts?: boolean
  /** The gateway's, of a text message that it took. */
  readonly reference?: string
}

/** What is about to be handed over. */
export interface Next {
  readonly message: Id
  readonly addressHash: Buffer
  /** Keyed too; of e-mail. */
  readonly domain: Buffer | null
}

/** The kind of e-mail and text messages of campaigns in `mail.message` and `sms.message`, which reports of delivery are read against. */
export const messageKind = 'campaigns.message'

/**
 * Settles messages and marks others, in one statement: a message is marked before anything of it leaves, and what is marked is never
 * handed over again without somebody having looked why. Answers those that are marked; the others are not to go any more: the campaign
 * was paused or stopped, or the recipient has left.
 */
export async function passOn(
  app: Pool,
  campaign: Sent,
  { ended, nexts, at }: { readonly ended: readonly Ended[]; readonly nexts: readonly Next[]; readonly at: Date },
): Promise<ReadonlySet<Id>> {
  const { rows } = await app.query<{ message: Id }>({
    name: 'campaign-pass-on',
    text: `with settled as (
        update campaigns.recipient r set state = e.state, why = e.why, settled_at = case when e.state <> 'waiting' then $1::timestamptz end,
          next_at = coalesce(e.next, r.next_at), attempts = r.attempts - e.uncounted
        from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::text[]) as e (message, state, why, next, uncounted, reference)
        where r.message = e.message and r.state = 'sending' returning r.*, e.reference
      ), by_mail as (
        insert into mail.message (id, person_id, kind, about, purpose, channel, state, queued_at, next_at, attempts, tried_at, settled_at, why, address_hash)
        select message, person_id, '${messageKind}', campaign_id, $9::text, case when $9::text is not null then 'email' end,
          case state when 'sent' then 'sent' else 'failed' end, tried_at, tried_at, attempts, tried_at, $1, why, address_hash
        from settled where state <> 'waiting' and $10::text = 'email' on conflict do nothing
      ), by_sms as (
        insert into sms.message (id, person_id, kind, about, state, queued_at, next_at, attempts, reference)
        select message, person_id, '${messageKind}', campaign_id, 'accepted', tried_at, $1::timestamptz + interval '15 seconds', 0, reference
        from settled where state = 'sent' and $10::text = 'sms' on conflict do nothing
      ), marked as (
        update campaigns.recipient r set state = 'sending', attempts = attempts + 1, tried_at = $1, next_at = $1,
          address_hash = n.address_hash, domain_hash = n.domain_hash
        from unnest($11::uuid[], $12::bytea[], $13::bytea[]) as n (message, address_hash, domain_hash)
        where r.message = n.message and r.state = 'waiting'
          and exists (select from campaigns.campaign c where c.id = $2::uuid and c.state = 'sending')
        returning r.message
      )
      select message from marked`,
    values: [
      at,
      campaign.id,
      ...[ended.map(({ message }) => message), ended.map(({ state }) => state), ended.map(({ why }) => why)],
      ...[ended.map(({ next }) => next ?? null), ended.map(({ counts }) => (counts === false ? 1 : 0))],
      ended.map(({ reference }) => reference ?? null),
      ...[campaign.kind === 'marketing' ? campaign.purpose : null, campaign.channel],
      ...[nexts.map(({ message }) => message), nexts.map(({ addressHash }) => addressHash)],
      nexts.map(({ domain }) => domain),
    ],
  })
  return new Set(rows.map(({ message }) => message))
}

/**
 * What was being handed over when the server died. Nobody knows whether a mail server had it, and none can be asked: marketing is not sent
 * again (`unsure`), a service message is, with the same Message-ID. A text message waits: its gateway is asked before it is sent again.
 */
export async function settleCut(app: Pool, at: Date): Promise<void> {
  await app.query(
    `with cut as (
      update campaigns.recipient r set
        state = case when c.kind = 'marketing' and c.channel = 'email' then 'unsure' else 'waiting' end,
        why = 'cut', settled_at = case when c.kind = 'marketing' and c.channel = 'email' then $1::timestamptz end
      from campaigns.campaign c where c.id = r.campaign_id and r.state = 'sending'
      returning r.*, c.purpose
    )
    insert into mail.message (id, person_id, kind, about, purpose, channel, state, queued_at, next_at, attempts, tried_at, settled_at, why, address_hash)
    select message, person_id, '${messageKind}', campaign_id, purpose, 'email', 'failed', tried_at, tried_at, attempts, tried_at, $1, 'cut', address_hash
    from cut where state = 'unsure' on conflict do nothing`,
    [at],
  )
}

/** They are not sent it; why, by person. */
export const leaveOut = (app: Pool, campaign: Id, why: ReadonlyMap<Id, string>, at: Date): Promise<unknown> =>
  why.size === 0
    ? Promise.resolve()
    : app.query(
        `update campaigns.recipient r set state = 'left-out', why = g.why, settled_at = $4
         from unnest($2::uuid[], $3::text[]) as g (person, why)
         where r.campaign_id = $1 and r.person_id = g.person and r.state = 'waiting'`,
        [campaign, [...why.keys()], [...why.values()], at],
      )

/** They wait for a minute in which their domain has room. */
export const putOff = (
  app: Pool,
  campaign: Id,
  rows: readonly { readonly person: Id; readonly next: Date; readonly domain: Buffer }[],
): Promise<unknown> =>
  rows.length === 0
    ? Promise.resolve()
    : app.query(
        `update campaigns.recipient r set next_at = g.next, domain_hash = g.domain
         from unnest($2::uuid[], $3::timestamptz[], $4::bytea[]) as g (person, next, domain)
         where r.campaign_id = $1 and r.person_id = g.person and r.state = 'waiting'`,
        [campaign, rows.map(one => one.person), rows.map(one => one.next), rows.map(one => one.domain)],
      )

/** Which addresses have had it, or may have, each by `addressKey`. */
export async function sentTo(app: Pool, campaign: Id, hashes: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const { rows } = await app.query<{ hash: Buffer; nth: number }>(
    `select address_hash as hash, nth from campaigns.recipient where campaign_id = $1 and address_hash = any ($2) and state <> 'waiting'`,
    [campaign, hashes],
  )
  return new Set(rows.map(({ hash, nth }) => addressKey(hash, nth)))
}

/** The same address counts anew for who goes through an automation again. */
export const addressKey = (hash: Buffer, nth: number): string => `${nth} ${hash.toString('hex')}`

/** How far minutes to come are full, by domain. */
export async function filledMinutes(app: Pool, from: Date) {
  const { rows } = await app.query<{ domain: Buffer; minute: number; n: number }>(
    `select distinct on (domain_hash) domain_hash as domain, floor(extract(epoch from next_at) / 60)::int as minute, count(*)::int as n
     from campaigns.recipient where domain_hash is not null and next_at >= $1
     group by 1, 2 order by 1, 2 desc`,
    [from],
  )
  return rows.map(({ domain, minute, n }) => [domain.toString('hex'), { minute, count: n }] as const)
}

/** Whoever was not reached yet is not any more. */
export const stopWaiting = (client: ClientBase, campaign: Id, at: Date): Promise<unknown> =>
  client.query(
    `update campaigns.recipient set state = 'stopped', settled_at = $2 where campaign_id = $1 and state = 'waiting'`,
    [campaign, at],
  )
