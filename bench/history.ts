/** Measurement 8: a change with its provenance beside a plain update, and a value as it was on a day beside the value as it is. */

import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { BenchRegister } from './register.ts'
import { someVisible } from './register.ts'
import { type Comparison, compare, spread } from './rounds.ts'

export async function history(register: BenchRegister, calls = 2_000): Promise<readonly Comparison[]> {
  const { database, bare } = register
  const persons = await someVisible(register, 3_000)
  const person = (call: number): string => persons[(call * 7919) % persons.length] ?? ''
  const purpose = database.purpose('customer-care')
  const token = () => signActor(database.actorKey, { actor: 'staff:bench', purpose: 'customer-care', request: newId() })
  let change = 0

  const withProvenance = (call: number) =>
    purpose.query({
      name: 'bench-write',
      text: `select register.write_identity($1, 'phone', null, $2, $2, $3, null)`,
      values: [token(), person(call), { given_name: `Aino ${change++}` }],
    })
  const plain = (call: number) =>
    bare.query({
      name: 'bare-write',
      text: 'update bare.identity set given_name = $2 where person_id = $1',
      values: [person(call), `Aino ${change++}`],
    })

  /** The table and the indexes that the register itself writes, but by hand and without a change row. */
  const sameTable = (call: number) =>
    bare.query({
      name: 'same-table-write',
      text: 'update register.identity set given_name = $2 where person_id = $1',
      values: [person(call), `Aino ${change++}`],
    })

  // The day before everything that this measurement wrote: what the first change rows say.
  const day = new Date(Date.now() - 1)
  const asOf = (call: number) =>
    bare.query({
      name: 'as-of',
      text: `select distinct on (f.key) f.key, f.value from register.change c cross join lateral jsonb_each_text(c.after) f
        where c.person_id = $1 and c.category = 'identity' and c.at <= $2 order by f.key, c.id desc`,
      values: [person(call), day],
    })
  const current = (call: number) =>
    bare.query({
      name: 'current',
      text: 'select given_name, family_name from register.identity where person_id = $1',
      values: [person(call)],
    })

  return [
    await compare(
      { name: 'change with provenance, 8 writers', run: () => spread(calls, 8, withProvenance) },
      { name: 'plain update, 8 writers', run: () => spread(calls, 8, plain) },
    ),
    await compare(
      { name: 'change with provenance, 8 writers, beside the same table', run: () => spread(calls, 8, withProvenance) },
      { name: 'plain update of the same table, 8 writers', run: () => spread(calls, 8, sameTable) },
    ),
    await compare(
      { name: 'name as it was on a day', run: () => spread(calls, 8, asOf) },
      { name: 'name as it is', run: () => spread(calls, 8, current) },
    ),
  ]
}
