/** Every version of the notice that has been published: from when, by whom, and how much it changed from the one before. */

import { Anchor, Badge, Button, Group, Skeleton, Table, Text } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { count, date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { newcomersSides } from './compare-address.web.ts'
import type { VersionList } from './compare-answers.ts'
import { useVersions } from './compare-asks.web.ts'

export function NoticeVersions() {
  const say = useText()
  const found = useVersions()
  const versions = found.data?.versions
  return (
    <Page
      title={say('ui.versions.title')}
      acts={
        <Button component={Link} to="/our-notice/compare" leftSection={<IconGitCompare size={17} aria-hidden />}>
          {say('ui.compare.title')}
        </Button>
      }
    >
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={240} aria-hidden />}
      {versions?.length === 1 && (
        <Text mb="md" maw={640}>
          {say('ui.versions.first-one')}{' '}
          <Anchor
            underline="always"
            renderRoot={props => <Link {...props} to="/our-notice/compare" search={newcomersSides} />}
          >
            {say('ui.versions.see-example')}
          </Anchor>
        </Text>
      )}
      {versions && <VersionTable versions={versions} />}
    </Page>
  )
}

type Version = VersionList['versions'][number]

function VersionTable({ versions }: { versions: readonly Version[] }) {
  const say = useText()
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('ui.versions.version')}</Table.Th>
          <Table.Th>{say('ui.versions.effective')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.versions.published')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.versions.by')}</Table.Th>
          <Table.Th>{say('ui.versions.change')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map((one, index) => (
          <Table.Tr key={one.version}>
            <Table.Td className="figures">{one.version}</Table.Td>
            <Table.Td className="figures">{date(one.effective)}</Table.Td>
            <Table.Td visibleFrom="sm" className="figures">
              {moment(one.publishedAt)}
            </Table.Td>
            <Table.Td visibleFrom="sm" className="any-name">
              {one.publishedBy.name ?? say('ui.versions.by-program')}
            </Table.Td>
            <Table.Td>
              <ChangeOf version={one} before={versions[index + 1]} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const colours = { 'new-purpose-or-basis': 'amber', material: 'pine', editorial: 'gray' } as const

/** The worst of what changed, with the way to all of it. */
function ChangeOf({ version: { version, change }, before }: { version: Version; before: Version | undefined }) {
  const say = useText()
  if (before === undefined || change === undefined) return <span className="quiet">{say('ui.versions.first')}</span>
  const worst = (['new-purpose-or-basis', 'material', 'editorial'] as const).find(weight => change[weight] > 0)
  const all = change['new-purpose-or-basis'] + change.material + change.editorial
  return (
    <Group gap="xs">
      {worst !== undefined && (
        <Badge variant="light" color={colours[worst]} tt="none">
          {say(`ui.compare.weight.${worst}`)}
        </Badge>
      )}
      <Anchor
        renderRoot={props => (
          <Link
            {...props}
            to="/our-notice/compare"
            search={{ a: `version:${before.version}`, b: `version:${version}` }}
          />
        )}
        className="figures"
        fz="sm"
        aria-label={say('ui.versions.compare-with', { version, before: before.version })}
      >
        {all === 0 ? say('ui.compare.none') : say('ui.compare.count', { count: all, number: count(all) })}
      </Anchor>
    </Group>
  )
}
