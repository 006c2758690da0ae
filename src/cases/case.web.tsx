/** One case: who says what, by when it is answered, whose it is to do, what has been done, and the step that comes next. */

import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useAccount } from '../../web/account.ts'
import { CaseParts } from '../../web/case-parts.tsx'
import { count, date, moment } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { whoIs } from '../../web/who.ts'
import { Due } from '../rights/requests.web.tsx'
import type { CaseAnswer, CaseStepAnswer } from './case-answers.ts'
import { useCase, useStep } from './case-asks.web.ts'
import { NextStep } from './case-step.web.tsx'
import { StateBadge } from './state-badge.web.tsx'
import './cases.css'

const route = getRouteApi('/signed-in/cases/$case')

export function Case() {
  const say = useText()
  const { case: id } = route.useParams()
  const query = useCase(id)
  const { data } = query
  return (
    <Page
      title={data ? `${say(`ui.cases.kind.${data.kind}`)} ${data.number}` : say('ui.cases.one')}
      beside={data && <StateBadge state={data.state} />}
      width="reading"
    >
      <Loaded query={query} height={320}>
        {shown => (
          <Stack gap="lg">
            <About shown={shown} />
            <section aria-labelledby="case-said">
              <Title order={2} id="case-said" mb="xs">
                {say('ui.cases.said')}
              </Title>
              {shown.content === null ? (
                <Text c="dimmed">{say('ui.cases.no-content')}</Text>
              ) : (
                <blockquote className="case-said">{shown.content}</blockquote>
              )}
              <CaseParts shown={shown} />
            </section>
            {shown.mayWrite && <NextStep shown={shown} />}
            <Steps steps={shown.steps} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

/** How long it took, by the largest unit that is full. */
function spanIn(minutes: number, say: Say): string {
  if (minutes < 60) return say('ui.cases.minutes', { count: count(minutes) })
  if (minutes < 48 * 60) return say('ui.cases.hours', { count: count(Math.floor(minutes / 60)) })
  return say('ui.cases.days', { count: count(Math.floor(minutes / (24 * 60))) })
}

function About({ shown }: { shown: CaseAnswer }) {
  const say = useText()
  return (
    <section aria-label={say('ui.cases.about')}>
      <Anchor
        underline="always"
        className="any-name"
        renderRoot={props => <Link {...props} to="/customers/$person" params={{ person: shown.person.id }} />}
      >
        {shown.person.name ?? say('ui.person.nameless')}
      </Anchor>
      {(shown.daysLeft !== null || shown.state === 'waiting') && (
        <Text component="div">
          {say('ui.cases.answer-by')} <Due request={shown} />
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {say('ui.cases.came', { number: shown.number, at: moment(shown.receivedAt), source: shown.source.name })}
      </Text>
      {shown.firstAnswer !== null && (
        <Text size="sm" c="dimmed">
          {say('ui.cases.first-answer', { time: spanIn(shown.firstAnswer, say) })}
        </Text>
      )}
      {shown.order && (
        <Text size="sm" className="any-name">
          {say('ui.cases.order')}: {[shown.order.number, shown.order.product].filter(Boolean).join(', ')}
        </Text>
      )}
      <Owner shown={shown} />
    </section>
  )
}

function Owner({ shown: { id, owner, step, mayWrite } }: { shown: CaseAnswer }) {
  const say = useText()
  const me = useAccount().id
  const taking = useStep(id)
  return (
    <>
      <Group gap="sm" mt="xs">
        <Text className="any-name">
          {say('ui.cases.owner')}: {owner?.name ?? say('ui.cases.nobody')}
        </Text>
        {mayWrite && owner?.id !== me && (
          <Button
            variant="default"
            size="compact-sm"
            loading={taking.isPending}
            onClick={() => taking.mutate({ step: { kind: 'assigned', owner: me }, expected: step })}
          >
            {say('ui.cases.take')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={taking.error} />
    </>
  )
}

function Steps({ steps }: { steps: readonly CaseStepAnswer[] }) {
  const say = useText()
  return (
    <section aria-labelledby="case-steps">
      <Title order={2} id="case-steps" mb="xs">
        {say('ui.cases.done')}
      </Title>
      <ol className="case-steps">
        {[...steps].reverse().map(one => (
          <li key={one.id} data-note={one.kind === 'noted' || undefined}>
            <Text fw={560} className="any-name">
              {didIn(one, one.id === steps[0]?.id, say)}
            </Text>
            {one.words !== null && <div className="case-words">{one.words}</div>}
            {one.conversation !== null && (
              <Link to="/inbox/$conversation" params={{ conversation: one.conversation }} className="row-link">
                {say('ui.cases.to-conversation')}
              </Link>
            )}
            {one.sent !== null && <Text size="sm">{say(`ui.cases.sent.${one.sent}`)}</Text>}
            {one.mentions.length > 0 && (
              <Text size="sm" className="any-name">
                {say('ui.cases.called', { names: one.mentions.map(({ name }) => name).join(', ') })}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              {whoIs(one.by, say)}, {moment(one.at)}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}

function didIn({ kind, way, owner, due, right, request }: CaseStepAnswer, isFirst: boolean, say: Say): string {
  if (isFirst && kind === 'open') return say('ui.cases.did.opened')
  switch (kind) {
    case 'answered':
      return [say('ui.cases.did.answered'), ...(way ? [say(`ui.cases.way.${way}`)] : [])].join(' · ')
    case 'assigned':
      return say('ui.cases.did.assigned', { name: owner?.name ?? say('ui.cases.nobody') })
    case 'due-moved':
      return say('ui.cases.did.due-moved', { date: due === null ? '' : date(due) })
    case 'request-made':
      return say('ui.cases.did.request-made', {
        number: request ?? '',
        right: right === null ? '' : say(`ui.requests.kind.${right}`),
      })
    default:
      return say(`ui.cases.did.${kind}`)
  }
}
