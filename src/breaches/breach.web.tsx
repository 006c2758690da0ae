/** One breach as a calm sequence: what is known, the risk, the authority, the persons, the end; the next step stands open. */

import { Alert, Badge, Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { moment } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { TakeOut } from '../accountability/take-out.web.tsx'
import type { BreachAnswer } from './breach-answers.ts'
import { useBreach } from './breach-asks.web.ts'
import {
  AssessmentSaid,
  ClosingSaid,
  DecisionSaid,
  FactsSaid,
  NotificationsSaid,
  TellingSaid,
} from './breach-said.web.tsx'
import { ClockBadge } from './clock-badge.web.tsx'
import type { StepForm } from './entry-form.web.tsx'
import { AssessForm, CloseForm, DecideForm, DescribeForm, NotifyForm, ReopenForm, TellForm } from './step-forms.web.tsx'
import './breaches.css'

const route = getRouteApi('/signed-in/breaches/$breach')

export function Breach() {
  const say = useText()
  const { breach: id } = route.useParams()
  const found = useBreach(id)
  return (
    <Page
      title={found.data ? <span className="any-name">{found.data.name}</span> : say('ui.breaches.one')}
      windowTitle={say('ui.breaches.one')}
      beside={found.data && <ClockBadge clock={found.data.clock} />}
      acts={found.data && <TakeOut path={`/breaches/${id}/form`} />}
      width="reading"
    >
      <Loaded query={found} height={420}>
        {answer => <Sequence breach={answer} />}
      </Loaded>
    </Page>
  )
}

type StepName = 'describe' | NonNullable<BreachAnswer['next']>

const forms: Readonly<Record<StepName, (props: StepForm) => ReactNode>> = {
  describe: DescribeForm,
  assess: AssessForm,
  decide: DecideForm,
  notify: NotifyForm,
  tell: TellForm,
  close: CloseForm,
}

function Sequence({ breach }: { breach: BreachAnswer }) {
  const say = useText()
  const isClosed = breach.closing !== null
  const silent = breach.decision?.notify === false
  useKeyboardAtNext(breach)
  return (
    <Stack gap="md">
      <ClockLine breach={breach} />
      <ol className="breach-steps">
        <StepOf breach={breach} step="describe" isDone>
          <FactsSaid breach={breach} />
        </StepOf>
        <StepOf breach={breach} step="assess" isDone={breach.assessment !== null}>
          <AssessmentSaid breach={breach} />
        </StepOf>
        <StepOf breach={breach} step="decide" isDone={breach.decision !== null || breach.notifications.length > 0}>
          <DecisionSaid breach={breach} />
        </StepOf>
        <StepOf
          breach={breach}
          step="notify"
          isDone={breach.notifications.at(-1)?.complete === true}
          isNeeded={!silent}
          act={breach.notifications.length > 0 ? say('ui.breaches.add-to') : undefined}
        >
          <NotificationsSaid breach={breach} />
        </StepOf>
        <StepOf
          breach={breach}
          step="tell"
          isDone={breach.telling !== null}
          isNeeded={breach.risk === null || breach.risk === 'high'}
        >
          <TellingSaid breach={breach} />
        </StepOf>
        <StepOf breach={breach} step="close" isDone={isClosed}>
          <ClosingSaid breach={breach} />
        </StepOf>
      </ol>
      <History breach={breach} />
    </Stack>
  )
}

/** The form that was saved goes away: then the keyboard goes to the step that is next. */
function useKeyboardAtNext({ last, next }: BreachAnswer): void {
  const shown = useRef(last)
  useEffect(() => {
    if (shown.current === last) return
    shown.current = last
    if (document.activeElement === document.body) document.getElementById(`step-${next ?? 'close'}`)?.focus()
  }, [last, next])
}

interface StepProps {
  readonly breach: BreachAnswer
  readonly step: StepName
  readonly isDone: boolean
  readonly isNeeded?: boolean
  /** What the button says that opens the form of a step that was done. */
  readonly act?: string | undefined
  readonly children: ReactNode
}

/** The form of the next step stands open; that of a step that was done opens when it is to be changed. */
function StepOf({ breach, step, isDone, isNeeded = true, act, children }: StepProps) {
  const say = useText()
  const [changing, setChanging] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  /** What had the keyboard goes away with it. */
  const turn = (to: boolean) => {
    setChanging(to)
    heading.current?.focus()
  }
  const isClosed = breach.closing !== null
  const isNext = breach.next === step
  const reopens = step === 'close' && isClosed
  const Form = reopens ? ReopenForm : forms[step]
  const mayBegin = step === 'notify' || (step === 'tell' && breach.assessment !== null)
  const mayChange = reopens || (!isClosed && !isNext && step !== 'close' && (isDone || mayBegin))
  const buttonSays = reopens
    ? say('ui.breaches.reopen')
    : (act ?? say(isDone ? 'ui.breaches.change' : `ui.breaches.step.${step}`))
  const id = `step-${step}`
  const mark = markOf(say, { isNext, isDone, isNeeded })
  return (
    <li className="breach-step" data-next={isNext || undefined} aria-labelledby={id}>
      <Group gap="sm" align="baseline">
        <Title order={2} id={id} ref={heading} tabIndex={-1}>
          {say(`ui.breaches.step.${step}`)}
        </Title>
        <Badge variant="light" tt="none" color={isNext ? 'amber' : isDone ? 'pine' : 'gray'}>
          {mark}
        </Badge>
      </Group>
      {(!changing || step === 'notify') && children}
      {(isNext || changing) && (
        <Form breach={breach} close={isNext ? undefined : () => turn(false)} key={breach.last} />
      )}
      {mayChange && !changing && (
        <div>
          <Button
            variant="default"
            size="compact-md"
            aria-label={`${say(`ui.breaches.step.${step}`)}: ${buttonSays}`}
            onClick={() => turn(true)}
          >
            {buttonSays}
          </Button>
        </div>
      )}
    </li>
  )
}

function markOf(
  say: Say,
  { isNext, isDone, isNeeded }: { isNext: boolean; isDone: boolean; isNeeded: boolean },
): string {
  if (isNext) return say('ui.breaches.next')
  if (isDone) return say('ui.breaches.done')
  return say(isNeeded ? 'ui.breaches.later' : 'ui.breaches.not-needed')
}

function ClockLine({ breach: { reference, clock, reminders, mail } }: { breach: BreachAnswer }) {
  const say = useText()
  const { state, due, endedAt, delay } = clock
  const isOver = state === 'overdue' || (state === 'late' && delay === null)
  return (
    <Alert
      color={isOver ? 'brick' : state === 'running' ? 'amber' : 'pine'}
      icon={isOver ? <IconAlertTriangle aria-hidden /> : <IconClock aria-hidden />}
      title={`${reference}: ${say(`ui.breaches.clock.${state}`)}`}
    >
      <Text className="figures">
        {say('ui.breaches.due-at', { at: moment(due) })}{' '}
        {endedAt !== null && say('ui.breaches.ended-at', { at: moment(endedAt) })}
      </Text>
      {delay !== null && <Text className="any-name">{say('ui.breaches.delay-is', { delay })}</Text>}
      {state === 'late' && delay === null && <Text>{say('ui.breaches.delay-missing')}</Text>}
      {endedAt === null && (
        <Text size="sm">
          {!mail
            ? say('ui.breaches.no-mail')
            : reminders.length === 0
              ? say('ui.breaches.will-remind')
              : say('ui.breaches.reminded', { at: reminders.map(({ at }) => moment(at)).join(', ') })}
        </Text>
      )}
    </Alert>
  )
}

function History({ breach: { entries } }: { breach: BreachAnswer }) {
  const say = useText()
  return (
    <section aria-labelledby="breach-history">
      <Title order={2} id="breach-history" mb="xs">
        {say('ui.breaches.history')}
      </Title>
      <List listStyleType="none" spacing="xs">
        {entries.toReversed().map(({ n, kind, why, at, by }) => (
          <List.Item key={n}>
            {say(`ui.breaches.entry.${kind}`)}
            <Text size="sm" c="dimmed" className="figures">
              {say('ui.breaches.written', { name: by.name ?? say('ui.breaches.somebody'), at: moment(at) })}
            </Text>
            {why !== null && (
              <Text size="sm" className="any-name">
                {why}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </section>
  )
}
