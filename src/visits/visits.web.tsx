/** Visits of the website as numbers of nobody: how many, beside the period before, where they came from, and how far they got. */

import { Alert, Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { LineChart } from '../../web/chart-lines.tsx'
import { count, date, wholeMoney } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { VisitReport } from './report-answers.ts'
import { type FilterName, filterNames, type Shown, useVisits } from './visit-asks.web.ts'
import { VisitGoals } from './visit-goals.web.tsx'
import { VisitsNow } from './visit-now.web.tsx'
import { nameOf, VisitShares } from './visit-shares.web.tsx'
import './visits.css'

const periods = [7, 30, 90, 365] as const

export function Visits() {
  const say = useText()
  const [shown, show] = useState<Shown>({ days: 30, only: {} })
  const found = useVisits(shown)
  const report = found.data
  const isEmpty = report && report.totals.views + report.before.views === 0 && Object.keys(shown.only).length === 0
  const filter = (name: FilterName, value: string) => show({ ...shown, only: { ...shown.only, [name]: value } })
  return (
    <Page title={say('ui.visits.title')}>
      <Text maw={720} mb="md">
        {say('ui.visits.about')}
      </Text>
      <VisitsNow filter={filter} />
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {report?.counts === false && (
        <Alert color="amber" mb="md" maw={720}>
          {say('ui.visits.off')}
        </Alert>
      )}
      <SegmentedControl
        mb="md"
        aria-label={say('ui.visits.period')}
        value={String(shown.days)}
        data={periods.map(days => ({ value: String(days), label: say('ui.visits.days', { count: days }) }))}
        onChange={days => show({ ...shown, days: Number(days) })}
      />
      <Filters shown={shown} drop={only => show({ ...shown, only })} />
      {found.isPending && <Skeleton height={320} aria-hidden />}
      {isEmpty && (
        <NothingYet title={say('ui.visits.none')} step={<Link to="/cookies">{say('ui.visits.to-cookies')}</Link>}>
          {say('ui.visits.none-why')}
        </NothingYet>
      )}
      {report && !isEmpty && (
        <Stack gap="xl" aria-busy={found.isPlaceholderData}>
          <Totals report={report} />
          <LineChart
            label={say('ui.visits.by-day')}
            of={say('ui.visits.day')}
            places={report.days.map(({ day }) => date(day))}
            unit="count"
            series={[
              { name: say('ui.visits.this-period'), values: report.days.map(({ visits }) => visits) },
              { name: say('ui.visits.previous'), values: report.days.map(({ visitsBefore }) => visitsBefore) },
            ]}
          />
          <VisitShares report={report} filter={filter} />
        </Stack>
      )}
      {report && <VisitGoals goals={report.goals} />}
    </Page>
  )
}

function Filters({ shown: { only }, drop }: { shown: Shown; drop: (only: Shown['only']) => void }) {
  const say = useText()
  const chosen = filterNames.flatMap(name => (only[name] === undefined ? [] : [[name, only[name]] as const]))
  if (chosen.length === 0) return null
  return (
    <Group gap="xs" mb="md">
      {chosen.map(([name, value]) => {
        const what = nameOf(say, name, value)
        const { [name]: _dropped, ...rest } = only
        return (
          <Button
            key={name}
            size="compact-md"
            variant="light"
            rightSection={<IconX size={15} aria-hidden />}
            aria-label={say('ui.visits.drop', { what })}
            onClick={() => drop(rest)}
          >
            {say('ui.visits.only', { what })}
          </Button>
        )
      })}
    </Group>
  )
}

function Totals({ report: { totals, before, machines } }: { report: VisitReport }) {
  const say = useText()
  return (
    <dl className="visit-totals">
      {(['visits', 'visitors', 'views'] as const).map(what => (
        <div key={what}>
          <dt>{say(`ui.visits.${what}`)}</dt>
          <dd className="figures">
            <strong>{count(totals[what])}</strong>
            <span>{say('ui.visits.before', { count: count(before[what]) })}</span>
          </dd>
        </div>
      ))}
      {totals.cents + before.cents > 0 && (
        <div>
          <dt>{say('ui.visits.brought')}</dt>
          <dd className="figures">
            <strong>{wholeMoney(totals.cents)}</strong>
            <span>{say('ui.visits.before', { count: wholeMoney(before.cents) })}</span>
          </dd>
        </div>
      )}
      <div>
        <dt>{say('ui.visits.machines')}</dt>
        <dd className="figures">
          <strong>{count(machines)}</strong>
        </dd>
      </div>
    </dl>
  )
}
