/** One segment: what it asks, who is in it now, and what it asked before. */

import { Alert, Anchor, Button, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { LoadedList } from '../../web/loaded-list.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { personsText } from './persons-text.web.ts'
import type { SegmentDetails } from './segment-answers.ts'
import { useEnding, useMembers, useSegment } from './segment-asks.web.ts'
import './segments.css'

export function Segment() {
  const say = useText()
  const { segment = '' } = useParams({ strict: false })
  const found = useSegment(segment)
  const [ending, setEnding] = useState(false)
  const acts = found.data && (
    <>
      <Button
        variant="default"
        renderRoot={props => <Link {...props} to="/segments/$segment/edit" params={{ segment }} />}
      >
        {say('ui.segments.edit')}
      </Button>
      <Button variant="default" onClick={() => setEnding(true)}>
        {say('ui.segments.end')}
      </Button>
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
            <Versions versions={details.versions} />
          </Stack>
        )}
      </Loaded>
      {ending && <EndSegment id={segment} close={() => setEnding(false)} />}
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

function Versions({ versions }: Pick<SegmentDetails, 'versions'>) {
  const say = useText()
  return (
    <section aria-labelledby="versions">
      <Title order={2} size="h4" id="versions" mb="xs">
        {say('ui.segments.versions')}
      </Title>
      <ol reversed className="segment-versions">
        {versions.map(({ n, name, sentence, at, by, why }) => (
          <li key={n}>
            <Text fw={560} className="any-name">
              {name}
            </Text>
            <Text size="sm" className="any-name">
              {sentence}
            </Text>
            <Text size="sm" c="dimmed">
              {[moment(at), by.name, why].filter(Boolean).join(' · ')}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}

function EndSegment({ id, close }: { id: string; close: () => void }) {
  const say = useText()
  const router = useRouter()
  const ending = useEnding(id)
  return (
    <Dialog title={say('ui.segments.end')} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault()
          ending.mutate(undefined, {
            onSuccess: async () => {
              tell(say('ui.segments.ended'))
              await router.navigate({ to: '/segments' })
            },
          })
        }}
      >
        <Text mb="sm">{say('ui.segments.end-why')}</Text>
        <ProblemNotice error={ending.error} />
        <DialogButtons send={say('ui.segments.end')} sending={ending.isPending} close={close} />
      </form>
    </Dialog>
  )
}
