/** One request: who asks what, by when it is answered, what has been done, the letters to send, and the step that comes next. */

import { Anchor, Button, Skeleton, Stack, Text, Title } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { date, moment } from '../../web/format.ts'
import { langNames, useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import { Copies } from './copies.web.tsx'
import { Deliveries } from './delivery.web.tsx'
import { Certificate } from './erasure.web.tsx'
import { Evidence } from './identity.web.tsx'
import { Recipients } from './recipients.web.tsx'
import { RequestActs } from './request-acts.web.tsx'
import { grounds, outcomes, proofs, type RequestAnswer } from './request-answers.ts'
import { useRequest } from './request-asks.web.ts'
import { NextStep } from './request-step.web.tsx'
import { Due, OtherPurpose, StateBadge } from './requests.web.tsx'
import './rights.css'

const mayGive: readonly RequestAnswer['state'][] = ['received', 'working', 'answered']
/** Until it is decided. */
const mayHaveEvidence: readonly RequestAnswer['state'][] = ['identifying', 'refusing']
/** Acts of which recipients are told. */
const toldOf: readonly string[] = ['corrected', 'supplemented', 'restricted', 'erased']

const route = getRouteApi('/signed-in/requests/$request')

export function RightsRequest() {
  const scope = useScope()
  return scope.data?.seesAll === false ? <OtherPurpose /> : <Shown />
}

function Shown() {
  const say = useText()
  const { request: id } = route.useParams()
  const { data: request, error, isPending, refetch } = useRequest(id)
  const title = request ? say(`ui.requests.kind.${request.kind}`) : say('ui.requests.one')
  return (
    <Page title={title} beside={request && <StateBadge state={request.state} />} width="reading">
      <ProblemNotice error={error} retry={() => void refetch()} />
      {isPending && <Skeleton height={320} aria-hidden />}
      {request && (
        <Stack gap="lg">
          <Asked request={request} />
          {mayHaveEvidence.includes(request.state) && (
            <Evidence request={request.id} mayNote={request.state === 'identifying'} />
          )}
          <RequestActs key={`acts ${request.step}`} request={request} />
          {request.turns.length > 0 && <NextStep key={request.step} request={request} />}
          {request.person && (request.kind === 'access' || request.kind === 'portability') && (
            <>
              <Deliveries request={request.id} mayGive={mayGive.includes(request.state)} />
              <Copies person={request.person} kind={request.kind} />
            </>
          )}
          {request.steps.some(({ kind }) => kind === 'erased') && <Certificate request={request.id} />}
          {request.steps.some(({ kind }) => toldOf.includes(kind)) && <Recipients request={request.id} />}
          <Letters letters={request.letters} />
          <Steps request={request} />
        </Stack>
      )}
    </Page>
  )
}

function Asked({ request }: { request: RequestAnswer }) {
  const say = useText()
  return (
    <section aria-label={say('ui.requests.asked')}>
      <Text component="div">
        {say('ui.requests.answer-by')} <Due request={request} />
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {say('ui.requests.came', {
          number: request.number,
          at: moment(request.receivedAt),
          how: say(`ui.requests.by.${request.channel}`),
        })}
      </Text>
      {request.asked === null ? (
        <Text>{say('ui.requests.words-gone')}</Text>
      ) : (
        <blockquote className="request-asked">{request.asked}</blockquote>
      )}
      <Text mt="sm" className="any-name">
        {request.requester}
        {request.person && (
          <>
            {' · '}
            <ToCustomer person={request.person} />
          </>
        )}
      </Text>
      {request.person && (request.kind === 'objection' || request.kind === 'withdrawal') && (
        <Text size="sm" mt="xs">
          {say('ui.requests.at-once')}
        </Text>
      )}
    </section>
  )
}

function ToCustomer({ person }: { person: string }) {
  const say = useText()
  return (
    <Anchor underline="always" renderRoot={props => <Link {...props} to="/customers/$person" params={{ person }} />}>
      {say('ui.requests.to-customer')}
    </Anchor>
  )
}

/** Ready to be sent by the channel that the person used. */
function Letters({ letters }: { letters: RequestAnswer['letters'] }) {
  const say = useText()
  const parts = (['refusal', 'extended', 'identity', 'received'] as const).flatMap(part => {
    const words = letters[part]
    return words === null ? [] : [{ part, words }]
  })
  const copy = async (words: string) => {
    await navigator.clipboard.writeText(words)
    tell(say('ui.requests.copied'))
  }
  return (
    <section aria-labelledby="letters">
      <Title order={2} id="letters" mb="xs">
        {say('ui.requests.letters')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('ui.requests.letters-why', { language: langNames[letters.lang] })}
      </Text>
      {parts.map(({ part, words }) => (
        <details key={part}>
          <summary>{say(`ui.requests.letter.${part}`)}</summary>
          <div lang={letters.lang} className="request-letter">
            {words}
          </div>
          <Button size="compact-sm" variant="default" onClick={() => void copy(words)}>
            {say('ui.requests.copy')}
          </Button>
        </details>
      ))}
    </section>
  )
}

function Steps({ request }: { request: RequestAnswer }) {
  const say = useText()
  const detail = (details: RequestAnswer['steps'][number]['details']): string =>
    [
      grounds.flatMap(one => (one === details.ground ? [say(`ui.requests.ground.${one}`)] : [])),
      proofs.flatMap(one => (one === details.proof ? [say(`ui.requests.proof.${one}`)] : [])),
      outcomes.flatMap(one => (one === details.outcome ? [say(`ui.requests.outcome.${one}`)] : [])),
      details.other ?? [],
      details.reason ?? [],
    ]
      .flat()
      .join('. ')
  return (
    <section aria-labelledby="steps">
      <Title order={2} id="steps" mb="xs">
        {say('ui.requests.done')}
      </Title>
      <ol className="request-steps">
        {[...request.steps].reverse().map(({ id, kind, at, by, due, details }) => (
          <li key={id}>
            <Text fw={560}>{say(`ui.requests.did.${kind}`)}</Text>
            {detail(details) !== '' && <Text>{detail(details)}</Text>}
            {due && <Text>{say('ui.requests.new-due', { date: date(due) })}</Text>}
            <Text size="sm" c="dimmed">
              {whoIs(by, say)}, {moment(at)}
            </Text>
          </li>
        ))}
        <li>
          <Text fw={560}>{say('ui.requests.did.recorded')}</Text>
          <Text size="sm" c="dimmed">
            {whoIs(request.recordedBy, say)}, {moment(request.recordedAt)}
          </Text>
        </li>
      </ol>
    </section>
  )
}
