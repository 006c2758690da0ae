/** Slots of the purpose in force: where on the firm's own pages content follows who is signed in. */

import { Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { useSlots } from './slot-asks.web.ts'

export function Slots() {
  const say = useText()
  const found = useSlots()
  return (
    <MadeList
      title={say('ui.slots.title')}
      make={{ to: '/slots/new', words: say('ui.slots.new') }}
      none={{ title: say('ui.slots.none'), why: say('ui.slots.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.slots)}
    >
      {rows => (
        <Table highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.slots.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.slots.changed')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, name, blocks, changedAt }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={560}>
                  <Link to="/slots/$slot" params={{ slot: id }} className="row-link any-name">
                    {name}
                  </Link>
                  {blocks.map(block => (
                    <Text key={block.name} size="sm" c="dimmed" className="any-name">
                      {say('ui.slots.block-for', {
                        block: block.name,
                        segment: block.segment ?? say('ui.slots.segment-ended'),
                      })}
                    </Text>
                  ))}
                </Table.Th>
                <Table.Td visibleFrom="sm" className="figures">
                  {moment(changedAt)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </MadeList>
  )
}
