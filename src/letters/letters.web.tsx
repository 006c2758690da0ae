/** Letters of the purpose in force: what each is called, in which languages, and whether it could be sent. */

import { Badge, Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { langNames, useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { useLetters } from './letter-asks.web.ts'

export function Letters() {
  const say = useText()
  const found = useLetters()
  return (
    <MadeList
      title={say('ui.compose.title')}
      make={{ to: '/letters/new', words: say('ui.compose.new') }}
      none={{ title: say('ui.compose.none'), why: say('ui.compose.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.letters)}
    >
      {rows => (
        <Table highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.compose.name')}</Table.Th>
              <Table.Th>{say('ui.compose.state')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.compose.langs')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.compose.changed')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, name, channel, langs, ready, changedAt, changedBy }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={560}>
                  <Link to="/letters/$letter" params={{ letter: id }} className="row-link any-name">
                    {name}
                  </Link>
                  <Group gap={6}>
                    <Text size="sm" c="dimmed">
                      {say(`ui.compose.channel-${channel}`)}
                    </Text>
                  </Group>
                </Table.Th>
                <Table.Td>
                  <Badge variant="light" color={ready ? 'pine' : 'gray'} tt="none">
                    {say(ready ? 'ui.compose.ready' : 'ui.compose.unfinished')}
                  </Badge>
                </Table.Td>
                <Table.Td visibleFrom="sm">{langs.map(lang => langNames[lang]).join(', ')}</Table.Td>
                <Table.Td visibleFrom="sm" className="figures">
                  {[moment(changedAt), changedBy.name].filter(Boolean).join(', ')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </MadeList>
  )
}
