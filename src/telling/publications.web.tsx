/** Publications that were decided, newest first, what waits in the outbox, and the drafts that may become the next. */

import { Alert, Badge, Button, Table, Text, Title } from '@mantine/core'
import { IconMailExclamation } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAccount } from '../../web/account.ts'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useDrafts } from '../drafts/draft-asks.web.ts'
import { usePublications } from './publication-asks.web.ts'
import { NoMail } from './publish.web.tsx'
import type { PublicationAnswer, PublicationList } from './telling-answers.ts'
import './telling.css'

export function Publications() {
  const say = useText()
  const { administrator } = useAccount()
  const found = usePublications()
  return (
    <Page title={say('ui.publications.title')}>
      {found.data && <OutboxState list={found.data} />}
      <LoadedList
        query={found}
        rows={found.data?.publications}
        height={240}
        none={<NothingYet title={say('ui.publications.none')}>{say('ui.publications.none-why')}</NothingYet>}
      >
        {rows => <PublicationTable publications={rows} />}
      </LoadedList>
      {administrator && <NextOnes />}
    </Page>
  )
}

/** Told only when something is the matter. */
export function OutboxState({ list: { mail, outbox } }: { list: PublicationList }) {
  const say = useText()
  if (!mail && outbox.waiting > 0) return <NoMail />
  if (!outbox.trouble) return null
  return (
    <Alert
      mb="md"
      color="amber"
      icon={<IconMailExclamation aria-hidden />}
      title={say('ui.publications.trouble', { count: outbox.waiting, number: count(outbox.waiting) })}
    >
      {say(whyKey(outbox.trouble.why), { number: outbox.trouble.why.split(' ')[1] ?? '' })}{' '}
      {say('ui.publications.trouble-why', { at: moment(outbox.trouble.at) })}
    </Alert>
  )
}

const reasons = ['refused', 'later', 'sign-in', 'tls', 'slow', 'unreachable', 'fault'] as const

/** The text of a code of the outbox: `refused 550`. */
export const whyKey = (why: string) =>
  `ui.publications.why.${reasons.find(one => one === why.split(' ')[0]) ?? 'fault'}` as const

const colours = { scheduled: 'amber', published: 'pine', cancelled: 'gray', refused: 'brick' } as const

export function StateBadge({ state }: { state: PublicationAnswer['state'] }) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.publications.state.${state}`)}
    </Badge>
  )
}

function PublicationTable({ publications }: { publications: readonly PublicationAnswer[] }) {
  const say = useText()
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.publications.effective')}</Table.Th>
          <Table.Th>{say('ui.publications.is')}</Table.Th>
          <Table.Th>{say('ui.publications.told')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.publications.decided')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {publications.map(one => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <Link to="/publications/$publication" params={{ publication: one.id }} className="publication-link">
                {date(one.effective)}
              </Link>
            </Table.Td>
            <Table.Td>
              <StateBadge state={one.state} />
            </Table.Td>
            <Table.Td className="figures">
              {one.must === 'nothing'
                ? say('ui.publications.no-need')
                : say('ui.publications.told-of', {
                    told: count(one.progress.told),
                    total: count(one.progress.total),
                  })}
            </Table.Td>
            <Table.Td visibleFrom="sm">{[one.decidedBy, moment(one.decidedAt)].filter(Boolean).join(', ')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function NextOnes() {
  const say = useText()
  const drafts = useDrafts().data?.drafts ?? []
  if (drafts.length === 0) return null
  return (
    <section>
      <Title order={2} mt="xl" mb="xs">
        {say('ui.publications.drafts')}
      </Title>
      <Table>
        <Table.Tbody>
          {drafts.map(({ id, name, changedAt }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Text className="any-name">{name}</Text>
                <Text size="sm" c="dimmed">
                  {moment(changedAt)}
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  renderRoot={props => <Link {...props} to="/publications/draft/$draft" params={{ draft: id }} />}
                  variant="default"
                  size="compact-md"
                  aria-label={say('ui.publications.publish-draft', { name })}
                >
                  {say('ui.publications.publish')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
