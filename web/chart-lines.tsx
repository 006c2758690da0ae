/** A line shows how something went on; the values of any place are read out by pointing, by touch or with the arrow keys. */

import { useElementSize } from '@mantine/hooks'
import { type PointerEvent, useId, useState } from 'react'
import { apart, axisSteps, axisText, labelEvery, mostSeries, numbersOf, type Series, stretches } from './chart-data.ts'
import { ChartFigure, ChartKey, type ChartProps, valueWords } from './chart-figure.tsx'
import { colourOf, dashOf, Fills, LineSample, Mark } from './chart-marks.tsx'
import { useText } from './language.ts'

const [height, top, bottom] = [260, 10, 28]
const letter = 7 // pixels of a letter at 12.5 px, rather too wide than too narrow
const edge = 16

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(text => text.length)) * letter

/** Where things stand in a plot so wide. */
function layOut({ places, unit }: ChartProps, shown: readonly Series[], width: number) {
  const steps = axisSteps(numbersOf(shown), unit)
  const [low = 0, second = 1] = steps
  const high = steps.at(-1) ?? 1
  const texts = steps.map(value => axisText(unit, value, second - low))
  const names = widest(shown.map(({ name }) => name))
  const isNamedAtEnds = shown.length > 1 && width >= 560 && names <= 170
  const left = widest(texts) + 10
  // The last place is named below the middle of its room: half of the words may stand beyond it, and no more than there is.
  const beyond = widest(places) / 2 - (width - left) / places.length / 2
  const right = Math.max(width - (isNamedAtEnds ? names + 22 : Math.max(edge, beyond)), left + 1)
  return {
    steps: steps.map((value, nth) => ({ value, text: texts[nth] })),
    isNamedAtEnds,
    left,
    right,
    room: (right - left) / places.length,
    x: (place: number) => left + ((right - left) * (place + 0.5)) / places.length,
    y: (value: number) => top + ((high - value) / (high - low)) * (height - top - bottom),
    everyName: labelEvery(places.length, right - left, widest(places)),
    everyMark: labelEvery(places.length, right - left, 4),
  }
}

type Plot = ReturnType<typeof layOut>

/**
 * How things went: `<LineChart label="Ostajia kuukausittain" of="Kuukausi" places={['1/2026', '2/2026']} unit="count"
 * series={[{ name: 'Uusia', values: [12, 'withheld'] }, { name: 'Palaavia', values: [30, 41] }]} />`.
 */
export function LineChart(chart: ChartProps) {
  const say = useText()
  const { ref, width } = useElementSize()
  const [chosen, choose] = useState<number>()
  const { places, unit } = chart
  const shown = chart.series.slice(0, mostSeries)
  const plot = layOut(chart, shown, width)
  const last = places.length - 1
  const at = Math.min(chosen ?? last, last)
  const words = shown.map(({ name, values, ranges }) => `${name} ${valueWords(say, unit, values[at], ranges?.[at])}`)
  const point = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect()
    choose(Math.min(Math.max(Math.floor(((clientX - box.left) / box.width) * places.length), 0), last))
  }
  return (
    <ChartFigure chart={chart}>
      {shown.length > 1 && !plot.isNamedAtEnds && <ChartKey series={shown} sample={nth => <LineSample nth={nth} />} />}
      <div className="chart-plot" ref={ref}>
        {width > 0 && <Drawing chart={chart} shown={shown} plot={plot} width={width} at={at} />}
        {last > 0 && (
          <input
            type="range"
            className="chart-reader"
            style={{ left: plot.left, width: plot.right - plot.left }}
            min={0}
            max={last}
            value={at}
            onChange={({ currentTarget }) => choose(Number(currentTarget.value))}
            onPointerMove={point}
            aria-label={say('ui.charts.read', { label: chart.label })}
            aria-valuetext={`${places[at]}: ${words.join(', ')}`}
          />
        )}
      </div>
      <p className="chart-said figures" aria-hidden={last > 0}>
        <strong>{places[at]}</strong> {words.join(' · ')}
      </p>
    </ChartFigure>
  )
}

interface DrawingProps {
  readonly chart: ChartProps
  readonly shown: readonly Series[]
  readonly plot: Plot
  readonly width: number
  readonly at: number
}

function Drawing({ chart: { places }, shown, plot, width, at }: DrawingProps) {
  const fills = useId()
  const { x, y, left, right, room } = plot
  const ends = apart(
    shown.map(({ values }) => y(values.findLast(value => typeof value === 'number') ?? 0)),
    16,
    height - bottom,
  )
  return (
    <>
      <Fills fills={fills} of={0} />
      <svg width={width} height={height} aria-hidden="true" focusable="false">
        {plot.steps.map(({ value, text }) => (
          <g key={value}>
            <line x1={left} x2={right} y1={y(value)} y2={y(value)} className="chart-grid" data-nought={value === 0} />
            <text x={left - 8} y={y(value)} dy="0.32em" textAnchor="end">
              {text}
            </text>
          </g>
        ))}
        {places.map((place, nth) => (
          <g key={place}>
            {shown.some(({ values }) => values[nth] === 'withheld') && (
              <rect
                x={x(nth) - room / 2}
                width={room}
                y={top}
                height={height - top - bottom}
                fill={`url(#${fills}-withheld)`}
              />
            )}
            {(places.length - 1 - nth) % plot.everyName === 0 && (
              <text x={x(nth)} y={height - 8} textAnchor="middle">
                {place}
              </text>
            )}
          </g>
        ))}
        <line x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} className="chart-chosen" />
        {shown.map((series, nth) => (
          <g key={series.name}>
            <Line series={series} nth={nth} plot={plot} at={at} places={places} />
            {plot.isNamedAtEnds && (
              <>
                <Mark nth={nth} x={right + 8} y={ends[nth] ?? 0} />
                <text x={right + 18} y={ends[nth]} dy="0.32em">
                  {series.name}
                </text>
              </>
            )}
          </g>
        ))}
      </svg>
    </>
  )
}

interface LineProps {
  readonly series: Series
  readonly nth: number
  readonly plot: Plot
  readonly at: number
  readonly places: readonly string[]
}

const Line = ({ series: { values, ranges }, nth, plot: { x, y, everyMark }, at, places }: LineProps) => (
  <>
    {places.map((name, place) => {
      const range = ranges?.[place]
      return (
        range && (
          <line key={name} x1={x(place)} x2={x(place)} y1={y(range[0])} y2={y(range[1])} className="chart-range" />
        )
      )
    })}
    {stretches(values).map(stretch => (
      <polyline
        key={stretch[0]}
        points={stretch.map(place => `${x(place)},${y(Number(values[place]))}`).join(' ')}
        stroke={colourOf(nth)}
        strokeDasharray={dashOf(nth)}
        className="chart-line"
      />
    ))}
    {places.map((name, place) => {
      const value = values[place]
      const isMarked = (places.length - 1 - place) % everyMark === 0 || place === at
      return typeof value === 'number' && isMarked && <Mark key={name} nth={nth} x={x(place)} y={y(value)} />
    })}
  </>
)
