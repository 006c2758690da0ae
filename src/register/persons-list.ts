/** Lists of persons for one purpose, a page at a time and by key: no page costs more than the one before it. */

import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { nameOrder } from '../notice/find-functions.ts'
import type { List } from './answers.ts'
import { parameters } from './condition-sql.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { readFindQuery } from './find-query.ts'
import { compileFilter } from './list-filters.ts'
import { conditionsOf, type Narrowing, narrow } from './list-narrowing.ts'
import { listedColumns, readListed } from './listed.ts'
import type { Find } from './requests.ts'
import { type Asking, categoryIfAny, columnIfAny, type PurposeScope, scopeFor } from './scope.ts'
import { inWords } from './scope-words.ts'

interface Found {
  readonly persons: readonly Id[]
  readonly next: string | null
}

/** A list that somebody asked for, within its transaction. */
interface Listing {
  readonly ask: Asking
  readonly scope: PurposeScope
  readonly find: Find
  readonly narrowing: Narrowing
  readonly db: Pick<PoolClient, 'query'>
}

/** One page of the persons that the purpose sees and all filters hold for. */
export async function listPersons(ask: Asking, find: Find): Promise<List> {
  const scope = await scopeFor(ask)
  const sort = find.sort === 'name' && !seesNames(scope) ? 'newest' : find.sort
  const filters = find.filters.map((filter, n) =>
    compileFilter(filter, n, scope, { token: ask.token, at: ask.clock.now() }),
  )
  return transaction(ask.reader, async db => {
    // The planner has no sample of names and would now and then read a whole table for a page of fifty.
    await db.query('set local enable_seqscan = off')
    const all = await countSeen(db, ask)
    const isNobody = all.seen === 0
    const narrowing = find.q || isNobody ? { among: undefined, filters, total: undefined } : await narrow(db, filters)
    const listing = { ask, scope, find, narrowing, db }
    // Whoever sees nobody would walk past everybody to find that out (docs/decisions/0008).
    const found = isNobody ? nobody : await (find.q ? matching(listing) : pages[sort](listing))
    const total = find.q ? foundCount(found, find.limit) : (narrowing.total ?? { count: all.seen, exact: true })
    return {
      persons: await readListed(listing, found.persons, find.columns),
      next: found.next,
      sort,
      total,
      leftOut: {
        persons: { count: all.hidden, exact: true },
        categories: scope.leftOut.map(({ name }) => inWords(name, scope.notice, ask.lang)),
      },
      columns: listedColumns(scope),
    }
  })
}

/** Only with both parts of the name is there an order of names, and an index that has it. */
const seesNames = (scope: PurposeScope) => {
  const identity = categoryIfAny(scope, 'identity')
  return columnIfAny(identity, 'family_name') !== undefined && columnIfAny(identity, 'given_name') !== undefined
}

type Page = (listing: Listing) => Promise<Found>

const namePosition = z.union([
  z.tuple([z.literal('named'), z.string(), z.string(), z.uuid()]),
  z.tuple([z.literal('nameless'), z.uuid().nullable()]),
])

/**
 * By family name, then given name, as Finns sort them; who has only one name stands by that. Those without any name come last,
 * newest first.
 */
const byName: Page = async listing => {
  const { ask, find, narrowing, db } = listing
  const position = readCursor(find.after, namePosition) ?? (['named', '', '', nil] as const)
  if (position[0] === 'nameless') return nameless(listing, position[1], find.limit)
  const { values, bind } = parameters()
  const place = position.slice(1).map(bind).join(', ')
  // A few are sorted; else the function gives all in order, one at a time, until the page is full.
  const named = narrowing.among
    ? `select * from (select person_id, ${nameOrder.first} as first, ${nameOrder.second} as second
        from register.identity where person_id = any (${bind(narrowing.among)})) few
      where (first, second, person_id) > (${place}) order by first, second, person_id`
    : `select (walk.named).* from (select register.persons_by_name(${bind(ask.token)}, ${place}) as named) walk`
  const { rows } = await db.query<{ person_id: Id; first: string; second: string }>(
    `select p.* from (${named}) p
      where true${conditionsOf({ filters: narrowing.filters }, 'p.person_id', bind)} limit ${bind(find.limit + 1)}`,
    values,
  )
  const shown = rows.slice(0, find.limit)
  const persons = shown.map(row => row.person_id)
  const last = shown.at(-1)
  if (rows.length > find.limit && last) {
    return { persons, next: writeCursor(['named', last.first, last.second, last.person_id]) }
  }
  if (persons.length === find.limit) return { persons, next: writeCursor(['nameless', null]) }
  const rest = await nameless(listing, null, find.limit - persons.length)
  return { persons: [...persons, ...rest.persons], next: rest.next }
}

