/** A demonstration begins whole: staff, a year of customers, and nothing of a beginning that was cut short. */

import { administrator } from '../access/duty.ts'
import { addStaff } from '../access/staff.ts'
import { keepReport } from '../analysis/saved.ts'
import { newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { giveAccount } from './accountable.ts'
import { payForCampaigns } from './advertising.ts'
import { guardTheDoors } from './guarding.ts'
import { inferOf } from './inferring.ts'
import type { DemoMark } from './mark.ts'
import { sendOrders } from './orders.ts'
import { askForOpinions } from './surveying.ts'
import { writeToUs } from './talking.ts'
import { visitTheSite } from './visiting.ts'
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
  if (guide) await keepReports(program, guide.id)
  if (guide) await writeToUs(program, `staff:${guide.id}`)
  if (guide) await askForOpinions(program, `staff:${guide.id}`)
  if (guide) await visitTheSite(program, `staff:${guide.id}`)
  if (guide) await payForCampaigns(program, guide.id)
  if (guide) await inferOf(program, `staff:${guide.id}`)
  await guardTheDoors(program, staff)
  await program.database.admin.query('analyze')
}

/** What the management asks again and again. */
const reports = [
  ['customer-analysis', 'Tulot kursseittain', { of: 'orders', sum: 'amount', by: ['product'] }],
  ['customer-analysis', 'Mistä ostajat tulivat', { of: 'orders', by: ['source'] }],
  ['planning', 'Tulot kuukausittain', { of: 'orders', sum: 'amount', by: ['ordered'] }],
  ['planning', 'Tilaukset kuukausittain ja kursseittain', { of: 'orders', by: ['ordered', 'product'] }],
  ['development', 'Palaute kuukausittain', { of: 'feedback', by: ['received'] }],
] as const

async function keepReports({ database, clock }: DemoProgram, guide: string): Promise<void> {
  for (const [purpose, name, { by, ...asked }] of reports) {
    const definition = { ...asked, by: [...by], each: 'month' as const, where: [] }
    await keepReport(database.app, purpose, { name, definition }, { at: clock.now(), by: `staff:${guide}` })
  }
}

async function empty({ database: { admin } }: DemoProgram): Promise<void> {
  const { rows } = await admin.query<{ tables: string }>(
    `select string_agg(oid::regclass::text, ', ') as tables from pg_class
     where relkind = 'r' and relnamespace in ('register'::regnamespace, 'intake'::regnamespace, 'accountability'::regnamespace, 'arrivals'::regnamespace, 'sales'::regnamespace, 'publication'::regnamespace,
      'analysis'::regnamespace, 'attribution'::regnamespace, 'inference'::regnamespace,
      'inbox'::regnamespace, 'security'::regnamespace, 'surveys'::regnamespace)`,
  )
  await admin.query(
    'truncate visits.step, visits.day_count, visits.day_origin, visits.day_page, visits.machine_day, visits.goal, visits.choice cascade',
  )
  await admin.query(`truncate ${rows[0]?.tables ?? ''}, access.staff, access.look, access.look_seal cascade`)
}
