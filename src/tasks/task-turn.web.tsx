/** An open task is given to another, gets another day, or is dropped, with a word of why. */

import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Task } from './task-answers.ts'
import { useOwners, useTaskVerbs } from './task-asks.web.ts'

export function TaskTurn({ task }: { task: Task }) {
  const say = useText()
  const { take } = useTaskVerbs()
  const [why, setWhy] = useState('')
  const because = why.trim() === '' ? {} : { why }
  const turning = useWriting({ mutationFn: (turn: Parameters<typeof take>[1]) => take(task, turn) })
  return (
    <>
      <Group gap="sm" align="flex-end" my="xs">
        <TextInput
          size="xs"
          label={say('ui.tasks.why')}
          value={why}
          maxLength={1000}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <OwnerChoice
          size="xs"
          value={task.owner?.id ?? ''}
          change={owner => turning.mutate({ did: 'given', owner, ...because })}
        />
        <TextInput
          size="xs"
          type="date"
          label={say('ui.tasks.due')}
          defaultValue={task.due ?? ''}
          onBlur={({ currentTarget }) => {
            const due = currentTarget.value || null
            if (due !== task.due) turning.mutate({ did: 'dated', due, ...because })
          }}
        />
        <Button
          size="xs"
          variant="subtle"
          loading={turning.isPending}
          onClick={() => turning.mutate({ did: 'dropped', ...because })}
        >
          {say('ui.tasks.drop')}
        </Button>
      </Group>
      <ProblemNotice error={turning.error} />
    </>
  )
}

interface OwnerChoiceProps {
  readonly value: string
  readonly change: (owner: string | null) => void
  readonly size?: 'xs' | 'sm'
}

/** Whoever works for the purpose; or nobody in particular. */
export function OwnerChoice({ value, change, size = 'sm' }: OwnerChoiceProps) {
  const say = useText()
  const owners = useOwners().data?.owners ?? []
  return (
    <NativeSelect
      size={size}
      label={say('ui.tasks.owner')}
      value={value}
      data={[
        { value: '', label: say('ui.tasks.nobody') },
        ...owners.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget }) => change(currentTarget.value || null)}
    />
  )
}
