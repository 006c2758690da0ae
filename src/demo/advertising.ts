/** The demonstration's campaigns, with what each cost week by week. */

import { addCampaign, putCost } from '../attribution/campaign.ts'
import { transaction } from '../database/transaction.ts'
import { type DemoProgram, weeks } from './year.ts'

const campaigns = [
  { name: 'Opi uutta -mainonta', words: ['opi-uutta', 'OPI10'], weekly: 14_000 },
  { name: 'Hakumainonta', words: ['haku-kurssit'], weekly: 9_500 },
] as const

/** Each campaign of every week, until yesterday. */
export async function payForCampaigns({ database, clock }: DemoProgram, guide: string): Promise<void> {
  const act = { by: `staff:${guide}`, at: clock.now() }
  const day = (ago: number) => new Date(clock.now().getTime() - ago * 86_400_000).toISOString().slice(0, 10)
  await transaction(database.app, async db => {
    for (const { name, words, weekly } of campaigns) {
      const campaign = await addCampaign(db, { name, words: [...words] }, act)
      for (let week = weeks; week > 0; week--)
        await putCost(db, { campaign, from: day(week * 7), to: day(week * 7 - 6), cents: weekly }, 'file', act)
    }
  })
}
