/** What goes when, by week or month: a bar a period for the eye, a table of categories and rules for the rest. */

import { Button, SegmentedControl, Skeleton, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { count, date } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { ComingAnswer } from './retention-answers.ts'
import { type Unit, useCalendar } from './retention-asks.web.ts'

type Coming = ComingAnswer['coming'][number]
interface Period {
  readonly from: string | null
  readonly rows: number
  readonly parts: readonly Coming[]
}

/** Further periods are in the API; nobody plans by them. */
const mostPeriods = 24

export function RetentionCalendar({ of, toDry }: { of: string | undefined; toDry: () => void }) {
  const say = useText()
  const [unit, setUnit] = useState<Unit>('month')
  const found = useCalendar(unit, of)
  if (of === undefined)
    return (
      <NothingYet
        title={say('ui.retention.not-reckoned')}
        step={<Button onClick={toDry}>{say('ui.retention.tab.dry')}</Button>}
      >
        {say('ui.retention.not-reckoned-why')}
      </NothingYet>
    )
  const periods = periodsOf(found.data?.coming ?? [])
  const coming = periods.filter(({ from }) => from !== null)
  return (
    <section>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.retention.unit')}
        value={unit}
        data={(['week', 'month'] as const).map(value => ({ value, label: say(`ui.retention.${value}`) }))}
        onChange={value => setUnit(value === 'week' ? 'week' : 'month')}
      />
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Skeleton height={280} aria-hidden />}
      {found.data && coming.length === 0 && (
        <NothingYet title={say('ui.retention.nothing-coming')}>{say('ui.retention.nothing-coming-why')}</NothingYet>
      )}
      {found.data && periods.length > 0 && <Periods periods={periods} unit={unit} day={found.data.day} />}
    </section>
  )
}

function periodsOf(coming: readonly Coming[]): readonly Period[] {
  const periods = new Map<string | null, Coming[]>()
  for (const one of coming) periods.set(one.from, [...(periods.get(one.from) ?? []), one])
  return [...periods]
    .map(([from, parts]) => ({ from, parts, rows: parts.reduce((sum, { rows }) => sum + rows, 0) }))
    .filter(({ from }, at) => from === null || at < mostPeriods)
}

function Periods({ periods, unit, day }: { periods: readonly Period[]; unit: Unit; day: string | null }) {
  const say = useText()
  const most = Math.max(...periods.filter(({ from }) => from !== null).map(({ rows }) => rows), 1)
  return (
    <>
      <Table.ScrollContainer minWidth={320}>
        <Table className="retention-calendar">
          <Table.Caption className="visually-hidden">{say('ui.retention.calendar-caption')}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.retention.when')}</Table.Th>
              <Table.Th ta="right">{say('ui.retention.count')}</Table.Th>
              <Table.Th>{say('ui.retention.category')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {periods.map(({ from, rows, parts }) => (
              <Table.Tr key={from}>
                <Table.Th scope="row">{from === null ? say('ui.retention.waiting') : nameOf(from, unit, say)}</Table.Th>
                <Table.Td ta="right" className="figures">
                  {count(rows)}
                </Table.Td>
                <Table.Td>
                  {from !== null && (
                    <span className="retention-bar" aria-hidden style={{ inlineSize: `${(100 * rows) / most}%` }} />
                  )}
                  <ul className="retention-parts">
                    {parts.map(one => (
                      <li key={`${one.category} ${one.rule}`}>
                        {one.categoryName} <span className="figures">{count(one.rows)}</span>{' '}
                        <span className="quiet">{one.ruleText}</span>
                      </li>
                    ))}
                  </ul>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {day !== null && (
        <Text size="sm" c="dimmed" mt="xs">
          {say('ui.retention.as-of', { date: date(day) })}
        </Text>
      )}
    </>
  )
}

/** "helmikuu 2027", "Viikko alkaen 4.1.2027" */
function nameOf(from: string, unit: Unit, say: ReturnType<typeof useText>): string {
  if (unit === 'week') return say('ui.retention.week-of', { date: date(from) })
  return new Intl.DateTimeFormat(langNow(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${from}T00:00:00Z`),
  )
}