const nil = '00000000-0000-0000-0000-000000000000'

async function nameless({ narrowing, db }: Listing, olderThan: Id | null, limit: number): Promise<Found> {
  const { values, bind } = parameters()
  const holds = conditionsOf(narrowing, 'p.id', bind)
  const { rows } = await db.query<{ id: Id }>(
    `select p.id from register.person p
      where p.id < coalesce(${bind(olderThan)}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')${holds}
        and not exists (select from register.identity i
          where i.person_id = p.id and (i.family_name is not null or i.given_name is not null))
      order by p.id desc limit ${bind(limit + 1)}`,
    values,
  )
  return cut(
    rows.map(({ id }) => id),
    limit,
    id => ['nameless', id],
  )
}

/** Ids sort by the time they were given. */
const newest: Page = async ({ find, narrowing, db }) => {
  const [olderThan] = readCursor(find.after, z.tuple([z.uuid()])) ?? [null]
  const { values, bind } = parameters()
  const holds = conditionsOf(narrowing, 'p.id', bind)
  const { rows } = await db.query<{ id: Id }>(
    `select p.id from register.person p
      where p.id < coalesce(${bind(olderThan)}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')${holds}
      order by p.id desc limit ${bind(find.limit + 1)}`,
    values,
  )
  return cut(
    rows.map(({ id }) => id),
    find.limit,
    id => [id],
  )
}

/** By the last change that the purpose sees. */
const changed: Page = async ({ ask, find, narrowing, db }) => {
  const [after] = readCursor(find.after, z.tuple([z.uuid()])) ?? [null]
  const { values, bind } = parameters()
  const holds = conditionsOf(narrowing, 'c.person_id', bind)
  // With filters the ledger is read further than a page: far enough for any list that somebody turns the pages of.
  const most = bind(find.filters.length === 0 ? find.limit + 1 : 100_000)
  const { rows } = await db.query<{ person_id: Id; change_id: Id }>(
    `select c.person_id, c.change_id from register.changed_persons(${bind(ask.token)}, null, null, ${bind(after)}, ${most}) c
      where true${holds} order by c.change_id desc limit ${bind(find.limit + 1)}`,
    values,
  )
  const shown = rows.slice(0, find.limit)
  const last = shown.at(-1)
  return {
    persons: shown.map(row => row.person_id),
    next: rows.length > find.limit && last ? writeCursor([last.change_id]) : null,
  }
}

const pages: Readonly<Record<Find['sort'], Page>> = { name: byName, newest, changed }

/** Best match first; further pages are not offered, a narrower query is. */
const matching: Page = async ({ ask, find, narrowing, db }) => {
  const query = readFindQuery(find.q ?? '')
  if (!query) return { persons: [], next: null }
  const { values, bind } = parameters()
  const found = `register.find_persons(${bind(ask.token)}, ${bind(query.text)}, ${bind(find.filters.length === 0 ? find.limit : 1000)})`
  const holds = conditionsOf(narrowing, 'p.person_id', bind)
  const { rows } = await db.query<{ person_id: Id }>(
    `select p.person_id from ${found} with ordinality as p (person_id, step, place)
      where true${holds} order by p.place limit ${bind(find.limit)}`,
    values,
  )
  return { persons: rows.map(row => row.person_id), next: null }
}

function cut(ids: readonly Id[], limit: number, position: (last: Id) => readonly (string | null)[]): Found {
  const persons = ids.slice(0, limit)
  const last = persons.at(-1)
  return { persons, next: ids.length > limit && last ? writeCursor(position(last)) : null }
}

const nobody: Found = { persons: [], next: null }

const foundCount = ({ persons }: Found, limit: number): List['total'] => ({
  count: persons.length,
  exact: persons.length < limit,
})

/** How many persons the purpose sees, and how many it does not. */
async function countSeen(
  db: Listing['db'],
  { token }: Asking,
): Promise<{ readonly seen: number; readonly hidden: number }> {
  const { rows } = await db.query<{ seen: number; hidden: number }>({
    name: 'count-seen',
    text: 'select seen, hidden from register.count_seen($1)',
    values: [token],
  })
  return rows[0] ?? { seen: 0, hidden: 0 }
}
