/** Segments of the purpose in force: what each asks and how many are in it now. */

import { Badge, Button, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { personsText } from './persons-text.web.ts'
import { useSegments } from './segment-asks.web.ts'

export function Segments() {
  const say = useText()
  const found = useSegments()
  const segments = found.data?.pages.flatMap(page => page.segments)
  const make = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/segments/new" />}
    >
      {say('ui.segments.new')}
    </Button>
  )
  return (
    <Page title={say('ui.segments.title')} acts={segments && segments.length > 0 ? make : undefined}>
      <LoadedList
        query={found}
        rows={segments}
        height={200}
        none={
          <NothingYet title={say('ui.segments.none')} step={make}>
            {say('ui.segments.none-why')}
          </NothingYet>
        }
      >
        {rows => (
          <Table highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.segments.name')}</Table.Th>
                <Table.Th>{say('ui.segments.persons')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.segments.changed')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ id, name, sentence, persons, about, fault, changedAt }) => (
                <Table.Tr key={id}>
                  <Table.Th scope="row" fw={560}>
                    <Link to="/segments/$segment" params={{ segment: id }} className="row-link any-name">
                      {name}
                    </Link>
                    <Text size="sm" c="dimmed" className="any-name" lineClamp={2}>
                      {sentence}
                    </Text>
                    {fault && (
                      <Badge variant="light" color="red" tt="none">
                        {say('ui.segments.faulty')}
                      </Badge>
                    )}
                  </Table.Th>
                  <Table.Td className="figures">{personsText(say, { persons, about })}</Table.Td>
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
