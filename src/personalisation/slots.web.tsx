/** Slots of the purpose in force: where on the firm's own pages content follows who is signed in. */

import { Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useSlots } from './slot-asks.web.ts'

export function Slots() {
  const say = useText()
  const found = useSlots()
  const slots = found.data?.pages.flatMap(page => page.slots)
  const make = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} renderRoot={props => <Link {...props} to="/slots/new" />}>
      {say('ui.slots.new')}
    </Button>
  )
  return (
    <Page title={say('ui.slots.title')} acts={slots && slots.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={slots}
        height={200}
        none={
          <NothingYet title={say('ui.slots.none')} step={make}>
            {say('ui.slots.none-why')}
          </NothingYet>
        }
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
      </LoadedList>
    </Page>
  )
}
