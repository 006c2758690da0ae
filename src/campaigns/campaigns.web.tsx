/** Campaigns of the purpose in force: in what state each is, and how many have got it. */

import { Badge, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { MadeList } from '../../web/made-list.tsx'
import type { Campaign } from './campaign-answers.ts'
import { useCampaigns } from './campaign-asks.web.ts'

export function Campaigns() {
  const say = useText()
  const found = useCampaigns()
  return (
    <MadeList
      title={say('ui.campaigns.title')}
      make={{ to: '/campaigns/new', words: say('ui.campaigns.new') }}
      none={{ title: say('ui.campaigns.none'), why: say('ui.campaigns.none-why') }}
      query={found}
      rows={found.data?.pages.flatMap(page => page.campaigns)}
    >
      {rows => (
        <Table highlightOnHover verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.campaigns.name')}</Table.Th>
              <Table.Th>{say('ui.campaigns.state-label')}</Table.Th>
              <Table.Th>{say('ui.campaigns.sent')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('ui.campaigns.begins')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(campaign => (
              <Table.Tr key={campaign.id}>
                <Table.Th scope="row" fw={560}>
                  <Link to="/campaigns/$campaign" params={{ campaign: campaign.id }} className="row-link any-name">
                    {campaign.name}
                  </Link>
                </Table.Th>
                <Table.Td>
                  <CampaignBadge state={campaign.state} />
                </Table.Td>
                <Table.Td className="figures">{sentOf(campaign)}</Table.Td>
                <Table.Td visibleFrom="sm" className="figures">
                  {campaign.beginsAt ? moment(campaign.beginsAt) : '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </MadeList>
  )
}

const sentOf = ({ recipients }: Campaign): string =>
  recipients.length === 0 ? '–' : count(recipients.find(({ outcome }) => outcome === 'sent')?.persons ?? 0)

const colours = {
  draft: 'gray',
  scheduled: 'amber',
  sending: 'pine',
  paused: 'amber',
  stopped: 'gray',
  done: 'pine',
} as const

export function CampaignBadge({ state }: Pick<Campaign, 'state'>) {
  const say = useText()
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {say(`ui.campaigns.state.${state}`)}
    </Badge>
  )
}
