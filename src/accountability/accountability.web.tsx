/** The contents page of accountability: each part with what is in order and what is to be mended, and the way there. */

import { Skeleton, Stack, Text } from '@mantine/core'
import { count, date } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Overview } from './accountability-answers.ts'
import { useAccountability } from './accountability-asks.web.ts'
import { AccountabilityPart } from './accountability-part.web.tsx'
import { Breaches, Screenings } from './open-parts.web.tsx'
import './accountability.css'

export function Accountability() {
  const say = useText()
  const found = useAccountability<Overview>('')
  return (
    <Page title={say('ui.accountability.title')} width="reading">
      <Text mb="md">{say('ui.accountability.about')}</Text>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={420} aria-hidden />}
      {found.data && (
        <Stack gap="lg">
          <Processors {...found.data.processors} />
          <Interests states={found.data.interests} />
          <Record {...found.data.record} />
          <Screenings />
          <Breaches />
        </Stack>
      )}
    </Page>
  )
}

function Processors({ declared, withoutContract, notDeclared, gaps }: Overview['processors']) {
  const say = useText()
  const faults = [
    ['without-contract', withoutContract],
    ['not-declared', notDeclared],
    ['gaps', gaps],
  ] as const
  return (
    <AccountabilityPart
      to="/accountability/processors"
      title={say('ui.contracts.title')}
      about={say('ui.contracts.why-here')}
      facts={[say('ui.accountability.declared', { count: declared })]}
      faults={faults
        .filter(([, number]) => number > 0)
        .map(([key, number]) => say(`ui.accountability.${key}`, { count: number }))}
    />
  )
}

const worstFirst = ['against', 'missing', 'changed', 'expired', 'unfinished'] as const

function Interests({ states }: { states: Overview['interests'] }) {
  const say = useText()
  const line = (state: keyof Overview['interests']): readonly string[] =>
    (states[state] ?? 0) > 0 ? [inState(say, state, states[state] ?? 0)] : []
  const isNone = Object.keys(states).length === 0
  return (
    <AccountabilityPart
      to="/accountability/balancing-tests"
      title={say('ui.balancing.title')}
      about={say('ui.balancing.why-here')}
      facts={isNone ? [say('ui.accountability.no-interests')] : line('holds')}
      faults={worstFirst.flatMap(line)}
    />
  )
}

const inState = (say: Say, state: keyof Overview['interests'], number: number): string =>
  say('ui.accountability.in-state', { state: say(`ui.balancing.state.${state}`), count: count(number) })

function Record({ version, effective, due, isDue }: Overview['record']) {
  const say = useText()
  const look =
    due === null
      ? say('ui.accountability.record-never')
      : say(`ui.accountability.${isDue ? 'record-late' : 'record-due'}`, { date: date(due) })
  return (
    <AccountabilityPart
      to="/accountability/record"
      title={say('ui.processing-record.title')}
      about={say('ui.processing-record.why-here')}
      facts={[say('ui.accountability.record-of', { version, date: date(effective) }), ...(isDue ? [] : [look])]}
      faults={isDue ? [look] : []}
    />
  )
}
