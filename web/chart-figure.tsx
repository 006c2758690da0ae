/** Every chart can be read as a table instead, says so when it changes, and says when numbers are held back. */

import { Button, Table } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import {
  axisText,
  type ChartData,
  type ChartValue,
  isWithheld,
  mostSeries,
  type Series,
  unitText,
} from './chart-data.ts'
import { type Say, useText } from './language.ts'
import './chart.css'

/** A value in words, with how far it may be off. */
export function valueWords(
  say: Say,
  unit: ChartData['unit'],
  value: ChartValue | undefined,
  range?: readonly [from: number, to: number] | null,
): string {
  if (value === 'withheld') return say('ui.charts.withheld')
  if (value === 'few') return say('ui.charts.few')
  if (value === null || value === undefined) return '–'
  const words = unitText(unit, value)
  return range
    ? say('ui.charts.with-range', {
        value: words,
        from: axisText(unit, range[0], 100),
        to: axisText(unit, range[1], 100),
      })
    : words
}

export interface ChartProps extends ChartData {
  /** Stands under the chart: where the numbers come from, and what they leave out. */
  readonly note?: ReactNode
}

export function ChartFigure({ chart, children }: { chart: ChartProps; children: ReactNode }) {
  const say = useText()
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  const [said, setSaid] = useState('')
  if (chart.places.length === 0)
    return (
      <section className="chart" aria-labelledby={id}>
        <p id={id} className="chart-label">
          {chart.label}
        </p>
        <p className="chart-note">{say('ui.charts.nothing')}</p>
      </section>
    )
  const turn = () => {
    setSaid(say(asTable ? 'ui.charts.now-chart' : 'ui.charts.now-table', { label: chart.label }))
    setAsTable(!asTable)
  }
  return (
    <figure className="chart" aria-labelledby={id}>
      <div className="chart-head">
        <figcaption id={id} className="chart-label">
          {chart.label}
        </figcaption>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={turn}
          leftSection={asTable ? <IconChartLine size={16} aria-hidden /> : <IconTable size={16} aria-hidden />}
          aria-describedby={id}
        >
          {say(asTable ? 'ui.charts.as-chart' : 'ui.charts.as-table')}
        </Button>
      </div>
      {asTable ? <ChartTable chart={chart} /> : children}
      <p role="status" className="visually-hidden">
        {said}
      </p>
      {!asTable && chart.series.length > mostSeries && (
        <p className="chart-note">
          {say('ui.charts.first-of', { shown: String(mostSeries), all: String(chart.series.length) })}
        </p>
      )}
      {isWithheld(chart.series) && <p className="chart-note">{say('ui.charts.withheld-why')}</p>}
      {chart.note && <div className="chart-note">{chart.note}</div>}
    </figure>
  )
}

const ChartTable = ({ chart: { of, places, series, unit, label } }: { chart: ChartProps }) => {
  const say = useText()
  return (
    <Table.ScrollContainer
      minWidth={Math.min(200 + series.length * 90, 900)}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': label, role: 'region' } }}
    >
      <Table verticalSpacing={4} className="chart-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{of}</Table.Th>
            {series.map(({ name }) => (
              <Table.Th key={name} scope="col" ta="end">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {places.map((place, nth) => (
            <Table.Tr key={place}>
              <Table.Th scope="row" fw={440} className="any-name">
                {place}
              </Table.Th>
              {series.map(({ name, values, ranges }) => (
                <Table.Td key={name} ta="end">
                  {valueWords(say, unit, values[nth], ranges?.[nth])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Names of the series, each beside how it looks. */
export const ChartKey = ({ series, sample }: { series: readonly Series[]; sample: (nth: number) => ReactNode }) => (
  <ul className="chart-key">
    {series.map(({ name }, nth) => (
      <li key={name}>
        {sample(nth)}
        <span className="any-name">{name}</span>
      </li>
    ))}
  </ul>
)
