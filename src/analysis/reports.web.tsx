/** Saved reports of the purpose in force, and the way to a new one. */

import { Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { whoIs } from '../../web/who.ts'
import { useReports } from './report-asks.web.ts'

export function Reports() {
  const say = useText()
  const found = useReports()
  return (
    <MadeList
      title={say('ui.reports.title')}
      make={{ to: '/reports/new', words: say('ui.reports.new') }}
      none={{ title: say('ui.reports.none-yet'), why: say('ui.reports.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.reports)}
    >
      {rows => (
        <Table highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.reports.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.reports.made')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, name, madeAt, madeBy }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={560}>
                  <Link to="/reports/$report" params={{ report: id }} className="row-link any-name">
                    {name}
                  </Link>
                  <Text size="sm" c="dimmed" hiddenFrom="sm">
                    {moment(madeAt)}
                  </Text>
                </Table.Th>
                <Table.Td visibleFrom="sm" className="figures">
                  {moment(madeAt)} · {whoIs(madeBy, say)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </MadeList>
  )
}
