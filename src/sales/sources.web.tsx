/** Which sources sold: how many leads they brought, how many bought and for how much, as bars and as a table; too few persons are not told. */

import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { BarChart } from '../../web/chart-bars.tsx'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { OtherPurpose } from './leads.web.tsx'
import { useSales, useSources } from './sales-asks.web.ts'

const firstYear = 2024

export function Sources() {
  const say = useText()
  const { known, category } = useSales()
  const [year, setYear] = useState('')
  const found = useSources(year)
  if (known && !category) return <OtherPurpose />
  const now = new Date().getFullYear()
  const years = Array.from({ length: now - firstYear + 1 }, (_, n) => String(now - n))
  return (
    <Page title={say('ui.lead-sources.title')} width="reading">
      <NativeSelect
        label={say('ui.leads.year')}
        description={say('ui.leads.by-source-why')}
        data={[{ value: '', label: say('ui.leads.every-year') }, ...years]}
        value={year}
        onChange={({ currentTarget }) => setYear(currentTarget.value)}
        mb="md"
      />
      <Loaded query={found} height={280}>
        {({ sources }) =>
          sources.length === 0 ? (
            <NothingYet title={say('ui.leads.none-sold')} />
          ) : (
            <>
              <BarChart
                label={say('ui.leads.leads')}
                of={say('ui.leads.source')}
                places={sources.map(({ source }) => source?.name ?? say('ui.leads.others'))}
                unit="count"
                series={[
                  { name: say('ui.leads.leads'), values: sources.map(({ leads }) => leads) },
                  { name: say('ui.leads.won'), values: sources.map(({ won }) => won ?? 'withheld') },
                ]}
              />
              <BarChart
                label={say('ui.leads.sold')}
                of={say('ui.leads.source')}
                places={sources.map(({ source }) => source?.name ?? say('ui.leads.others'))}
                unit="money"
                series={[
                  { name: say('ui.leads.sold'), values: sources.map(({ valueCents }) => valueCents ?? 'withheld') },
                ]}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
