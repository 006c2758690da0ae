/** Retention: when data was last removed and goes next, what a dry run would take, whom a hold keeps. */

import { Alert, Skeleton, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { FiscalYears } from './fiscal-years.web.tsx'
import { Holds } from './holds.web.tsx'
import type { OverviewAnswer } from './retention-answers.ts'
import { useOverview } from './retention-asks.web.ts'
import { RetentionCalendar } from './retention-calendar.web.tsx'
import { DryRun } from './retention-dry.web.tsx'
import { RetentionRuns } from './retention-runs.web.tsx'
import './retention.css'

const tabs = ['calendar', 'dry', 'holds', 'runs'] as const

export function Retention() {
  const say = useText()
  const { administrator } = useAccount()
  const [tab, setTab] = useState<(typeof tabs)[number]>('calendar')
  const found = useOverview()
  return (
    <Page title={say('ui.retention.title')}>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Skeleton height={320} aria-hidden />}
      {found.data && (
        <>
          <Night overview={found.data} />
          <Tabs
            value={tab}
            onChange={value => setTab(tabs.find(one => one === value) ?? 'calendar')}
            keepMounted={false}
          >
            <Tabs.List mb="md">
              {tabs.map(one => (
                <Tabs.Tab key={one} value={one}>
                  {say(`ui.retention.tab.${one}`)}
                  {one === 'holds' && found.data.holds.standing > 0 && ` (${count(found.data.holds.standing)})`}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="calendar">
              <RetentionCalendar of={found.data.last?.id} toDry={() => setTab('dry')} />
              {administrator && <FiscalYears years={found.data.fiscalYears} />}
            </Tabs.Panel>
            <Tabs.Panel value="dry">
              <DryRun overview={found.data} />
            </Tabs.Panel>
            <Tabs.Panel value="holds">
              <Holds />
            </Tabs.Panel>
            <Tabs.Panel value="runs">
              <RetentionRuns />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  )
}

/** When it was done, when it is done next, and what is being done now. */
function Night({ overview: { lastNight, next, going, holds } }: { overview: OverviewAnswer }) {
  const say = useText()
  return (
    <div className="retention-night">
      <Text maw={640}>{say('ui.retention.intro')}</Text>
      <Text className="figures" role="status">
        {[
          lastNight ? say('ui.retention.last-night', { at: moment(lastNight) }) : say('ui.retention.never'),
          say('ui.retention.next', { at: moment(next) }),
          ...going.map(({ kind, persons }) => say(`ui.retention.going-${kind}`, { persons: count(persons) })),
        ].join(' · ')}
      </Text>
      {holds.overdue > 0 && (
        <Alert color="amber" title={say('ui.retention.overdue')}>
          {say('ui.retention.overdue-why')}
        </Alert>
      )}
    </div>
  )
}
