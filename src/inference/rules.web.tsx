/** Rules of the purpose in force: what each infers, and of how many it does now. */

import { Anchor, Badge, Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { personsText } from '../segments/persons-text.web.ts'
import { useRules } from './inference-asks.web.ts'

export function Rules() {
  const say = useText()
  const found = useRules()
  const rules = found.data?.pages.flatMap(page => page.rules)
  const make = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/inference-rules/new" />}
    >
      {say('ui.inferences.new')}
    </Button>
  )
  return (
    <Page title={say('ui.inferences.title')} acts={rules && rules.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={rules}
        height={200}
        none={
          <NothingYet title={say('ui.inferences.none')} step={make}>
            {say('ui.inferences.none-why')}
          </NothingYet>
        }
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
      </LoadedList>
    </Page>
  )
}
