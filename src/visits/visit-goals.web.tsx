/** Goals: how many visits came how far, step by step, and the form by which staff say what counts. */

import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { BarChart } from '../../web/chart-bars.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { VisitReport } from './report-answers.ts'
import { useGoals } from './visit-asks.web.ts'

export function VisitGoals({ goals }: { goals: VisitReport['goals'] }) {
  const say = useText()
  const { add, remove } = useGoals()
  return (
    <Stack component="section" gap="md" mt="xl">
      <Title order={2}>{say('ui.visits.goals')}</Title>
      <Text maw={720}>{say('ui.visits.goals-about')}</Text>
      <ProblemNotice error={add.error ?? remove.error} />
      {goals.map(({ id, name, steps, reached }) => (
        <Group key={id} align="flex-start" wrap="nowrap" gap="sm" className="visit-goal">
          <BarChart
            label={name}
            of={say('ui.visits.step')}
            places={steps.map(({ is }, nth) => `${nth + 1}. ${is}`)}
            unit="count"
            series={[{ name: say('ui.visits.visits'), values: reached }]}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={say('ui.visits.goal-remove', { name })}
            onClick={() => remove.mutate(id)}
          >
            <IconTrash size={17} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <NewGoal add={add} />
    </Stack>
  )
}

function NewGoal({ add }: { add: ReturnType<typeof useGoals>['add'] }) {
  const say = useText()
  const [name, setName] = useState('')
  const [lines, setLines] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    const steps = lines
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
      .map(is => ({ kind: is.startsWith('/') ? ('page' as const) : ('event' as const), is }))
    add.mutate(
      { name, steps },
      {
        onSuccess: () => {
          setName('')
          setLines('')
        },
      },
    )
  }
  return (
    <form onSubmit={send}>
      <Stack gap="sm" maw={520}>
        <TextInput
          label={say('ui.visits.goal-name')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          required
          maxLength={80}
        />
        <Textarea
          label={say('ui.visits.goal-steps')}
          description={say('ui.visits.goal-steps-why')}
          value={lines}
          onChange={event => setLines(event.currentTarget.value)}
          required
          autosize
          minRows={2}
          maxRows={6}
        />
        <Button type="submit" variant="default" w="fit-content" loading={add.isPending}>
          {say('ui.visits.goal-add')}
        </Button>
      </Stack>
    </form>
  )
}
