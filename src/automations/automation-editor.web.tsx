/** An automation is put together from the top: when, step by step, until; what is wrong is told at its field and nothing is lost. */

import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useSegmentChoices } from '../campaigns/campaign-asks.web.ts'
import type { Letter } from '../letters/letter-answers.ts'
import type { Segment } from '../segments/segment-answers.ts'
import type { AutomationDetails } from './automation-answers.ts'
import { useAutomation, useLetterChoices, useSaving } from './automation-asks.web.ts'
import { draftOf, type StepDraft, stepDraft, stepOf } from './automation-draft.web.ts'
import './automations.css'

export function NewAutomation() {
  const say = useText()
  return (
    <Page title={say('ui.automations.new')} width="reading">
      <WithChoices />
    </Page>
  )
}

export function EditAutomation() {
  const say = useText()
  const { automation = '' } = useParams({ strict: false })
  const found = useAutomation(automation)
  return (
    <Page title={found.data?.name ?? say('ui.automations.one')} windowTitle={say('ui.automations.one')} width="reading">
      <Loaded query={found} height={400}>
        {seen => <WithChoices seen={seen} />}
      </Loaded>
    </Page>
  )
}

function WithChoices({ seen }: { seen?: AutomationDetails }) {
  const say = useText()
  const segments = useSegmentChoices()
  const letters = useLetterChoices()
  return (
    <Loaded query={segments} height={400}>
      {found => (
        <Loaded query={letters} height={400}>
          {written =>
            found.segments.length === 0 ? (
              <NothingYet title={say('ui.automations.no-segments')}>{say('ui.automations.no-segments-why')}</NothingYet>
            ) : (
              <Editor
                segments={found.segments}
                letters={written.letters.filter(({ ready }) => ready)}
                {...(seen && { seen })}
              />
            )
          }
        </Loaded>
      )}
    </Loaded>
  )
}

interface EditorProps {
  readonly segments: readonly Segment[]
  readonly letters: readonly Letter[]
  readonly seen?: AutomationDetails
}

