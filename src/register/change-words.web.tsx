/** A change in words: what was before, what is after, who did it, from where; and the way to put it back. */

import { Button, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { type ScopeColumn, valueText } from '../../web/value.ts'
import { useWriting } from '../../web/writing.ts'
import type { Change } from './answers.ts'
import { usePersonVerbs } from './person-asks.web.ts'
import type { Scope } from './scope-answer.ts'

const unknownColumn = (name: string): ScopeColumn => ({ name, label: name, type: 'text', filter: [] })

export function ChangeFields({ change, scope }: { change: Change; scope: Scope | undefined }) {
  const say = useText()
  const category = scope?.categories.find(({ id }) => id === change.category)
  const columns = category?.fields.flatMap(field => field.columns) ?? []
  return (
    <dl className="change-fields">
      {change.fields.map(({ column: name, before, after }) => {
        const column = columns.find(one => one.name === name) ?? unknownColumn(name)
        const was = valueText(column, before, say)
        const is = valueText(column, after, say)
        return (
          <div key={name}>
            <dt>{column.label}</dt>
            <dd>
              {was !== undefined && (
                <del className="any-name">
                  <span className="visually-hidden">{say('ui.change.before')} </span>
                  {was}
                </del>
              )}{' '}
              {is !== undefined && (
                <ins className="any-name">
                  <span className="visually-hidden">{say('ui.change.after')} </span>
                  {is}
                </ins>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

/** Puts `before` back; refused with its reason when the value has moved since. */
export function Undo({ person, change }: { person: string; change: Change }) {
  const say = useText()
  const { undo } = usePersonVerbs(person)
  const undoing = useWriting({
    mutationFn: () => undo(change.id),
    onSuccess: () => tell(say('ui.change.undone-now')),
  })
  if (change.undone !== null)
    return (
      <Text size="sm" c="dimmed">
        {say('ui.change.undone')}
      </Text>
    )
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        loading={undoing.isPending}
        onClick={() => undoing.mutate()}
      >
        {say('ui.change.undo')}
      </Button>
      <ProblemNotice error={undoing.error} />
    </>
  )
}
