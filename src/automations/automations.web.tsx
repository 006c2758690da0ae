/** Automations of the purpose in force: whom each is for, whether it is on, and how many are underway. */

import { Badge, Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { Automation } from './automation-answers.ts'
import { useAutomations } from './automation-asks.web.ts'

export function Automations() {
  const say = useText()
  const found = useAutomations()
  const automations = found.data?.pages.flatMap(page => page.automations)
  const make = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/automations/new" />}
    >
      {say('ui.automations.new')}
    </Button>
  )
  return (
    <Page title={say('ui.automations.title')} acts={automations && automations.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={automations}
        height={200}
        none={
          <NothingYet title={say('ui.automations.none')} step={make}>
            {say('ui.automations.none-why')}
          </NothingYet>
        }
      >
        {rows => (
          <Table highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.automations.name')}</Table.Th>
                <Table.Th>{say('ui.automations.state-label')}</Table.Th>
                <Table.Th>{say('ui.automations.underway')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ id, name, state, segment, underway }) => (
                <Table.Tr key={id}>
                  <Table.Th scope="row" fw={560}>
                    <Link to="/automations/$automation" params={{ automation: id }} className="row-link any-name">
                      {name}
                    </Link>
                    <Text size="sm" c="dimmed" className="any-name">
                      {segment ?? say('ui.automations.segment-ended')}
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    <AutomationBadge state={state} />
                  </Table.Td>
                  <Table.Td className="figures">{count(underway)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </LoadedList>
    </Page>
  )
}

const colours = { draft: 'gray', on: 'pine', off: 'amber', ended: 'gray' } as const

export function AutomationBadge({ state }: Pick<Automation, 'state'>) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.automations.state.${state}`)}
    </Badge>
  )
}
