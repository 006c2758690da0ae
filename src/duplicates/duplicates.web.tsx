/** Duplicates: who may be one person, looked at one pair at a time by the keyboard, or the certain ones together. */

import { Button, Progress, Skeleton, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { CertainPairs } from './certain-pairs.web.tsx'
import type { DuplicatesOverview } from './duplicates-answers.ts'
import { isGoing, useDuplicates, useDuplicateVerbs } from './duplicates-asks.web.ts'
import { ProposalQueue } from './proposal-queue.web.tsx'
import './duplicates.css'
import { useWriting } from '../../web/writing.ts'

const tabs = ['queue', 'certain', 'dismissed'] as const
type Tab = (typeof tabs)[number]

export function Duplicates() {
  const say = useText()
  const [tab, setTab] = useState<Tab>('queue')
  const { compare } = useDuplicateVerbs()
  const found = useDuplicates()
  const comparing = useWriting({ mutationFn: compare })
  const going = isGoing(found.data)
  const begin = (
    <Button
      variant={found.data?.run ? 'default' : 'filled'}
      loading={comparing.isPending}
      disabled={going}
      onClick={() => comparing.mutate()}
    >
      {say(found.data?.run ? 'ui.duplicates.again' : 'ui.duplicates.compare')}
    </Button>
  )
  const overview = found.data
  return (
    <Page title={say('ui.duplicates.title')} acts={overview?.run ? begin : undefined}>
      <ProblemNotice
        error={found.error ?? comparing.error}
        retry={found.error ? () => void found.refetch() : undefined}
      />
      {found.isPending && !found.error && <Skeleton height={320} aria-hidden />}
      {overview && <HowFar overview={overview} />}
      {overview && overview.run === null && (
        <NothingYet title={say('ui.duplicates.never')} step={begin}>
          {say('ui.duplicates.never-why')}
        </NothingYet>
      )}
      {overview?.run && (
        <Tabs value={tab} onChange={value => setTab(tabs.find(one => one === value) ?? 'queue')} keepMounted={false}>
          <Tabs.List mb="md">
            {tabs.map(one => (
              <Tabs.Tab key={one} value={one}>
                {say(`ui.duplicates.tab.${one}`)}
                {one !== 'dismissed' && ` (${count(one === 'queue' ? all(overview) : overview.open.certain)})`}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="queue">
            <ProposalQueue state="open" />
          </Tabs.Panel>
          <Tabs.Panel value="certain">
            <CertainPairs />
          </Tabs.Panel>
          <Tabs.Panel value="dismissed">
            <ProposalQueue state="dismissed" />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  )
}

const all = ({ open }: DuplicatesOverview): number => open.certain + open.likely + open.possible

/** How far the comparison is, or when the last one ended and what it looked at. */
function HowFar({ overview: { run } }: { overview: DuplicatesOverview }) {
  const say = useText()
  if (run === null) return null
  if (run.endedAt === null) {
    const percent = Math.round(run.share * 100)
    return (
      <div className="duplicates-going" role="status">
        <Text size="sm">{say('ui.duplicates.going', { percent })}</Text>
        <Progress value={percent} aria-label={say('ui.duplicates.going', { percent })} />
      </div>
    )
  }
  return (
    <Text size="sm" c="dimmed" mb="sm" maw={720} className="figures">
      {run.why === null
        ? say('ui.duplicates.compared', { at: moment(run.endedAt), persons: count(run.persons ?? 0) })
        : say('ui.duplicates.failed', { at: moment(run.endedAt) })}
    </Text>
  )
}
