/** One survey: what comes next is one button, each step that cannot be taken back says so first, and its results are below. */

import { Alert, Anchor, Button, List, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { instant } from '../participation/announce-form.web.tsx'
import { useSegments } from '../segments/segment-asks.web.ts'
import type { SurveyDetails } from './survey-answers.ts'
import { useAct, useSurvey } from './survey-asks.web.ts'
import { SurveyResults } from './survey-results.web.tsx'
import { SurveyState } from './surveys.web.tsx'
import './surveys.css'

export function Survey() {
  const say = useText()
  const { survey: id = '' } = useParams({ strict: false })
  const found = useSurvey(id)
  return (
    <Page
      title={found.data?.name ?? say('ui.surveys.one')}
      windowTitle={say('ui.surveys.one')}
      beside={found.data && <SurveyState state={found.data.state} />}
      acts={found.data && <Acts survey={found.data} />}
    >
      <Loaded query={found} height={300}>
        {survey => (
          <Stack gap="lg">
            <Facts survey={survey} />
            {survey.state === 'draft' ? <Faults survey={survey} /> : <SurveyResults survey={survey} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Acts({ survey }: { survey: SurveyDetails }) {
  const say = useText()
  const [asked, setAsked] = useState<'opening' | 'closing' | 'reminders' | undefined>(undefined)
  const { state, mayRemind, faults, id } = survey
  const mayRemindNow = mayRemind !== null && new Date(mayRemind) <= new Date()
  return (
    <>
      {state === 'draft' && (
        <>
          <Button onClick={() => setAsked('opening')} disabled={faults.length > 0}>
            {say('ui.surveys.act.opening')}
          </Button>
          <Button
            variant="default"
            renderRoot={props => <Link {...props} to="/surveys/$survey/edit" params={{ survey: id }} />}
          >
            {say('ui.surveys.edit')}
          </Button>
        </>
      )}
      {mayRemindNow && <Button onClick={() => setAsked('reminders')}>{say('ui.surveys.act.reminders')}</Button>}
      {state === 'open' && (
        <Button variant="default" onClick={() => setAsked('closing')}>
          {say('ui.surveys.act.closing')}
        </Button>
      )}
      {asked && <Step survey={survey} did={asked} close={() => setAsked(undefined)} />}
    </>
  )
}

interface StepProps {
  readonly survey: SurveyDetails
  readonly did: 'opening' | 'closing' | 'reminders'
  readonly close: () => void
}

function Step({ survey, did, close }: StepProps) {
  const say = useText()
  const act = useAct(survey.id)
  const isNamed = survey.keeps === 'named'
  const [segment, setSegment] = useState('')
  const [closes, setCloses] = useState('')
  const errors = act.error ? problemOf(act.error).errors : []
  const errorAt = (field: string) => errors.find(one => one.field === field)?.message
  const what = did === 'opening' ? { did, segment: segment === '' ? null : segment, closes: instant(closes) } : { did }
  return (
    <Dialog close={close} title={say(`ui.surveys.act.${did}`)}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          act.mutate(what, {
            onSuccess: answer => {
              tell(say(`ui.surveys.did.${did}`, { count: answer?.reminded ?? 0 }))
              close()
            },
          })
        }}
      >
        <Stack gap="sm">
          <Text>{say(`ui.surveys.ask.${did}`)}</Text>
          {did === 'opening' && (
            <>
              <Who isNamed={isNamed} value={segment} choose={setSegment} error={errorAt('segment')} />
              <TextInput
                type="datetime-local"
                required
                label={say('ui.surveys.closes')}
                value={closes}
                error={errorAt('closes')}
                onChange={({ currentTarget }) => setCloses(currentTarget.value)}
              />
            </>
          )}
          <ProblemNotice error={act.error} />
          <DialogButtons send={say(`ui.surveys.act.${did}`)} sending={act.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

interface WhoProps {
  readonly isNamed: boolean
  readonly value: string
  readonly choose: (id: string) => void
  readonly error: string | undefined
}

function Who({ isNamed, value, choose, error }: WhoProps) {
  const say = useText()
  const segments = useSegments()
  const found = segments.data?.pages.flatMap(page => page.segments) ?? []
  return (
    <NativeSelect
      label={say('ui.surveys.who')}
      description={say('ui.surveys.who-why')}
      value={value}
      error={error}
      data={[
        { value: '', label: say(isNamed ? 'ui.surveys.choose-segment' : 'ui.surveys.anybody') },
        ...found.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    />
  )
}

function Faults({ survey: { faults, content } }: { survey: SurveyDetails }) {
  const say = useText()
  return faults.length === 0 ? (
    <Text>{say('ui.surveys.ready', { count: content.questions.length })}</Text>
  ) : (
    <Alert color="amber" title={say('ui.surveys.faults', { count: faults.length })}>
      <List size="sm">
        {faults.map(({ field, message }) => (
          <List.Item key={`${field} ${message}`}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  )
}

function Facts({ survey }: { survey: SurveyDetails }) {
  const say = useText()
  const { keeps, state, closes, answered, isInvited, segment, invitations, address, mail } = survey
  const rows = [
    [say('ui.surveys.keeps'), say(`ui.surveys.kept.${keeps}`)],
    ...(state === 'draft' ? [] : [[say('ui.surveys.who'), segment ?? say('ui.surveys.anybody')]]),
    ...(closes ? [[say(state === 'closed' ? 'ui.surveys.closed' : 'ui.surveys.closes'), moment(closes)]] : []),
    ...(invitations
      ? [
          [
            say('ui.surveys.invited'),
            say('ui.surveys.invited-words', {
              invited: count(invitations.invited),
              sent: count(invitations.sent),
              waiting: count(invitations.waiting),
            }),
          ],
          ...invitations.leftOut.map(({ why, persons }) => [
            say('ui.surveys.left-out'),
            say('ui.surveys.left-out-words', { why, persons: count(persons) }),
          ]),
        ]
      : []),
    ...(state === 'draft'
      ? []
      : [
          [
            say('ui.surveys.answered'),
            keeps === 'anonymous' && state === 'open'
              ? say('ui.surveys.in-fives', { count: answered })
              : count(answered),
          ],
        ]),
  ]
  return (
    <section aria-label={say('ui.surveys.facts')}>
      {isInvited && !mail && (
        <Alert color="amber" mb="md" title={say('ui.surveys.no-mail')}>
          {say('ui.surveys.no-mail-why')}
        </Alert>
      )}
      <dl className="survey-facts">
        {rows.map(([label, value]) => (
          <div key={`${label} ${value}`}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {state === 'open' && !isInvited && (
          <div>
            <dt>{say('ui.surveys.page')}</dt>
            <dd>
              <Anchor href={address} target="_blank" rel="noreferrer" className="survey-address">
                {address}
              </Anchor>
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}
