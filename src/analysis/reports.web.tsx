/** Saved reports of the purpose in force, and the way to a new one. */

import { Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { whoIs } from '../../web/who.ts'
import { useReports } from './report-asks.web.ts'

export function Reports() {
  const say = useText()
  const found = useReports()
  const reports = found.data?.pages.flatMap(page => page.reports)
  const make = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/reports/new" />}
    >
      {say('ui.reports.new')}
    </Button>
  )
  return (
    <Page title={say('ui.reports.title')} acts={reports && reports.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={reports}
        height={200}
        none={
          <NothingYet title={say('ui.reports.none-yet')} step={make}>
            {say('ui.reports.none-why')}
          </NothingYet>
        }
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
      </LoadedList>
    </Page>
  )
}
