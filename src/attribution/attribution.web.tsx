/** Where orders came from: first how much of it is not known, then who has the credit, drawn and as a table beside what it cost. */

import { Alert, Anchor, Group, NativeSelect, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { BarChart } from '../../web/chart-bars.tsx'
import { count, date, money, share } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { Attribution, Credit, Ground, Model, Place } from './attribution-answers.ts'
import { type Shown, useAttribution } from './attribution-asks.web.ts'
import './attribution.css'

const periods = [30, 90, 365] as const
const windows = [7, 30, 90] as const
const models: readonly Model[] = ['first', 'last', 'linear']
const grounds: readonly Ground[] = ['orders', 'visits', 'letters', 'measures', 'participation', 'came-by']
/** More bars than these are in the table alone. */
const mostBars = 14

export function AttributionScreen() {
  const say = useText()
  const [shown, show] = useState<Shown>({ period: 90, days: 30 })
  const [model, setModel] = useState<Model>('last')
  const found = useAttribution(shown)
  const days = (all: readonly number[]) =>
    all.map(one => ({ value: String(one), label: say('ui.attribution.days', { count: one }) }))
  return (
    <Page
      title={say('ui.attribution.title')}
      acts={
        <Anchor renderRoot={props => <Link {...props} to="/attribution/costs" />}>
          {say('ui.attribution.to-costs')}
        </Anchor>
      }
    >
      <Text maw={760} mb="md">
        {say('ui.attribution.about')}
      </Text>
      <Group align="flex-end" gap="md" mb="md">
        <NativeSelect
          label={say('ui.attribution.period')}
          value={String(shown.period)}
          data={days(periods)}
          onChange={({ currentTarget }) => show({ ...shown, period: Number(currentTarget.value) })}
        />
        <NativeSelect
          label={say('ui.attribution.window')}
          value={String(shown.days)}
          data={days(windows)}
          onChange={({ currentTarget }) => show({ ...shown, days: Number(currentTarget.value) })}
        />
        <div>
          <Text size="sm" fw={500} id="attribution-model">
            {say('ui.attribution.model')}
          </Text>
          <SegmentedControl
            aria-labelledby="attribution-model"
            value={model}
            data={models.map(one => ({ value: one, label: say(`ui.attribution.${one}`) }))}
            onChange={one => setModel(models.find(known => known === one) ?? 'last')}
          />
        </div>
      </Group>
      <Loaded query={found} height={420}>
        {answer =>
          answer.total.orders === 0 && answer.places.length === 0 ? (
            <NothingYet title={say('ui.attribution.none')}>{say('ui.attribution.none-why')}</NothingYet>
          ) : (
            <Stack gap="xl" aria-busy={found.isPlaceholderData}>
              <Known answer={answer} />
              <Drawn answer={answer} model={model} />
              <Compared answer={answer} model={model} />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}

interface Part {
  readonly answer: Attribution
}

function Known({ answer: { total, unknown, sees, amounts } }: Part) {
  const say = useText()
  const named = (all: readonly Ground[]) => all.map(one => say(`ui.attribution.ground.${one}`)).join(', ')
  const others = grounds.filter(one => !sees.includes(one))
  return (
    <Alert color="gray" maw={760} title={unknownText(say, total, unknown)}>
      <Text size="sm">{say('ui.attribution.known-by', { grounds: named(sees) })}</Text>
      {others.length > 0 && <Text size="sm">{say('ui.attribution.not-by', { grounds: named(others) })}</Text>}
      {!amounts && <Text size="sm">{say('ui.attribution.no-amounts')}</Text>}
    </Alert>
  )
}

function unknownText(say: Say, { orders: total }: Credit, { orders: unknown }: Credit): string {
  if (total === 'withheld') return say('ui.attribution.too-few')
  if (unknown === 'withheld') return say('ui.attribution.unknown-few')
  if (unknown === 0) return say('ui.attribution.all-known', { total: count(total) })
  return say('ui.attribution.share-unknown', {
    ...{ share: share(unknown / total), unknown: count(unknown), total: count(total) },
  })
}

function Drawn({ answer: { places, unknown, amounts, from, to }, model }: Part & { model: Model }) {
  const say = useText()
  const drawn = places.filter(({ credit }) => credit[model].orders !== 0).slice(0, mostBars)
  const labels = [...drawn.map(({ label }) => label), say('ui.attribution.unknown')]
  const credits = [...drawn.map(({ credit }) => credit[model]), unknown]
  const chart = { of: say('ui.attribution.place'), places: labels, note: `${date(from)} – ${date(to)}` }
  return (
    <div className="attribution-charts">
      <BarChart
        {...chart}
        label={say('ui.attribution.orders')}
        unit="count"
        series={[{ name: say(`ui.attribution.${model}`), values: credits.map(({ orders }) => orders) }]}
      />
      {amounts && (
        <BarChart
          {...chart}
          label={say('ui.attribution.revenue')}
          unit="money"
          series={[{ name: say(`ui.attribution.${model}`), values: credits.map(({ cents }) => cents) }]}
        />
      )}
    </div>
  )
}

/** The three models beside one another, and of the one that was chosen what it brought and cost. */
function Compared({ answer: { places, unknown, amounts }, model }: Part & { model: Model }) {
  const say = useText()
  const number = (value: number | 'withheld') => (value === 'withheld' ? say('ui.charts.withheld') : count(value))
  const euros = (value: number | 'withheld' | null) =>
    value === null ? '–' : value === 'withheld' ? say('ui.charts.withheld') : money(value)
  const costs = places.some(({ costCents }) => costCents !== null)
  const heads = [
    ...models.map(one => say(`ui.attribution.${one}`)),
    ...(amounts ? [say('ui.attribution.revenue')] : []),
    ...(costs ? [say('ui.attribution.cost'), say('ui.attribution.cost-each')] : []),
    ...(costs && amounts ? [say('ui.attribution.return')] : []),
  ]
  return (
    <section aria-labelledby="attribution-table">
      <Title order={2} size="h4" id="attribution-table" mb="xs">
        {say('ui.attribution.table')}
      </Title>
      <Table.ScrollContainer
        minWidth={200 + heads.length * 100}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': say('ui.attribution.table') } }}
      >
        <Table verticalSpacing={4} className="attribution-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{say('ui.attribution.place')}</Table.Th>
              {heads.map(head => (
                <Table.Th key={head} scope="col" ta="end">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {places.map(place => (
              <Table.Tr key={place.label}>
                <Table.Th scope="row" fw={440} className="any-name">
                  {place.label}
                </Table.Th>
                {[
                  ...models.map(one => number(place.credit[one].orders)),
                  ...(amounts ? [euros(place.credit[model].cents)] : []),
                  ...(costs ? [euros(place.costCents), euros(costEach(place, model))] : []),
                  ...(costs && amounts ? [returned(place, model)] : []),
                ].map((cell, nth) => (
                  <Table.Td key={heads[nth]} ta="end" className="figures">
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
            <Table.Tr>
              <Table.Th scope="row" fw={440}>
                {say('ui.attribution.unknown')}
              </Table.Th>
              {models.map(one => (
                <Table.Td key={one} ta="end" className="figures">
                  {number(unknown.orders)}
                </Table.Td>
              ))}
              {amounts && (
                <Table.Td ta="end" className="figures">
                  {euros(unknown.cents)}
                </Table.Td>
              )}
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {places.some(({ credit }) => models.some(one => credit[one].orders === 'withheld')) && (
        <Text size="sm" c="dimmed">
          {say('ui.charts.withheld-why')}
        </Text>
      )}
    </section>
  )
}

const costEach = ({ costCents, credit }: Place, model: Model): number | null => {
  const { orders } = credit[model]
  return costCents === null || typeof orders !== 'number' || orders === 0 ? null : Math.round(costCents / orders)
}

const returned = ({ costCents, credit }: Place, model: Model): string => {
  const { cents } = credit[model]
  return costCents === null || costCents === 0 || typeof cents !== 'number'
    ? '–'
    : money(Math.round((cents / costCents) * 100))
}
