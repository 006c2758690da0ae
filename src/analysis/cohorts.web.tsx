/** How customers stay, month by month: who comes, comes again and is lost, and what they bring, with how sure that is. */

import { Alert, NativeSelect, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { BarChart } from '../../web/chart-bars.tsx'
import { LineChart } from '../../web/chart-lines.tsx'
import { count, date, month, share } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import type { Cohorts, Quantity } from './cohort-answers.ts'
import { useCohorts } from './report-asks.web.ts'
import './analysis.css'

const choices = [3, 6, 12, 24]

export function CohortsScreen() {
  const say = useText()
  const [horizon, setHorizon] = useState(6)
  const found = useCohorts(horizon)
  return (
    <Page title={say('ui.cohorts.title')}>
      <Loaded query={found} height={500}>
        {answer =>
          answer.cohorts.length === 0 ? (
            <Alert color="gray">{say('ui.cohorts.none')}</Alert>
          ) : (
            <>
              <Text c="dimmed" mb="lg">
                {say('ui.cohorts.before', { day: date(answer.before) })}
              </Text>
              <div className="cohort-charts">
                <Months answer={answer} />
                <Again answer={answer} />
                <Worth answer={answer} horizon={horizon} choose={setHorizon} />
                <Times answer={answer} />
              </div>
              <CohortTable answer={answer} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

interface Part {
  readonly answer: Cohorts
}

function Months({ answer: { months, lostAfter } }: Part) {
  const say = useText()
  return (
    <LineChart
      label={say('ui.cohorts.months')}
      of={say('ui.cohorts.month')}
      places={months.map(one => month(one.month))}
      unit="count"
      series={(['first', 'returning', 'lost'] as const).map(name => ({
        name: say(`ui.cohorts.${name}`),
        values: months.map(one => one[name]),
      }))}
      note={say('ui.cohorts.lost-why', { months: lostAfter })}
    />
  )
}

const quarterText = (say: ReturnType<typeof useText>, quarter: number): string =>
  say('ui.cohorts.quarter', { from: quarter * 3 + 1, to: quarter * 3 + 3 })

function Again({ answer: { together } }: Part) {
  const say = useText()
  const told = together.slice(0, together.findLastIndex(one => one !== null) + 1)
  return (
    <LineChart
      label={say('ui.cohorts.again')}
      of={say('ui.cohorts.after')}
      places={told.map((_, quarter) => quarterText(say, quarter))}
      unit="share"
      series={[{ name: say('ui.cohorts.again-share'), values: told }]}
    />
  )
}

function Worth({ answer: { worth }, horizon, choose }: Part & { horizon: number; choose: (months: number) => void }) {
  const say = useText()
  const told = worth.filter(({ mean }) => mean !== null)
  return (
    <div>
      <NativeSelect
        label={say('ui.cohorts.horizon')}
        value={String(horizon)}
        maw={220}
        mb="xs"
        data={choices.map(months => ({ value: String(months), label: say('ui.cohorts.horizon-months', { months }) }))}
        onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
      />
      <LineChart
        label={say('ui.cohorts.worth', { months: horizon })}
        of={say('ui.cohorts.first-month')}
        places={told.map(one => month(one.month))}
        unit="money"
        series={[
          {
            name: say('ui.cohorts.mean'),
            values: told.map(({ mean }) => mean),
            ranges: told.map(({ range }) => range),
          },
        ]}
        note={say('ui.cohorts.worth-why')}
      />
    </div>
  )
}

function Times({ answer: { times } }: Part) {
  const say = useText()
  return (
    <BarChart
      label={say('ui.cohorts.times')}
      of={say('ui.cohorts.orders')}
      places={times.map(({ atLeast, isMore }) =>
        say(isMore ? 'ui.cohorts.or-more' : 'ui.cohorts.so-many', { n: atLeast }),
      )}
      unit="count"
      series={[{ name: say('ui.cohorts.persons'), values: times.map(({ persons }) => persons) }]}
    />
  )
}

/** The same cohort by cohort, the larger the share the darker: a table from the beginning, for it has too many lines to draw. */
function CohortTable({ answer: { cohorts, together } }: Part) {
  const say = useText()
  const last = together.findLastIndex(one => one !== null) + 1
  const text = (value: Quantity | null | undefined) =>
    value === null || value === undefined ? '–' : value === 'withheld' ? say('ui.charts.withheld') : share(value)
  return (
    <section aria-labelledby="by-cohort">
      <Title order={2} id="by-cohort" size="h4" mb="xs">
        {say('ui.cohorts.by-cohort')}
      </Title>
      <Table.ScrollContainer
        minWidth={200 + last * 96}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: 'region', 'aria-label': say('ui.cohorts.by-cohort') },
        }}
      >
        <Table verticalSpacing={4} className="cohort-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{say('ui.cohorts.first-month')}</Table.Th>
              <Table.Th scope="col" ta="end">
                {say('ui.cohorts.persons')}
              </Table.Th>
              {together.slice(0, last).map((_, quarter) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a quarter is its number
                <Table.Th key={quarter} scope="col" ta="end">
                  {quarterText(say, quarter)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cohorts.map(({ month: first, persons, again }) => (
              <Table.Tr key={first}>
                <Table.Th scope="row" fw={440}>
                  {month(first)}
                </Table.Th>
                <Table.Td ta="end">{persons === 'withheld' ? say('ui.charts.withheld') : count(persons)}</Table.Td>
                {again.slice(0, last).map((value, quarter) => (
                  <Table.Td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a quarter is its number
                    key={quarter}
                    ta="end"
                    className="cohort-share"
                    style={{ '--cohort-share': typeof value === 'number' ? `${Math.round(value * 100)}%` : '0%' }}
                  >
                    {text(value)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {say('ui.charts.withheld-why')}
      </Text>
    </section>
  )
}

declare module 'react' {
  interface CSSProperties {
    '--cohort-share'?: string
  }
}
