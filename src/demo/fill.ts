/** A demonstration begins whole: staff, a year of customers, and nothing of a beginning that was cut short. */

import { administrator } from '../access/duty.ts'
import { addStaff } from '../access/staff.ts'
import { keepReport } from '../analysis/saved.ts'
import { type Id, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Job } from '../jobs/job.ts'
import { giveAccount } from './accountable.ts'
import { payForCampaigns } from './advertising.ts'
import { contract } from './contracting.ts'
import { guardTheDoors } from './guarding.ts'
import { inferOf } from './inferring.ts'
import { invite } from './inviting.ts'
import type { DemoMark } from './mark.ts'
import { meet } from './meeting.ts'
import { sendOrders } from './orders.ts'
import { personalise } from './personalising.ts'
import { noPost } from './post.ts'
import { raffle } from './raffling.ts'
import { receiveForms } from './receiving.ts'
import { serve } from './serving.ts'
import { askForOpinions } from './surveying.ts'
import { writeToUs } from './talking.ts'
import { visitTheSite } from './visiting.ts'
import { writeToMany } from './writing.ts'
import { type DemoProgram, liveTheYear, weeks } from './year.ts'

/** Colleagues with duties of the example's notice; nobody knows their passwords. */
const colleagues = [
  ['Sointu Kastevaara', ['customer-service']],
  ['Oiva Harjuniitty', ['customer-service', 'sales']],
  ['Märta Björkskär', ['marketing']],
  ['Ilmari Tähkäkallas', ['bookkeeping', 'management']],
  ['Helmi Lumiranko', ['privacy']],
] as const

/** `letters`: sends whatever waits to go by e-mail. */
export async function fillDemo(
  program: DemoProgram,
  { email, password }: DemoMark,
  letters: Pick<Job<DemoProgram>, 'run'>,
): Promise<void> {
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
  if (guide) await workOn(program, guide.id)
  await letters.run({ ...program, mail: noPost(program.mail) }, {}, new AbortController().signal)
  await guardTheDoors(program, staff)
  await program.database.admin.query('analyze')
}

/** What a year of customers leads to, capability by capability: `guide` has done it. */
async function workOn(program: DemoProgram, guide: Id): Promise<void> {
  const by = `staff:${guide}` as const
  await giveAccount(program, guide)
  await sendOrders(program, guide)
  await keepReports(program, guide)
  await writeToUs(program, by)
  await askForOpinions(program, by)
  await visitTheSite(program, by)
  await payForCampaigns(program, guide)
  await receiveForms(program, by)
  await raffle(program, by)
  await invite(program, by)
  await contract(program, by)
  await meet(program, by)
  await inferOf(program, by)
  await writeToMany(program, by)
  await serve(program, by)
  await personalise(program, by)
}

/** What the management asks again and again. */
const reports = [
  ['customer-analysis', 'Tulot kursseittain', { of: 'orders', sum: 'amount', by: ['product'] }],
  ['customer-analysis', 'Mistä ostajat tulivat', { of: 'orders', by: ['source'] }],
  ['planning', 'Tulot kuukausittain', { of: 'orders', sum: 'amount', by: ['ordered'] }],
  ['planning', 'Tilaukset kuukausittain ja kursseittain', { of: 'orders', by: ['ordered', 'product'] }],
  ['customer-care', 'Palaute kuukausittain', { of: 'feedback', by: ['received'] }],
  ['marketing', 'Tilaukset kursseittain', { of: 'orders', by: ['product'] }],
  ['development', 'Palaute kuukausittain', { of: 'feedback', by: ['received'] }],
] as const

async function keepReports({ database, clock }: DemoProgram, guide: string): Promise<void> {
  for (const [purpose, name, { by, ...asked }] of reports) {
    const definition = { ...asked, by: [...by], each: 'month' as const, where: [] }
    await keepReport(database.app, purpose, { name, definition }, { at: clock.now(), by: `staff:${guide}` })
  }
}

const schemas = [
  ...[
    'register',
    'intake',
    'accountability',
    'arrivals',
    'sales',
    'publication',
    'analysis',
    'attribution',
    'inference',
    'inbox',
  ],
  ...[
    'security',
    'surveys',
    'forms',
    'raffles',
    'events',
    'agreements',
    'meetings',
    'tasks',
    'segments',
    'letters',
    'campaigns',
  ],
  ...['automations', 'personalisation', 'mail'],
]

async function empty({ database: { admin } }: DemoProgram): Promise<void> {
  // agreements.turn says which step may follow which.
  const { rows } = await admin.query<{ tables: string }>(
    `select string_agg(oid::regclass::text, ', ') as tables from pg_class
     where relkind = 'r' and relnamespace::regnamespace::text = any ($1) and oid <> 'agreements.turn'::regclass`,
    [schemas],
  )
  await admin.query(
    'truncate visits.step, visits.day_count, visits.day_origin, visits.day_page, visits.day_part, visits.machine_day, visits.goal, visits.choice, retention.event_told cascade',
  )
  await admin.query(`truncate ${rows[0]?.tables ?? ''}, access.staff, access.look, access.look_seal cascade`)
}
