/** What became of rows past their date, or would: how many of each category by which rule, and why others stay. */

import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { RunDetail } from './retention-answers.ts'

type Outcome = RunDetail['outcomes'][number]

interface OutcomeTableProps {
  readonly outcomes: readonly Outcome[]
  /** What stands at the end of a line. */
  readonly act?: (outcome: Outcome) => ReactNode
}

export function OutcomeTable({ outcomes, act }: OutcomeTableProps) {
  const say = useText()
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('ui.retention.category')}</Table.Th>
            <Table.Th ta="right">{say('ui.retention.count')}</Table.Th>
            <Table.Th>{say('ui.retention.outcome')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('ui.retention.oldest')}</Table.Th>
            {act && (
              <Table.Th>
                <span className="visually-hidden">{say('ui.acts')}</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {outcomes.map(one => (
            <Table.Tr key={`${one.category} ${one.rule} ${one.outcome}`}>
              <Table.Td>
                {one.categoryName} <div className="quiet">{one.ruleText}</div>
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {count(one.rows)}
              </Table.Td>
              <Table.Td>{say(`ui.retention.would.${one.outcome}`)}</Table.Td>
              <Table.Td className="figures" visibleFrom="sm">
                {date(one.oldest)}
              </Table.Td>
              {act && <Table.Td ta="right">{act(one)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
