/** A report as it is seen: months as lines, anything else as bars, and what stands apart from both in words under them. */

import { Text } from '@mantine/core'
import { BarChart } from '../../web/chart-bars.tsx'
import { unitText } from '../../web/chart-data.ts'
import { LineChart } from '../../web/chart-lines.tsx'
import { date, month } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import type { Place, Report } from './report-answers.ts'

const isTime = ({ kind }: Place): boolean => kind === 'month' || kind === 'year'

function placeText(say: Say, { kind, key, label }: Place): string {
  if (kind === 'month') return month(key ?? '')
  if (kind === 'none' || kind === 'together' || kind === 'others') return say(`ui.reports.place.${kind}`)
  return label ?? key ?? ''
}

/** The same report with its months across, whichever way round it was asked: as bars of one month each the first six would be all that is drawn. */
function timeAcross(report: Report): Report {
  const { places, by, series } = report
  if (places.some(isTime) || series.filter(({ of }) => isTime(of)).length < 2) return report
  return {
    ...report,
    by: by.toReversed(),
    places: series.map(({ of }) => of),
    series: places.map((of, nth) => ({ of, values: series.flatMap(({ values }) => values[nth] ?? []) })),
  }
}

export function ReportChart({ report }: { report: Report }) {
  const say = useText()
  const { places, unit, by, series } = timeAcross(report)
  const what = report.sumOf ? say('ui.reports.sum-of', { of: report.of, sum: report.sumOf }) : report.of
  const times = places.filter(isTime)
  const isLine = times.length > 1
  const shown = places.map((place, nth) => ({ place, nth })).filter(({ place }) => !isLine || isTime(place))
  const apart = isLine ? places.map((place, nth) => ({ place, nth })).filter(({ place }) => !isTime(place)) : []
  const chart = {
    label: by.length === 0 ? what : say('ui.reports.by', { what, by: by.map(({ label }) => label).join(' · ') }),
    of: by[0]?.label ?? report.of,
    places: shown.map(({ place }) => placeText(say, place)),
    series: series.map(({ of, values }) => ({
      name: by.length > 1 ? placeText(say, of) : what,
      values: shown.map(({ nth }) => values[nth] ?? null),
    })),
    unit,
    note: (
      <>
        {report.total !== null && <div>{say('ui.reports.total', { total: unitText(unit, report.total) })}</div>}
        {apart.map(({ place, nth }) => (
          <div key={place.kind}>
            {placeText(say, place)}:{' '}
            {series
              .map(({ values }) => values[nth] ?? 0)
              .map(value => (value === 'withheld' ? say('ui.charts.withheld') : unitText(unit, value)))
              .join(' · ')}
          </div>
        ))}
        {[...places, ...series.map(({ of }) => of)].some(({ kind }) => kind === 'together') && (
          <div>{say('ui.reports.together-why')}</div>
        )}
        {report.partly && <div>{say('ui.reports.partly')}</div>}
        {report.where && <div>{say('ui.reports.persons-where', { where: report.where })}</div>}
        <div>
          {report.before
            ? say('ui.reports.as-of-before', { day: date(report.asOf), before: date(report.before) })
            : say('ui.reports.as-of', { day: date(report.asOf) })}
        </div>
      </>
    ),
  }
  if (report.total === null) return <Text c="dimmed">{say('ui.reports.too-few')}</Text>
  return isLine ? <LineChart {...chart} /> : <BarChart {...chart} />
}
