/** Segments of the purpose in force: what each asks and how many are in it now. */

import { Badge, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import { personsText } from './persons-text.web.ts'
import { useSegments } from './segment-asks.web.ts'

export function Segments() {
  const say = useText()
  const found = useSegments()
  return (
    <MadeList
      title={say('ui.segments.title')}
      make={{ to: '/segments/new', words: say('ui.segments.new') }}
      none={{ title: say('ui.segments.none'), why: say('ui.segments.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.segments)}
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
    </MadeList>
  )
}
