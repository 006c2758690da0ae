/** A campaign has a name, the words by which orders and visits tell of it, and what it cost: a day of it costs once. */

import type { Pool, PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Campaign, NewCampaign, NewCost } from './attribution-answers.ts'

/** Who does it, and when. */
export interface Act {
  readonly by: string
  readonly at: Date
}

type Db = Pick<Pool, 'query'> | Pick<PoolClient, 'query'>

const most = 500

/** By name, each with its costs, the newest first. */
export async function listCampaigns(db: Db): Promise<readonly Campaign[]> {
  const { rows } = await db.query<Campaign>(
    `select c.id, c.name, c.words,
       coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'from', k.from_day, 'to', k.to_day, 'cents', k.cents, 'source', k.source)
         order by k.from_day desc, k.id) from attribution.cost k where k.campaign_id = c.id), '[]') as costs
     from attribution.campaign c order by lower(c.name) collate "fi-x-icu", c.id`,
  )
  return rows
}

/** The name is a word of its own always. */
const wordsOf = ({ name, words }: NewCampaign): string[] => [
  ...new Set([name, ...words].map(word => word.trim().toLowerCase())),
]

export async function addCampaign(db: Db, campaign: NewCampaign, { by, at }: Act): Promise<Id> {
  await refuseTaken(db, campaign, null)
  const id = newId()
  const { rowCount } = await db.query(
    `insert into attribution.campaign (id, name, words, made_at, made_by)
     select $1, $2, $3, $4, $5 where (select count(*) from attribution.campaign) < $6`,
    [id, campaign.name, wordsOf(campaign), at, by, most],
  )
  if (rowCount === 0) throw new Refused('attribution.too-many', 'conflict', { most })
  return id
}

export async function changeCampaign(db: Db, id: Id, campaign: NewCampaign): Promise<void> {
  await refuseTaken(db, campaign, id)
  const { rowCount } = await db.query('update attribution.campaign set name = $2, words = $3 where id = $1', [
    id,
    campaign.name,
    wordsOf(campaign),
  ])
  if (rowCount === 0) throw absent()
}

/** With its costs. */
export async function removeCampaign(db: Db, id: Id): Promise<void> {
  const { rowCount } = await db.query('delete from attribution.campaign where id = $1', [id])
  if (rowCount === 0) throw absent()
}

const absent = () => new Refused('attribution.no-campaign', 'absent')

/** An order would be of two campaigns by one word. */
async function refuseTaken(db: Db, campaign: NewCampaign, id: Id | null): Promise<void> {
  const { rows } = await db.query<{ name: string; word: string }>(
    `select c.name, w.word from attribution.campaign c cross join lateral unnest(c.words) w (word)
     where w.word = any ($1) and c.id is distinct from $2 limit 1`,
    [wordsOf(campaign), id],
  )
  const [taken] = rows
  if (taken)
    throw new Refused('attribution.word-taken', 'conflict', { word: taken.word, name: taken.name }, { field: 'words' })
}

/** The days of one campaign do not overlap; those of exactly the same days are told anew. In a transaction. Answers what became of it. */
export async function putCost(
  db: PoolClient,
  { campaign, from, to, cents }: NewCost,
  source: 'hand' | 'file',
  { by, at }: Act,
): Promise<'added' | 'changed' | 'same'> {
  if (from > to) throw new Refused('attribution.days', 'invalid', {}, { field: 'to' })
  const { rowCount } = await db.query('select from attribution.campaign c where c.id = $1 for update', [campaign])
  if (rowCount === 0) throw absent()
  const { rows: there } = await db.query<{ id: Id; same: boolean; cents: number; from: string; to: string }>(
    `select k.id, k.from_day = $2 and k.to_day = $3 as same, k.cents, k.from_day::text as from, k.to_day::text as to
     from attribution.cost k where k.campaign_id = $1 and k.from_day <= $3 and k.to_day >= $2 order by k.from_day`,
    [campaign, from, to],
  )
  const [first] = there
  if (first?.same) {
    if (first.cents === cents) return 'same'
    await db.query('update attribution.cost set cents = $2, source = $3, made_at = $4, made_by = $5 where id = $1', [
      first.id,
      cents,
      source,
      at,
      by,
    ])
    return 'changed'
  }
  if (first) throw new Refused('attribution.overlap', 'conflict', { from: first.from, to: first.to }, { field: 'from' })
  await db.query(
    `insert into attribution.cost (id, campaign_id, from_day, to_day, cents, source, made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), campaign, from, to, cents, source, at, by],
  )
  return 'added'
}

export async function removeCost(db: Db, id: Id): Promise<void> {
  const { rowCount } = await db.query('delete from attribution.cost where id = $1', [id])
  if (rowCount === 0) throw new Refused('attribution.no-cost', 'absent')
}

/** What each campaign cost on these days, whole cents: a cost of a longer time is of its days alike. */
export async function costsWithin(db: Db, from: string, to: string): Promise<ReadonlyMap<Id, number>> {
  const { rows } = await db.query<{ id: Id; cents: number }>(
    `select k.campaign_id as id, round(sum(k.cents::numeric * (least(k.to_day, $2::date) - greatest(k.from_day, $1::date) + 1)
       / (k.to_day - k.from_day + 1)))::bigint as cents
     from attribution.cost k where k.from_day <= $2 and k.to_day >= $1 group by 1`,
    [from, to],
  )
  return new Map(rows.map(({ id, cents }) => [id, Number(cents)]))
}
