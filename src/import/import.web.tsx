/** One import, found again at whatever step it is: left in the middle, at work, interrupted, done or taken back. */

import { Alert, Anchor, Text } from '@mantine/core'
import { IconInfoCircle, IconPlayerPause } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { count, date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import type { ImportAnswer, ImportState } from './answers.ts'
import { ColumnsStep } from './columns-step.web.tsx'
import { isAtWork, useImport } from './import-asks.web.ts'
import { ImportReport } from './import-report.web.tsx'
import { type ImportStep, ImportSteps } from './import-steps.web.tsx'
import { ImportWork } from './import-work.web.tsx'
import { OriginStep } from './origin-step.web.tsx'
import { PreviewStep } from './preview-step.web.tsx'
import './import.css'

const route = getRouteApi('/signed-in/imports/$import')

const stepOf: Readonly<Record<ImportState, ImportStep>> = {
  uploaded: 'origin',
  mapping: 'columns',
  previewing: 'preview',
  previewed: 'preview',
  interrupted: 'preview',
  running: 'report',
  done: 'report',
  undoing: 'report',
  undone: 'report',
}

/** Steps that may be done again in this state. */
const openIn = (state: ImportState): readonly ImportStep[] => {
  if (state === 'mapping') return ['origin', 'columns']
  return state === 'previewed' ? ['origin', 'columns', 'preview'] : []
}

export function Import() {
  const say = useText()
  const { import: id } = route.useParams()
  const found = useImport(id)
  if (found.error && problemOf(found.error).status === 404)
    return (
      <Page title={say('ui.import.one')}>
        <NothingYet
          title={say('ui.import.absent')}
          step={
            <Anchor component={Link} to="/imports">
              {say('ui.import.to-list')}
            </Anchor>
          }
        >
          {say('ui.import.absent-why')}
        </NothingYet>
      </Page>
    )
  return (
    <Page
      title={found.data?.fileName ?? say('ui.import.one')}
      windowTitle={say('ui.import.one')}
      beside={
        <Anchor component={Link} to="/imports" className="crumb">
          {say('ui.import.to-list')}
        </Anchor>
      }
    >
      <Loaded query={found} height={320}>
        {answer => <ImportAtStep key={answer.id} shown={answer} />}
      </Loaded>
    </Page>
  )
}

/** At another step one begins from its top, with the keyboard too. */
function useBeginning(step: ImportStep): void {
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [step])
}

function ImportAtStep({ shown }: { shown: ImportAnswer }) {
  const [returned, returnTo] = useState<{ step: ImportStep; from: ImportState } | undefined>(undefined)
  const open = openIn(shown.state)
  const isReturned = returned?.from === shown.state && open.includes(returned.step)
  const step = isReturned ? returned.step : stepOf[shown.state]
  useBeginning(step)
  return (
    <>
      <ImportSteps now={step} open={open} go={to => returnTo({ step: to, from: shown.state })} />
      <AboutOrigin shown={shown} />
      <LastProblem shown={shown} />
      <StepOf shown={shown} step={step} forward={() => returnTo(undefined)} />
    </>
  )
}

interface StepProps {
  readonly shown: ImportAnswer
  readonly step: ImportStep
  readonly forward: () => void
}

function StepOf({ shown, step, forward }: StepProps) {
  if (isAtWork(shown.state)) return <ImportWork shown={shown} />
  if (step === 'origin') return <OriginStep shown={shown} forward={forward} />
  if (step === 'columns') return <ColumnsStep shown={shown} forward={forward} />
  if (step === 'preview') return <PreviewStep shown={shown} />
  return <ImportReport shown={shown} />
}

/** Where the file is from, once told; with the day by which the persons have to be told of it (Art. 14). */
function AboutOrigin({ shown: { informBy } }: { shown: ImportAnswer }) {
  const say = useText()
  if (informBy === null) return null
  return (
    <Alert
      color="amber"
      icon={<IconInfoCircle aria-hidden />}
      mb="sm"
      title={say('ui.import.inform-by', { date: date(informBy) })}
    >
      {say('ui.import.inform-by-why')}
    </Alert>
  )
}

/** Why the last step was not done, or that the program stopped in the middle of it. */
function LastProblem({ shown: { state, problem } }: { shown: ImportAnswer }) {
  const say = useText()
  if (state === 'interrupted')
    return (
      <Alert
        role="alert"
        color="amber"
        icon={<IconPlayerPause aria-hidden />}
        title={say('ui.import.interrupted')}
        mb="sm"
      >
        {say('ui.import.interrupted-why')}
      </Alert>
    )
  if (problem === null) return null
  return (
    <Alert role="alert" color="brick" icon={<IconInfoCircle aria-hidden />} title={problem.text} mb="sm">
      {problem.line !== null && <Text size="sm">{say('ui.import.at-line', { line: count(problem.line) })}</Text>}
    </Alert>
  )
}
