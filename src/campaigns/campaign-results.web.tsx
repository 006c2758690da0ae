/** What became of a campaign: as bars and lines that can be read as tables, each recipient by name, and what the numbers do not say. */

import { Button, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { BarChart } from '../../web/chart-bars.tsx'
import { LineChart } from '../../web/chart-lines.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { LoadedList } from '../../web/loaded-list.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { type CampaignDetails, type Figures, type Outcome, outcomes, type Results } from './campaign-answers.ts'
import { useActing, useRecipients, useResults } from './campaign-asks.web.ts'

export function CampaignResults({ campaign }: { campaign: CampaignDetails }) {
  const say = useText()
  const found = useResults(campaign)
  return (
    <>
      <section aria-labelledby="results">
        <Title order={2} size="h4" id="results" mb="xs">
          {say('ui.campaigns.results')}
        </Title>
        <Loaded query={found} height={300}>
          {results => (
            <Stack gap="lg">
              <Numbers campaign={campaign} results={results} />
              <BarChart
                label={say('ui.campaigns.became')}
                of={say('ui.campaigns.outcome')}
                unit="count"
                places={results.outcomes.map(({ outcome, why, name }) =>
                  why === null ? name : `${say(`ui.campaigns.outcomes.${outcome}`)}: ${name}`,
                )}
                series={[{ name: say('ui.campaigns.persons'), values: results.outcomes.map(({ persons }) => persons) }]}
              />
              <After results={results} />
            </Stack>
          )}
        </Loaded>
      </section>
      <Recipients campaign={campaign} />
    </>
  )
}

function Numbers({ campaign, results }: { campaign: CampaignDetails; results: Results }) {
  const say = useText()
  const columns = results.byLetter.length > 0 ? results.byLetter : [results.all]
  const rows = [
    ['recipients', (one: Figures) => one.recipients],
    ['sent', (one: Figures) => one.sent],
    ['delivered', (one: Figures) => one.delivered],
    ['bounced', (one: Figures) => one.bounced],
    ['withdrawn', (one: Figures) => one.withdrawn],
    ['replied', (one: Figures) => one.replied],
    ['ordered', (one: Figures) => one.ordered],
  ] as const
  const undecided = results.all.recipients - results.byLetter.reduce((sum, one) => sum + one.recipients, 0)
  return (
    <>
      <Table verticalSpacing="xs" className="campaign-figures">
        {results.byLetter.length > 0 && (
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.campaigns.letter')}</Table.Th>
              {columns.map(({ letter }) => (
                <Table.Th key={letter} ta="end">
                  {say(`ui.campaigns.letters.${letter === 0 ? 'first' : 'second'}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
        )}
        <Table.Tbody>
          {rows
            .filter(([, of]) => columns.some(one => of(one) !== null))
            .map(([name, of]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{say(`ui.campaigns.figures.${name}`)}</Table.Th>
                {columns.map(one => (
                  <Table.Td key={one.letter} ta="end" className="figures">
                    {count(of(one) ?? 0)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {results.byLetter.length > 0 && undecided > 0 && <Choosing campaign={campaign} undecided={undecided} />}
    </>
  )
}

/** A trial is decided by hand, or before its time. */
function Choosing({ campaign, undecided }: { campaign: CampaignDetails; undecided: number }) {
  const say = useText()
  const acting = useActing(campaign)
  if (campaign.state !== 'sending' && campaign.state !== 'paused') return null
  const choose = (letter: number) =>
    acting.mutate({ act: 'choose', letter }, { onSuccess: () => tell(say('ui.campaigns.acted.choose')) })
  return (
    <div>
      <Text mb="xs">{say('ui.campaigns.undecided', { n: count(undecided) })}</Text>
      <Group>
        {(['first', 'second'] as const).map((which, letter) => (
          <Button key={which} variant="default" loading={acting.isPending} onClick={() => choose(letter)}>
            {say('ui.campaigns.give-rest', { letter: say(`ui.campaigns.letters.${which}`) })}
          </Button>
        ))}
      </Group>
      <ProblemNotice error={acting.error} />
    </div>
  )
}

function After({ results: { days, all } }: { results: Results }) {
  const say = useText()
  const last = Math.max(0, ...days.map(({ day }) => day))
  const places = days.length === 0 ? [] : Array.from({ length: last + 1 }, (_, day) => day)
  const of = (what: 'withdrawn' | 'replied' | 'ordered') =>
    places.map(day => days.find(one => one.day === day)?.[what] ?? 0)
  const shown = (['ordered', 'replied', 'withdrawn'] as const).filter(what => all[what] !== null)
  return (
    <LineChart
      label={say('ui.campaigns.after')}
      of={say('ui.campaigns.day')}
      unit="count"
      places={places.map(day => String(day))}
      series={shown.map(what => ({ name: say(`ui.campaigns.figures.${what}`), values: of(what) }))}
      note={say('ui.campaigns.after-note')}
    />
  )
}

function Recipients({ campaign }: { campaign: CampaignDetails }) {
  const say = useText()
  const [outcome, setOutcome] = useState<Outcome>()
  const found = useRecipients(campaign.id, outcome)
  return (
    <section aria-labelledby="recipients">
      <Group justify="space-between" align="flex-end" mb="xs">
        <Title order={2} size="h4" id="recipients">
          {say('ui.campaigns.recipients')}
        </Title>
        <NativeSelect
          aria-label={say('ui.campaigns.outcome')}
          data={[
            { value: '', label: say('ui.campaigns.every-outcome') },
            ...outcomes.map(value => ({ value, label: say(`ui.campaigns.outcomes.${value}`) })),
          ]}
          value={outcome ?? ''}
          onChange={({ currentTarget }) => setOutcome(outcomes.find(one => one === currentTarget.value))}
        />
      </Group>
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.recipients)}
        height={200}
        none={<Text c="dimmed">{say('ui.campaigns.nobody')}</Text>}
      >
        {rows => (
          <Table highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('ui.campaigns.person')}</Table.Th>
                <Table.Th>{say('ui.campaigns.outcome')}</Table.Th>
                <Table.Th visibleFrom="sm">{say('ui.campaigns.at')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ person, name, outcome: one, why, at }) => (
                <Table.Tr key={person}>
                  <Table.Th scope="row" fw={560}>
                    <Link to="/customers/$person" params={{ person }} className="row-link any-name">
                      {name ?? say('ui.segments.nameless')}
                    </Link>
                  </Table.Th>
                  <Table.Td>
                    {say(`ui.campaigns.outcomes.${one}`)}
                    {why && one !== 'sent' && (
                      <Text size="sm" c="dimmed">
                        {why}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td visibleFrom="sm" className="figures">
                    {at ? moment(at) : '–'}
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
