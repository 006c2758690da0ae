/** A campaign is put together in the order in which it is thought of: what, to whom, when, and whether two letters are tried. */

import { Button, Group, MultiSelect, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { Link, useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { LetterFields } from '../letters/letter-answers.ts'
import type { Segment } from '../segments/segment-answers.ts'
import { AudienceCount } from './audience-count.web.tsx'
import type { AudienceAsked, CampaignDetails } from './campaign-answers.ts'
import { useCampaign, useLetterFields, useLetters, useSaving, useSegmentChoices } from './campaign-asks.web.ts'
import { type Draft, draftOf, readyOf } from './campaign-draft.web.ts'
import './campaigns.css'

export function NewCampaign() {
  const say = useText()
  return (
    <Page title={say('ui.campaigns.new')} width="reading">
      <Choices />
    </Page>
  )
}

export function EditCampaign() {
  const say = useText()
  const { campaign = '' } = useParams({ strict: false })
  const found = useCampaign(campaign)
  return (
    <Page title={found.data?.name ?? say('ui.campaigns.one')} windowTitle={say('ui.campaigns.one')} width="reading">
      <Loaded query={found} height={400}>
        {seen => <Choices seen={seen} />}
      </Loaded>
    </Page>
  )
}

function Choices({ seen }: { seen?: CampaignDetails }) {
  const say = useText()
  const fields = useLetterFields()
  const segments = useSegmentChoices()
  return (
    <Loaded query={fields} height={400}>
      {given => (
        <Loaded query={segments} height={400}>
          {({ segments: found }) =>
            found.length === 0 ? (
              <NothingYet
                title={say('ui.campaigns.no-segments')}
                step={
                  <Button renderRoot={props => <Link {...props} to="/segments/new" />}>{say('ui.segments.new')}</Button>
                }
              >
                {say('ui.campaigns.no-segments-why')}
              </NothingYet>
            ) : (
              <Editor stops={given.stops} segments={found} {...(seen && { seen })} />
            )
          }
        </Loaded>
      )}
    </Loaded>
  )
}

interface EditorProps {
  /** Channels in which the notice lets the purpose send by permits; none: its messages are service messages. */
  readonly stops: LetterFields['stops']
  readonly segments: readonly Segment[]
  readonly seen?: CampaignDetails
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb="xs">
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </section>
  )
}

function Editor({ stops, segments, seen }: EditorProps) {
  const say = useText()
  const router = useRouter()
  const kind = stops.length > 0 ? 'marketing' : 'service'
  const channels = stops.length > 0 ? stops : (['email', 'sms'] as const)
  const [draft, setDraft] = useState<Draft>(() => draftOf(seen, channels[0] ?? 'email', segments[0]?.id ?? ''))
  const letters = useLetters(draft.channel)
  const saving = useSaving(seen)
  const change = (part: Partial<Draft>) => setDraft(now => ({ ...now, ...part }))
  const faults = saving.error ? problemOf(saving.error).errors : []
  const faultOf = (field: string) => faults.find(one => one.field === field)?.message
  const choices = [
    { value: '', label: say('ui.campaigns.choose-letter') },
    ...(letters.data?.letters ?? [])
      .filter(({ ready }) => ready)
      .map(({ revision, name }) => ({ value: revision, label: name })),
    // What a draft was saved with stays, even when its letter has a newer revision.
    ...(seen?.plan.letters ?? [])
      .filter(id => letters.data?.letters.every(({ revision }) => revision !== id))
      .map(id => ({ value: id, label: say('ui.campaigns.older-letter') })),
  ]
  const asked: AudienceAsked = {
    kind,
    channel: draft.channel,
    segment: draft.segment,
    but: [...draft.but],
    ...(draft.productGroup.trim() && { productGroup: draft.productGroup.trim() }),
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(readyOf(draft, kind), {
      onSuccess: async id => {
        tell(say('ui.campaigns.saved'))
        await router.navigate({ to: '/campaigns/$campaign', params: { campaign: id } })
      },
    })
  }
  return (
    <form noValidate onSubmit={save}>
      <Stack gap="xl">
        <Part title={say('ui.campaigns.what')}>
          <Text c="dimmed">{say(`ui.campaigns.kind-why.${kind}`)}</Text>
          <TextInput
            label={say('ui.campaigns.name')}
            required
            maxLength={200}
            value={draft.name}
            error={faultOf('name')}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <NativeSelect
            label={say('ui.campaigns.channel')}
            data={channels.map(value => ({ value, label: say(`ui.campaigns.channels.${value}`) }))}
            value={draft.channel}
            error={faultOf('channel')}
            onChange={({ currentTarget }) =>
              change({ channel: currentTarget.value === 'sms' ? 'sms' : 'email', letter: '', other: '' })
            }
          />
          <NativeSelect
            label={say('ui.campaigns.letter')}
            description={say('ui.campaigns.letter-why')}
            required
            data={choices}
            value={draft.letter}
            error={faultOf('plan.letters')}
            onChange={({ currentTarget }) => change({ letter: currentTarget.value })}
          />
          {kind === 'marketing' && (
            <TextInput
              label={say('ui.campaigns.product-group')}
              description={say('ui.campaigns.product-group-why')}
              maxLength={200}
              value={draft.productGroup}
              onChange={({ currentTarget }) => change({ productGroup: currentTarget.value })}
            />
          )}
        </Part>
        <Part title={say('ui.campaigns.whom')}>
          <NativeSelect
            label={say('ui.campaigns.segment')}
            data={segments.map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.segment}
            error={faultOf('plan.segment')}
            onChange={({ currentTarget }) => change({ segment: currentTarget.value })}
          />
          <MultiSelect
            label={say('ui.campaigns.but')}
            data={segments.filter(({ id }) => id !== draft.segment).map(({ id, name }) => ({ value: id, label: name }))}
            value={[...draft.but]}
            maxValues={10}
            onChange={but => change({ but })}
          />
          <AudienceCount asked={asked} />
        </Part>
        <Part title={say('ui.campaigns.when')}>
          <NativeSelect
            label={say('ui.campaigns.when-label')}
            data={(['now', 'at', 'local'] as const).map(value => ({
              value,
              label: say(`ui.campaigns.when-kind.${value}`),
            }))}
            value={draft.when}
            onChange={({ currentTarget }) => change({ when: currentTarget.value as Draft['when'] })}
          />
          {draft.when === 'at' && (
            <TextInput
              type="datetime-local"
              required
              label={say('ui.campaigns.at')}
              value={draft.at}
              error={faultOf('plan.when')}
              onChange={({ currentTarget }) => change({ at: currentTarget.value })}
            />
          )}
          {draft.when === 'local' && (
            <Group grow preventGrowOverflow={false}>
              <TextInput
                type="date"
                required
                label={say('ui.campaigns.date')}
                value={draft.date}
                error={faultOf('plan.when')}
                onChange={({ currentTarget }) => change({ date: currentTarget.value })}
              />
              <NativeSelect
                label={say('ui.campaigns.hour')}
                data={Array.from({ length: 24 }, (_, hour) => String(hour))}
                value={draft.hour}
                onChange={({ currentTarget }) => change({ hour: currentTarget.value })}
              />
            </Group>
          )}
          {draft.channel === 'email' && (
            <TextInput
              label={say('ui.campaigns.per-minute')}
              description={say('ui.campaigns.per-minute-why')}
              inputMode="numeric"
              value={draft.perMinute}
              error={faultOf('plan.perMinute')}
              onChange={({ currentTarget }) => change({ perMinute: currentTarget.value })}
            />
          )}
        </Part>
        <Part title={say('ui.campaigns.trial')}>
          <NativeSelect
            label={say('ui.campaigns.other-letter')}
            description={say('ui.campaigns.other-letter-why')}
            data={choices.map(one => (one.value === '' ? { value: '', label: say('ui.campaigns.no-trial') } : one))}
            value={draft.other}
            error={faultOf('plan.trial')}
            onChange={({ currentTarget }) => change({ other: currentTarget.value })}
          />
          {draft.other !== '' && (
            <Group grow preventGrowOverflow={false} align="flex-end">
              <TextInput
                label={say('ui.campaigns.share')}
                inputMode="numeric"
                value={draft.share}
                error={faultOf('plan.trial.share')}
                onChange={({ currentTarget }) => change({ share: currentTarget.value })}
              />
              <NativeSelect
                label={say('ui.campaigns.by')}
                data={(['replies', 'orders', 'hand'] as const)
                  .filter(value => value !== 'replies' || draft.channel === 'email')
                  .map(value => ({ value, label: say(`ui.campaigns.by-kind.${value}`) }))}
                value={draft.by}
                onChange={({ currentTarget }) => change({ by: currentTarget.value as Draft['by'] })}
              />
              {draft.by !== 'hand' && (
                <TextInput
                  label={say('ui.campaigns.hours')}
                  inputMode="numeric"
                  value={draft.hours}
                  error={faultOf('plan.trial.hours')}
                  onChange={({ currentTarget }) => change({ hours: currentTarget.value })}
                />
              )}
            </Group>
          )}
        </Part>
        <div>
          <ProblemNotice error={saving.error} />
          <Button type="submit" loading={saving.isPending}>
            {say('ui.campaigns.save')}
          </Button>
          <Text size="sm" c="dimmed" mt="xs">
            {say('ui.campaigns.save-why')}
          </Text>
        </div>
      </Stack>
    </form>
  )
}
