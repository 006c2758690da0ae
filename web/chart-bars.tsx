/** Bars lie, so that names have room on a phone, and each has its value beside it in words: none is read off an axis. */

import { useId } from 'react'
import { mostSeries, numbersOf } from './chart-data.ts'
import { ChartFigure, ChartKey, type ChartProps, valueWords } from './chart-figure.tsx'
import { BarSample, Fills } from './chart-marks.tsx'
import { useText } from './language.ts'

declare module 'react' {
  interface CSSProperties {
    '--chart-words'?: string
  }
}

/**
 * How things compare: `<BarChart label="Tulot kursseittain" of="Kurssi" places={['Perusteet', 'Jatko']} unit="money"
 * series={[{ name: '2026', values: [120_450, 'withheld'] }]} />`. With ranges each bar has its whisker.
 */
export function BarChart(chart: ChartProps) {
  const say = useText()
  const fills = useId()
  const shown = chart.series.slice(0, mostSeries)
  const numbers = numbersOf(shown)
  const low = Math.min(0, ...numbers)
  const span = Math.max(0, ...numbers) - low || 1
  const at = (value: number) => ((value - low) / span) * 100
  const words = shown.map(({ values, ranges }) =>
    chart.places.map((_, nth) => valueWords(say, chart.unit, values[nth], ranges?.[nth])),
  )
  // One width for all of them: bars beside longer words would be shorter.
  const wordsWidth = Math.max(0, ...words.flat().map(({ length }) => length))
  return (
    <ChartFigure chart={chart}>
      <Fills fills={fills} of={shown.length} />
      {shown.length > 1 && <ChartKey series={shown} sample={nth => <BarSample nth={nth} fills={fills} />} />}
      <ul className="chart-bars" style={{ '--chart-words': `${wordsWidth}ch` }}>
        {chart.places.map((place, nth) => (
          <li key={place}>
            <span className="chart-place any-name">{place}</span>
            <ul>
              {shown.map(({ name, values, ranges }, which) => {
                const value = values[nth]
                const range = ranges?.[nth]
                const from = typeof value === 'number' ? at(Math.min(value, 0)) : 0
                const width = typeof value === 'number' ? Math.abs(at(value) - at(0)) : value === 'withheld' ? 8 : 0
                return (
                  <li key={name} className="chart-bar">
                    <svg height="16" aria-hidden="true" focusable="false">
                      <rect
                        x={`${from}%`}
                        width={`${width}%`}
                        height="16"
                        rx="2"
                        fill={`url(#${fills}-${value === 'withheld' ? 'withheld' : which})`}
                      />
                      {range && (
                        <g className="chart-range">
                          <line x1={`${at(range[0])}%`} x2={`${at(range[1])}%`} y1="8" y2="8" />
                          {range.map(end => (
                            <line key={end} x1={`${at(end)}%`} x2={`${at(end)}%`} y1="3" y2="13" />
                          ))}
                        </g>
                      )}
                    </svg>
                    <span className="chart-value figures">
                      {shown.length > 1 && <span className="visually-hidden">{`${name}: `}</span>}
                      {words[which]?.[nth]}
                    </span>
                  </li>
                )
              })}
            </ul>
          </li>
        ))}
      </ul>
    </ChartFigure>
  )
}
