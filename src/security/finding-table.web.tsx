/** One row a finding: when, what in words, whom it concerns, and who has looked into it. */

import { Badge, Button, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { date, moment } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { RemarkDialog } from '../../web/remark-dialog.tsx'
import type { FindingAnswer } from './finding-answers.ts'
import { useReview } from './security-asks.web.ts'

export function FindingTable({ findings }: { findings: readonly FindingAnswer[] }) {
  const say = useText()
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th visibleFrom="sm">{say('ui.security.when')}</Table.Th>
          <Table.Th>{say('ui.security.what')}</Table.Th>
          <Table.Th visibleFrom="sm">{say('ui.security.whom')}</Table.Th>
          <Table.Th>{say('ui.security.review')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {findings.map(finding => (
          <Table.Tr key={finding.id}>
            <Table.Td visibleFrom="sm" className="figures">
              {moment(finding.lastAt)}
            </Table.Td>
            <Table.Td>
              {wordsOf(say, finding)}
              <Text size="sm" c="dimmed" component="div" hiddenFrom="sm" className="any-name">
                {moment(finding.lastAt)} · <Whom of={finding} />
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm" className="any-name">
              <Whom of={finding} />
            </Table.Td>
            <Table.Td>
              <Review of={finding} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const wordsOf = (say: Say, { kind, times, others, door }: FindingAnswer): string =>
  [
    say(`ui.security.kind.${kind}`, { count: times, others }),
    door !== '' && kind !== 'own-page-tries' ? say('ui.security.door', { door }) : '',
  ]
    .filter(Boolean)
    .join(' ')

function Whom({ of: { kind, staff, key, person, name, network } }: { of: FindingAnswer }) {
  const say = useText()
  if (person !== null)
    return (
      <Link to="/customers/$person" params={{ person }} className="row-link">
        {say('ui.security.customer')}
      </Link>
    )
  if (staff !== null || key !== null) return name ?? say('ui.unusual-looks.nobody')
  if (network !== null) return say('ui.security.network', { network })
  return kind === 'many-failures' ? say('ui.security.no-account') : say('ui.security.many')
}

function Review({ of }: { of: FindingAnswer }) {
  const say = useText()
  const { id } = useAccount()
  const review = useReview()
  const [asked, setAsked] = useState(false)
  if (of.review !== null)
    return (
      <>
        <Text>{of.review.remark}</Text>
        <Text size="sm" c="dimmed">
          {say('ui.unusual-looks.by', { at: date(of.review.at), name: of.review.by ?? say('ui.unusual-looks.nobody') })}
        </Text>
      </>
    )
  if (of.staff === id) return <Badge variant="outline">{say('ui.unusual-looks.own')}</Badge>
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
        {say('ui.unusual-looks.record')}
      </Button>
      {asked && (
        <RemarkDialog of={wordsOf(say, of)} close={() => setAsked(false)} save={remark => review(of.id, remark)} />
      )}
    </>
  )
}
