/** The orders of a year shared out among what led to them, beside the last touch of each in hand-written SQL that nobody protects. */

import type { Asking } from '../src/analysis/classes.ts'
import { share } from '../src/attribution/share.ts'
import { dateInHelsinki, systemClock } from '../src/base/time.ts'
import { scopeFor } from '../src/register/scope.ts'
import type { BenchRegister } from './register.ts'

/** Of a purpose of the register. */
export type AskFor = (purpose: string) => Asking
/** What is asked, by us and by hand. */
export type Question = readonly [what: string, ours: () => Promise<unknown>, sql: string]

/** Of five orders four say where they came from; of the bench's own year. */
const origins = `
  update register.orders o set origin_campaign = case mod(abs(hashtext(o.order_number)), 5) when 0 then 'kevät' when 1 then 'syksy' end,
    origin_referrer = case mod(abs(hashtext(o.order_number)), 5) when 2 then 'google.com' when 3 then 'facebook.com' end;
  create table bare.origins as select person_id, ordered, coalesce(origin_campaign, origin_referrer) as place from register.orders
    where coalesce(origin_campaign, origin_referrer) is not null;
  create index on bare.origins (person_id, ordered);`

/** In days. */
const [year, window] = [365, 30]

/** Puts origins to the orders of the register, and answers the question to be measured. */
export async function attributed({ bare }: BenchRegister, askFor: AskFor): Promise<Question> {
  await bare.query(origins)
  await bare.query('vacuum analyze')
  const now = systemClock.now()
  const last = dateInHelsinki(now)
  const first = dateInHelsinki(new Date(now.getTime() - (year - 1) * 86_400_000))
  const scope = await scopeFor(askFor('marketing'))
  return [
    'Orders of a year shared out among what led to them, three models',
    () => share(askFor('marketing'), scope, { first, last, days: window }),
    `with o as (select person_id, ordered, sum(amount) as value from bare.orders where ordered >= '${first}' group by 1, 2),
      m as (select distinct on (o.person_id, o.ordered) o.*, t.place from o left join bare.origins t on t.person_id = o.person_id
        and t.ordered <= o.ordered and t.ordered > o.ordered - interval '${window} days' order by o.person_id, o.ordered, t.ordered desc)
      select place, count(*), sum(value), count(distinct person_id) from m group by 1`,
  ]
}
