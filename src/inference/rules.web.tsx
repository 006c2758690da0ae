/** Rules of the purpose in force: what each infers, and of how many it does now. */

import { Anchor, Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { personsText } from '../segments/persons-text.web.ts'
import { useRules } from './inference-asks.web.ts'

export function Rules() {
  const say = useText()
  const found = useRules()
  return (
    <MadeList
      title={say('ui.inferences.title')}
      make={{ to: '/inference-rules/new', words: say('ui.inferences.new') }}
      none={{ title: say('ui.inferences.none'), why: say('ui.inferences.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.rules)}
    >
      {rows => (
        <Table highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.inferences.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.inferences.inferred')}</Table.Th>
              <Table.Th>{say('ui.inferences.persons')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.inferences.changed')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, name, value, persons, isAbout, isFilling, fault, changedAt }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={560}>
                  <Anchor
                    className="any-name"
                    renderRoot={props => <Link {...props} to="/inference-rules/$rule" params={{ rule: id }} />}
                  >
                    {name}
                  </Anchor>
                  {fault && (
                    <Badge color="red" variant="light" ml="xs">
                      {say('ui.inferences.faulty')}
                    </Badge>
                  )}
                </Table.Th>
                <Table.Td visibleFrom="sm" className="any-name">
                  {value}
                </Table.Td>
                <Table.Td className="figures">
                  {isFilling ? (
                    <Text span inherit c="dimmed">
                      {say('ui.inferences.filling')}
                    </Text>
                  ) : (
                    personsText(say, { persons, about: isAbout })
                  )}
                </Table.Td>
                <Table.Td visibleFrom="sm">{moment(changedAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </MadeList>
  )
}
