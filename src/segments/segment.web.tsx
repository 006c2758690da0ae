/** One segment: what it asks, who is in it now, and what it asked before. */

import { Alert, Anchor, Button, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { LoadedList } from '../../web/loaded-list.tsx'
import { Page } from '../../web/page.tsx'
import { EndAct, Versions } from '../../web/versions.tsx'
import { personsText } from './persons-text.web.ts'
import type { SegmentDetails } from './segment-answers.ts'
import { useMembers, useSegment } from './segment-asks.web.ts'
import './segments.css'

export function Segment() {
  const say = useText()
  const { segment = '' } = useParams({ strict: false })
  const found = useSegment(segment)
  const acts = found.data && (
    <>
      <Button
        variant="default"
        renderRoot={props => <Link {...props} to="/segments/$segment/edit" params={{ segment }} />}
      >
        {say('ui.segments.edit')}
      </Button>
      <EndAct words="segments" list="/segments" id={segment} />
    </>
  )
  return (
    <Page title={found.data?.name ?? say('ui.segments.one')} windowTitle={say('ui.segments.one')} acts={acts}>
      <Loaded query={found} height={300}>
        {details => (
          <Stack gap="lg">
            <Text className="segment-sentence any-name">{details.sentence}</Text>
            {details.fault && (
              <Alert color="red" title={say('ui.segments.faulty')}>
                {details.fault}
              </Alert>
            )}
            <Members segment={details} />
            <Versions of={details.versions}>
              {({ sentence }) => (
                <Text size="sm" className="any-name">
                  {sentence}
                </Text>
              )}
            </Versions>
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Members({ segment }: { segment: SegmentDetails }) {
  const say = useText()
  const found = useMembers(segment.id)
  return (
    <section aria-labelledby="members">
      <Title order={2} size="h4" id="members" mb="xs">
        {say('ui.segments.members', { n: personsText(say, segment) })}
      </Title>
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.persons)}
        height={200}
        none={<Text c="dimmed">{say('ui.segments.nobody')}</Text>}
      >
        {persons => (
          <Table highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.segments.person')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.segments.email')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {persons.map(({ id, name, email }) => (
                <Table.Tr key={id}>
                  <Table.Th scope="row" fw={560}>
                    <Anchor
                      className="any-name"
                      renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: id }} />}
                    >
                      {name ?? say('ui.segments.nameless')}
                    </Anchor>
                  </Table.Th>
                  <Table.Td visibleFrom="sm" className="any-name">
                    {email}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </LoadedList>
    </section>
  )
}
