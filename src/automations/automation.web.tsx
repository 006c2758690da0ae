/** One automation read as a sentence: when, which steps, until what; how many stand before each; put on and off with a reason. */

import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { AutomationDetails, Turn } from './automation-answers.ts'
import { useAutomation, useTurning } from './automation-asks.web.ts'
import { AutomationBadge } from './automations.web.tsx'
import './automations.css'

export function Automation() {
  const say = useText()
  const { automation = '' } = useParams({ strict: false })
  const found = useAutomation(automation)
  const [turning, setTurning] = useState<Turn['did'] | undefined>(undefined)
  const { data } = found
  return (
    <Page
      title={data?.name ?? say('ui.automations.one')}
      windowTitle={say('ui.automations.one')}
      acts={data && data.state !== 'ended' && <Acts automation={data} turn={setTurning} />}
    >
      <Loaded query={found} height={300}>
        {details => (
          <Stack gap="lg">
            <Steps automation={details} />
            <Ended automation={details} />
            <Turns automation={details} />
          </Stack>
        )}
      </Loaded>
      {data && turning && <TurnDialog automation={data} did={turning} close={() => setTurning(undefined)} />}
    </Page>
  )
}

function Acts({ automation, turn }: { automation: AutomationDetails; turn: (did: Turn['did']) => void }) {
  const say = useText()
  const isOn = automation.state === 'on'
  return (
    <>
      {!isOn && (
        <Button
          variant="default"
          renderRoot={props => (
            <Link {...props} to="/automations/$automation/edit" params={{ automation: automation.id }} />
          )}
        >
          {say('ui.automations.edit')}
        </Button>
      )}
      <Button variant="default" onClick={() => turn('ended')}>
        {say('ui.automations.turn.ended')}
      </Button>
      <Button {...(isOn && { variant: 'default' })} onClick={() => turn(isOn ? 'off' : 'on')}>
        {say(`ui.automations.turn.${isOn ? 'off' : 'on'}`)}
      </Button>
    </>
  )
}

function Steps({ automation }: { automation: AutomationDetails }) {
  const say = useText()
  const { state, kind, segment, until, plan, doing } = automation
  const ended = say('ui.automations.segment-ended')
  return (
    <section aria-labelledby="steps">
      <Group gap="xs" mb="sm">
        <AutomationBadge state={state} />
        <Text c="dimmed" size="sm">
          {say(`ui.automations.kind.${kind}`)}
        </Text>
      </Group>
      <Title order={2} size="h4" id="steps" className="any-name">
        {say('ui.automations.when', { segment: segment ?? ended })}
      </Title>
      <ol className="automation-steps">
        {doing.map(({ letter, task, campaign, waiting }, at) => {
          const { after, hour } = plan.steps[at] ?? { after: { n: 0, unit: 'hours' as const } }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
            <li key={at}>
              <Text c="dimmed" size="sm">
                {after.n === 0
                  ? say('ui.automations.at-once')
                  : say(`ui.automations.after.${after.unit}`, { count: after.n })}
                {hour !== undefined && ` · ${say('ui.automations.at-hour', { hour })}`}
              </Text>
              <span className="any-name">
                {task === null
                  ? say('ui.automations.sends', { letter: letter ?? say('ui.automations.letter-gone') })
                  : say('ui.automations.gives-task', { task })}
              </span>{' '}
              {campaign && (
                <Anchor
                  size="sm"
                  renderRoot={props => <Link {...props} to="/campaigns/$campaign" params={{ campaign }} />}
                >
                  {say('ui.automations.results')}
                </Anchor>
              )}
              <Text size="sm">{say('ui.automations.waiting', { n: count(waiting) })}</Text>
            </li>
          )
        })}
      </ol>
      <Text size="sm" c="dimmed" className="any-name">
        {[
          plan.only && say('ui.automations.only'),
          plan.until !== null && say('ui.automations.until', { segment: until ?? ended }),
          plan.again !== null && say('ui.automations.again', { count: plan.again.days }),
          say(plan.present ? 'ui.automations.present' : 'ui.automations.not-present'),
          say('ui.automations.gate'),
        ]
          .filter(Boolean)
          .join(' ')}
      </Text>
    </section>
  )
}

function Ended({ automation: { ended } }: { automation: AutomationDetails }) {
  const say = useText()
  if (ended.length === 0) return null
  return (
    <section aria-labelledby="ended">
      <Title order={2} size="h4" id="ended" mb="xs">
        {say('ui.automations.ended-for')}
      </Title>
      <ul className="automation-ends">
        {ended.map(({ why, persons }) => (
          <li key={why}>
            <span className="figures">{count(persons)}</span> {say(`ui.automations.end.${why}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Turns({ automation: { turns } }: { automation: AutomationDetails }) {
  const say = useText()
  return (
    <section aria-labelledby="turns">
      <Title order={2} size="h4" id="turns" mb="xs">
        {say('ui.automations.turns')}
      </Title>
      <ol reversed className="automation-ends">
        {turns.map(({ n, did, at, by, why }) => (
          <li key={n}>
            {say(`ui.automations.did.${did}`)}
            <Text size="sm" c="dimmed" className="any-name">
              {[moment(at), by.name, why].filter(Boolean).join(' · ')}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}

function TurnDialog({
  automation,
  did,
  close,
}: {
  automation: AutomationDetails
  did: Turn['did']
  close: () => void
}) {
  const say = useText()
  const [why, setWhy] = useState('')
  const turning = useTurning(automation)
  const send = (event: FormEvent) => {
    event.preventDefault()
    turning.mutate(
      { did, ...(why.trim() && { why: why.trim() }) },
      {
        onSuccess: () => {
          tell(say(`ui.automations.turned.${did}`))
          close()
        },
      },
    )
  }
  return (
    <Dialog title={say(`ui.automations.turn.${did}`)} close={close}>
      <form onSubmit={send}>
        <Text mb="sm">{say(`ui.automations.turn-why.${did}`)}</Text>
        <TextInput
          label={say('ui.automations.why')}
          maxLength={500}
          data-autofocus
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <ProblemNotice error={turning.error} />
        <DialogButtons send={say(`ui.automations.turn.${did}`)} sending={turning.isPending} close={close} />
      </form>
    </Dialog>
  )
}
