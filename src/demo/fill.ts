/** A demonstration begins whole: staff, a year of customers, and nothing of a beginning that was cut short. */

import { administrator } from '../access/duty.ts'
import { addStaff } from '../access/staff.ts'
import { newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { giveAccount } from './accountable.ts'
import type { DemoMark } from './mark.ts'
import { sendOrders } from './orders.ts'
import { type DemoProgram, liveTheYear, weeks } from './year.ts'

/** Colleagues with duties of the example's notice; nobody knows their passwords. */
const colleagues = [
  ['Sointu Kastevaara', ['customer-service']],
  ['Oiva Harjuniitty', ['customer-service', 'sales']],
  ['Märta Björkskär', ['marketing']],
  ['Ilmari Tähkäkallas', ['bookkeeping', 'management']],
  ['Helmi Lumiranko', ['privacy']],
] as const

export async function fillDemo(program: DemoProgram, { email, password }: DemoMark): Promise<void> {
  await empty(program)
  // They have had their duties since before the first customer.
  const act = { by: 'system', at: new Date(program.clock.now().getTime() - (weeks + 1) * 7 * 86_400_000) }
  const { duties } = await program.published()
  const staff = await transaction(program.database.app, async client => {
    const all = [...duties.map(({ id }) => id), administrator]
    const guide = await addStaff(client, { name: 'Esittelijä', email, password, duties: all }, act)
    const everybody = [{ id: guide, duties: all }]
    for (const [name, own] of colleagues) {
      const address = `${name.split(' ')[0]?.toLowerCase()}@example.org`
      const id = await addStaff(client, { name, email: address, password: newSecret(), duties: own }, act)
      everybody.push({ id, duties: [...own] })
    }
    return everybody
  })
  await liveTheYear(program, staff)
  const [guide] = staff
  if (guide) await giveAccount(program, guide.id)
  if (guide) await sendOrders(program, guide.id)
  await program.database.admin.query('analyze')
}

async function empty({ database: { admin } }: DemoProgram): Promise<void> {
  const { rows } = await admin.query<{ tables: string }>(
    `select string_agg(oid::regclass::text, ', ') as tables from pg_class
     where relkind = 'r' and relnamespace in ('register'::regnamespace, 'intake'::regnamespace, 'accountability'::regnamespace, 'arrivals'::regnamespace)`,
  )
  await admin.query(`truncate ${rows[0]?.tables ?? ''}, access.staff, access.look, access.look_seal cascade`)
}
