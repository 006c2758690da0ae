/** What is unusual at the doors: how much was tried, what of it stands out, whom it concerns and who has looked into it. */

import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { LineChart } from '../../web/chart-lines.tsx'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { TriedAnswer } from './finding-answers.ts'
import { FindingTable } from './finding-table.web.tsx'
import { useFindings, useTried } from './security-asks.web.ts'

export function Security() {
  const say = useText()
  const [open, setOpen] = useState(true)
  const found = useFindings(open)
  const tried = useTried().data
  return (
    <Page title={say('ui.security.title')}>
      <Text maw={720} mb="md">
        {say('ui.security.why')}
      </Text>
      <SegmentedControl
        mb="md"
        aria-label={say('ui.security.which')}
        value={open ? 'open' : 'all'}
        data={(['open', 'all'] as const).map(value => ({ value, label: say(`ui.security.${value}`) }))}
        onChange={value => setOpen(value === 'open')}
      />
      <Stack gap="xl">
        <div>
          <LoadedList
            query={found}
            rows={found.data?.pages.flatMap(page => page.findings)}
            height={240}
            none={
              <NothingYet title={say(open ? 'ui.security.none-open' : 'ui.security.none')}>
                {say('ui.security.none-why')}
              </NothingYet>
            }
          >
            {findings => <FindingTable findings={findings} />}
          </LoadedList>
        </div>
        {tried && <Tried days={tried.days} />}
        {tried && (
          <Text size="sm" c="dimmed" maw={720}>
            {say('ui.security.measures', tried.measures)}
          </Text>
        )}
      </Stack>
    </Page>
  )
}

/** Asking for the way to one's own page is no attack, and not drawn. */
const lines = [
  ['sign-ins', ['password', 'second-factor']],
  ['keys', ['unknown-key']],
  ['links', ['way-in', 'missed']],
  ['floods', ['form', 'limited']],
] as const

function Tried({ days }: Pick<TriedAnswer, 'days'>) {
  const say = useText()
  const shown = everyDay(days)
  return (
    <LineChart
      label={say('ui.security.tried')}
      of={say('ui.security.day')}
      places={shown.map(day => date(day))}
      unit="count"
      series={lines.map(([name, kinds]) => ({
        name: say(`ui.security.line.${name}`),
        values: shown.map(day =>
          days
            .filter(one => one.day === day && kinds.some(kind => kind === one.what))
            .reduce((sum, { times }) => sum + times, 0),
        ),
      }))}
    />
  )
}

/** From the first day with something to the last. */
function everyDay(days: TriedAnswer['days']): readonly string[] {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const count = (Date.parse(last.day) - Date.parse(first.day)) / 86_400_000 + 1
  return Array.from({ length: count }, (_, nth) =>
    new Date(Date.parse(first.day) + nth * 86_400_000).toISOString().slice(0, 10),
  )
}
