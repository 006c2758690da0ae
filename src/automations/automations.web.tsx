/** Automations of the purpose in force: whom each is for, whether it is on, and how many are underway. */

import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import type { Automation } from './automation-answers.ts'
import { useAutomations } from './automation-asks.web.ts'

export function Automations() {
  const say = useText()
  const found = useAutomations()
  return (
    <MadeList
      title={say('ui.automations.title')}
      make={{ to: '/automations/new', words: say('ui.automations.new') }}
      none={{ title: say('ui.automations.none'), why: say('ui.automations.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.automations)}
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
    </MadeList>
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
