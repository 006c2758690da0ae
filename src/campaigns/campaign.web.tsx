/** One campaign: what it sends to whom, what can be done with it now, what has become of it, and every step that was taken. */

import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { CampaignAct } from './campaign-act.web.tsx'
import type { Act, CampaignDetails } from './campaign-answers.ts'
import { useCampaign, useRevision, useSegmentChoices, useTrial } from './campaign-asks.web.ts'
import { CampaignResults } from './campaign-results.web.tsx'
import { CampaignBadge } from './campaigns.web.tsx'
import './campaigns.css'

const offered: Readonly<Record<CampaignDetails['state'], readonly Exclude<Act, 'choose'>[]>> = {
  draft: ['start'],
  scheduled: ['pause', 'stop'],
  sending: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: [],
  done: [],
}

export function Campaign() {
  const say = useText()
  const { campaign = '' } = useParams({ strict: false })
  const found = useCampaign(campaign)
  const [act, setAct] = useState<Exclude<Act, 'choose'>>()
  const acts = found.data && (
    <>
      {found.data.state === 'draft' && (
        <Button
          variant="default"
          renderRoot={props => <Link {...props} to="/campaigns/$campaign/edit" params={{ campaign }} />}
        >
          {say('ui.campaigns.edit')}
        </Button>
      )}
      {offered[found.data.state].map(one => (
        <Button
          key={one}
          variant={one === 'start' || one === 'resume' ? 'filled' : 'default'}
          onClick={() => setAct(one)}
        >
          {say(`ui.campaigns.act.${one}`)}
        </Button>
      ))}
    </>
  )
  return (
    <Page title={found.data?.name ?? say('ui.campaigns.one')} windowTitle={say('ui.campaigns.one')} acts={acts}>
      <Loaded query={found} height={400}>
        {details => (
          <Stack gap="xl">
            <Facts campaign={details} />
            {details.recipients.length > 0 && <CampaignResults campaign={details} />}
            <Steps steps={details.steps} />
            {act && <CampaignAct campaign={details} act={act} close={() => setAct(undefined)} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Facts({ campaign }: { campaign: CampaignDetails }) {
  const say = useText()
  const segments = useSegmentChoices()
  const { plan, kind, channel, state, beginsAt } = campaign
  const segmentName = (id: string) =>
    segments.data?.segments.find(segment => segment.id === id)?.name ?? say('ui.campaigns.segment-gone')
  const when =
    beginsAt && plan.when === 'now'
      ? moment(beginsAt)
      : plan.when === 'now'
        ? say('ui.campaigns.when-kind.now')
        : 'at' in plan.when
          ? moment(plan.when.at)
          : say('ui.campaigns.when-local', { date: date(plan.when.local.date), hour: plan.when.local.hour })
  return (
    <section aria-label={say('ui.campaigns.plan')}>
      <Group gap="xs" mb="sm">
        <CampaignBadge state={state} />
        <Text size="sm" c="dimmed">
          {say(`ui.campaigns.kind.${kind}`)} · {say(`ui.campaigns.channels.${channel}`)}
        </Text>
      </Group>
      <dl className="campaign-facts">
        {plan.letters.map((revision, nth) => (
          <LetterFact
            key={revision}
            revision={revision}
            channel={channel}
            label={
              plan.letters.length === 1
                ? say('ui.campaigns.letter')
                : say(`ui.campaigns.letters.${nth === 0 ? 'first' : 'second'}`)
            }
          />
        ))}
        <dt>{say('ui.campaigns.whom')}</dt>
        <dd>
          <Anchor
            className="any-name"
            renderRoot={props => <Link {...props} to="/segments/$segment" params={{ segment: plan.segment }} />}
          >
            {segmentName(plan.segment)}
          </Anchor>
          {plan.but.length > 0 && <> {say('ui.campaigns.but-not', { names: plan.but.map(segmentName).join(', ') })}</>}
        </dd>
        <dt>{say('ui.campaigns.when')}</dt>
        <dd className="figures">{when}</dd>
        {plan.trial && (
          <>
            <dt>{say('ui.campaigns.trial')}</dt>
            <dd>
              {say('ui.campaigns.trial-said', {
                share: plan.trial.share,
                by: say(`ui.campaigns.by-kind.${plan.trial.by}`),
              })}{' '}
              {campaign.decidesAt && say('ui.campaigns.decides', { at: moment(campaign.decidesAt) })}
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

function LetterFact({ revision, channel, label }: { revision: string; channel: string; label: string }) {
  const say = useText()
  const found = useRevision(revision)
  const trial = useTrial()
  const [lang] = found.data ? Object.keys(found.data.content.texts) : []
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span className="any-name">{found.data?.name ?? '…'}</span>{' '}
        {channel === 'email' && lang && (
          <Button
            size="compact-sm"
            variant="default"
            loading={trial.isPending}
            onClick={() => trial.mutate({ revision, lang }, { onSuccess: () => tell(say('ui.campaigns.test-sent')) })}
          >
            {say('ui.campaigns.test')}
          </Button>
        )}
        <ProblemNotice error={trial.error} />
      </dd>
    </>
  )
}

function Steps({ steps }: Pick<CampaignDetails, 'steps'>) {
  const say = useText()
  return (
    <section aria-labelledby="steps">
      <Title order={2} size="h4" id="steps" mb="xs">
        {say('ui.campaigns.steps')}
      </Title>
      <ol reversed className="campaign-steps">
        {steps.map(({ n, did, at, by, why, letter }) => (
          <li key={n}>
            {say(`ui.campaigns.did.${did}`)}
            {letter !== null && `: ${say(`ui.campaigns.letters.${letter === 0 ? 'first' : 'second'}`)}`}
            <Text size="sm" c="dimmed">
              {[
                moment(at),
                by.name ?? say(by.kind === 'system' ? 'ui.campaigns.by-itself' : 'ui.campaigns.somebody'),
                why,
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}
