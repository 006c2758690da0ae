/** Who of the demonstration takes part in something: customers by what the register knows of them, and a few who come for the first time. */

import type { Id } from '../base/ids.ts'
import { chanceFrom, invented } from './invented.ts'
import type { DemoProgram } from './year.ts'

export interface Known {
  readonly person: Id
  readonly given: string
  readonly family: string
  readonly email: string
}

/** Of the newest customers every so manieth; the same each time. */
export async function customers({ database }: DemoProgram, count: number, each: number): Promise<readonly Known[]> {
  const { rows } = await database.purpose('customer-care').query<Known>(
    `select person, given, family, email from (
       select i.person_id as person, i.given_name as given, i.family_name as family, c.email, row_number() over (order by i.person_id desc) as n
       from register.identity i join register.contact_points c on c.person_id = i.person_id and c.is_primary
       where i.given_name is not null and c.email is not null and exists (select from register.orders o where o.person_id = i.person_id)) buyers
     where n % $2 = 0 order by n limit $1`,
    [count, each],
  )
  return rows
}

/** Nobody of the register yet, from the `first`-th invented on. */
export const newcomers = (count: number, first: number): readonly Omit<Known, 'person'>[] => {
  const chance = chanceFrom(first)
  return Array.from({ length: count }, (_, n) => invented(chance, first + n))
}
