/** Letters of the purpose in force: what each is called, in which languages, and whether it could be sent. */

import { Badge, Button, Group, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { langNames, useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useLetters } from './letter-asks.web.ts'

export function Letters() {
  const say = useText()
  const found = useLetters()
  const letters = found.data?.pages.flatMap(page => page.letters)
  const make = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/letters/new" />}
    >
      {say('ui.compose.new')}
    </Button>
  )
  return (
    <Page title={say('ui.compose.title')} acts={letters && letters.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={letters}
        height={200}
        none={
          <NothingYet title={say('ui.compose.none')} step={make}>
            {say('ui.compose.none-why')}
          </NothingYet>
        }
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
      </LoadedList>
    </Page>
  )
}
