/** Whether a backup is taken by itself every night: when the next one is, where it goes, and the way to change it. */

import { Alert, Button, Group, NumberInput, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'

export interface Nightly {
  readonly isOn: boolean
  readonly hour: number
  readonly kept: number
  readonly folder: string | null
  readonly drills: boolean
  readonly next: string | null
}

interface Props {
  readonly nightly: Nightly
  readonly queryKey: readonly string[]
  /** With the first backup that is to be: the key that opens it. */
  readonly showKey: (key: string) => void
}

export function NightlyBackups({ nightly, queryKey, showKey }: Props) {
  const say = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-labelledby="nightly">
      <Title order={2} id="nightly" mb="xs">
        {say('ui.backups.nightly')}
      </Title>
      <Stack gap="xs" mb="lg" maw={640}>
        {nightly.next === null ? (
          <Text>{say('ui.backups.nightly-off')}</Text>
        ) : (
          <>
            <Text className="figures">
              {say('ui.backups.nightly-next', { at: moment(nightly.next), kept: count(nightly.kept) })}
            </Text>
            {nightly.folder === null ? (
              <Alert color="yellow" variant="light">
                {say('ui.backups.nightly-at-home')}
              </Alert>
            ) : (
              <Text style={{ overflowWrap: 'anywhere' }}>
                {say('ui.backups.nightly-folder', { folder: nightly.folder })}
              </Text>
            )}
          </>
        )}
        {isOpen ? (
          <PlanForm nightly={nightly} queryKey={queryKey} showKey={showKey} close={() => setOpen(false)} />
        ) : (
          <Group>
            <Button variant="default" onClick={() => setOpen(true)}>
              {say(nightly.next === null ? 'ui.backups.nightly-start' : 'ui.backups.nightly-change')}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}.00` }))

function PlanForm({ nightly, queryKey, showKey, close }: Props & { readonly close: () => void }) {
  const say = useText()
  const client = useQueryClient()
  // Whoever opens the form of backups that are off has come to switch them on.
  const [plan, setPlan] = useState({ ...nightly, isOn: true })
  const saying = useWriting({
    mutationFn: () => {
      const { next: _, ...body } = plan
      return ask<{ recoveryKey: string | null }>('/backups/nightly', { method: 'PUT', body })
    },
    onSuccess: async ({ recoveryKey }) => {
      if (recoveryKey !== null) showKey(recoveryKey)
      await client.invalidateQueries({ queryKey })
      close()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    saying.mutate()
  }
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <Switch
          label={say('ui.backups.nightly-is-on')}
          checked={plan.isOn}
          onChange={({ currentTarget }) => setPlan({ ...plan, isOn: currentTarget.checked })}
        />
        {plan.isOn && (
          <>
            <Group gap="sm" align="flex-start">
              <Select
                label={say('ui.backups.nightly-hour')}
                data={hours}
                value={String(plan.hour)}
                allowDeselect={false}
                w={140}
                onChange={hour => setPlan({ ...plan, hour: Number(hour ?? plan.hour) })}
              />
              <NumberInput
                label={say('ui.backups.nightly-kept')}
                min={1}
                max={30}
                allowDecimal={false}
                required
                value={plan.kept}
                onChange={kept => setPlan({ ...plan, kept: Number(kept) })}
              />
            </Group>
            <TextInput
              label={say('ui.backups.nightly-where')}
              description={say('ui.backups.nightly-where-why')}
              value={plan.folder ?? ''}
              autoComplete="off"
              onChange={({ currentTarget }) => setPlan({ ...plan, folder: currentTarget.value || null })}
            />
            <Switch
              label={say('ui.backups.nightly-drills')}
              description={say('ui.backups.nightly-drills-why')}
              checked={plan.drills}
              onChange={({ currentTarget }) => setPlan({ ...plan, drills: currentTarget.checked })}
            />
          </>
        )}
        <ProblemNotice error={saying.error} />
        <Group gap="sm">
          <Button type="submit" loading={saying.isPending}>
            {say('ui.save')}
          </Button>
          <Button variant="default" onClick={close}>
            {say('ui.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
