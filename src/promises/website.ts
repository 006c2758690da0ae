/** Which websites of the controller the checks visit is chosen by an administrator, and who chose them and when is on record. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'

export interface Websites {
  readonly addresses: readonly string[]
  readonly at: Date
  readonly by: string
}

/** Those chosen last; undefined when nobody has chosen any. */
export async function websites(app: Pool): Promise<Websites | undefined> {
  const { rows } = await app.query<Websites>('select addresses, at, by from promises.website order by id desc limit 1')
  return rows[0]
}

/** `addresses` are http or https. An empty list takes all away. */
export async function chooseWebsites(
  app: Pool,
  addresses: readonly string[],
  act: { readonly at: Date; readonly by: string },
): Promise<void> {
  const wrong = addresses.find(address => !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
  if (wrong !== undefined) throw new Refused('promises.no-address', 'invalid', {}, { field: 'addresses' })
  await app.query('insert into promises.website (id, addresses, at, by) values ($1, $2, $3, $4)', [
    newId(),
    addresses,
    act.at,
    act.by,
  ])
}