function Editor({ segments, letters, seen }: EditorProps) {
  const say = useText()
  const router = useRouter()
  const [draft, setDraft] = useState(() => draftOf(seen, segments[0]?.id ?? '', letters[0]?.revision))
  const saving = useSaving(seen)
  const problem = saving.error ? problemOf(saving.error) : undefined
  const faultAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  const put = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const putStep = (at: number, change: Partial<StepDraft>) =>
    put({ steps: draft.steps.map((step, index) => (index === at ? { ...step, ...change } : step)) })
  const choices = segments.map(({ id, name }) => ({ value: id, label: name }))
  const save = (event: FormEvent) => {
    event.preventDefault()
    const { name, kind, when, until, only, present, again, steps } = draft
    const often = again > 0 ? { days: again } : null
    saving.mutate(
      { name, kind, plan: { when, until: until || null, only, present, again: often, steps: steps.map(stepOf) } },
      {
        onSuccess: async automation => {
          tell(say('ui.automations.saved'))
          await router.navigate({ to: '/automations/$automation', params: { automation } })
        },
      },
    )
  }
  return (
    <form noValidate onSubmit={save}>
      <Stack gap="md">
        <TextInput
          label={say('ui.automations.name')}
          required
          maxLength={120}
          value={draft.name}
          error={faultAt('name')}
          onChange={({ currentTarget }) => put({ name: currentTarget.value })}
        />
        <div>
          <Text size="sm" fw={560} id="automation-kind">
            {say('ui.automations.kind-label')}
          </Text>
          <SegmentedControl
            aria-labelledby="automation-kind"
            value={draft.kind}
            data={(['marketing', 'service'] as const).map(value => ({
              value,
              label: say(`ui.automations.kind.${value}`),
            }))}
            onChange={value => put({ kind: value === 'service' ? 'service' : 'marketing' })}
          />
          {faultAt('kind') && (
            <Text size="sm" c="red" role="alert">
              {faultAt('kind')}
            </Text>
          )}
        </div>
        <NativeSelect
          label={say('ui.automations.when-label')}
          description={say('ui.automations.when-how')}
          value={draft.when}
          data={choices}
          error={faultAt('plan.when') ?? faultAt('plan.segment')}
          onChange={({ currentTarget }) => put({ when: currentTarget.value })}
        />
        <Checkbox
          label={say('ui.automations.present-label')}
          checked={draft.present}
          onChange={({ currentTarget }) => put({ present: currentTarget.checked })}
        />
        <Checkbox
          label={say('ui.automations.again-label')}
          checked={draft.again > 0}
          onChange={({ currentTarget }) => put({ again: currentTarget.checked ? 30 : 0 })}
        />
        {draft.again > 0 && (
          <NumberInput
            label={say('ui.automations.again-days')}
            min={1}
            max={3650}
            w={240}
            value={draft.again}
            error={faultAt('plan.again.days')}
            onChange={value => put({ again: Math.max(1, Number(value)) })}
          />
        )}
        {draft.steps.map((step, at) => (
          <StepFields
            key={step.key}
            at={at}
            step={step}
            letters={letters}
            faultAt={faultAt}
            put={change => putStep(at, change)}
            remove={
              draft.steps.length > 1 ? () => put({ steps: draft.steps.filter((_, other) => other !== at) }) : undefined
            }
          />
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            disabled={draft.steps.length >= 20}
            onClick={() => put({ steps: [...draft.steps, stepDraft(letters[0]?.revision)] })}
          >
            {say('ui.automations.add-step')}
          </Button>
        </Group>
        <Checkbox
          label={say('ui.automations.only-label')}
          checked={draft.only}
          onChange={({ currentTarget }) => put({ only: currentTarget.checked })}
        />
        <NativeSelect
          label={say('ui.automations.until-label')}
          value={draft.until}
          data={[{ value: '', label: say('ui.automations.until-nothing') }, ...choices]}
          onChange={({ currentTarget }) => put({ until: currentTarget.value })}
        />
        <ProblemNotice error={saving.error} />
        <Group>
          <Button type="submit" loading={saving.isPending}>
            {say('ui.automations.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => String(hour))

interface StepProps {
  readonly at: number
  readonly step: StepDraft
  readonly letters: readonly Letter[]
  readonly faultAt: (field: string) => string | undefined
  readonly put: (change: Partial<StepDraft>) => void
  readonly remove: (() => void) | undefined
}

function StepFields({ at, step, letters, faultAt, put, remove }: StepProps) {
  const say = useText()
  const place = `plan.steps.${at}`
  const known = letters.some(({ revision }) => revision === step.letter)
  return (
    <Fieldset legend={say('ui.automations.step', { n: at + 1 })}>
      <Stack gap="xs">
        <Group align="end" gap="xs">
          <NumberInput
            label={say(at === 0 ? 'ui.automations.after-coming' : 'ui.automations.after-step')}
            min={0}
            max={365}
            w={120}
            value={step.n}
            error={faultAt(`${place}.after.n`)}
            onChange={value => put({ n: Number(value) })}
          />
          <NativeSelect
            aria-label={say('ui.automations.unit')}
            value={step.unit}
            data={(['hours', 'days'] as const).map(value => ({ value, label: say(`ui.automations.units.${value}`) }))}
            onChange={({ currentTarget }) => put({ unit: currentTarget.value === 'days' ? 'days' : 'hours' })}
          />
          <NativeSelect
            label={say('ui.automations.hour')}
            value={step.hour}
            data={[
              { value: '', label: say('ui.automations.any-hour') },
              ...hours.map(value => ({ value, label: say('ui.automations.at-hour', { hour: value }) })),
            ]}
            onChange={({ currentTarget }) => put({ hour: currentTarget.value })}
          />
        </Group>
        <NativeSelect
          label={say('ui.automations.does')}
          value={step.does}
          data={(['letter', 'task'] as const).map(value => ({ value, label: say(`ui.automations.doing.${value}`) }))}
          onChange={({ currentTarget }) => put({ does: currentTarget.value === 'task' ? 'task' : 'letter' })}
        />
        {step.does === 'letter' ? (
          <NativeSelect
            label={say('ui.automations.letter')}
            description={letters.length === 0 ? say('ui.automations.no-letters') : undefined}
            value={step.letter}
            error={faultAt(`${place}.does.letter`)}
            data={[
              ...(known || step.letter === '' ? [] : [{ value: step.letter, label: say('ui.automations.as-saved') }]),
              ...letters.map(({ revision, name }) => ({ value: revision, label: name })),
            ]}
            onChange={({ currentTarget }) => put({ letter: currentTarget.value })}
          />
        ) : (
          <TextInput
            label={say('ui.automations.task')}
            required
            maxLength={300}
            value={step.task}
            error={faultAt(`${place}.does.task`) ?? faultAt(`${place}.does`)}
            onChange={({ currentTarget }) => put({ task: currentTarget.value })}
          />
        )}
        {remove && (
          <Group>
            <Button variant="subtle" color="gray" size="compact-sm" onClick={remove}>
              {say('ui.automations.remove-step', { n: at + 1 })}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}
