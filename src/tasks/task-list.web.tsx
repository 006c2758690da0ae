/** Tasks in a list: whose each is, about whom, until when; done by one press, and taken back by another. */

import { Anchor, Button, Checkbox, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import type { Task } from './task-answers.ts'
import { useTask, useTaskVerbs } from './task-asks.web.ts'
import { TaskTurn } from './task-turn.web.tsx'
import './tasks.css'
import { useWriting } from '../../web/writing.ts'

/** `about`: tells whom each is about. */
export const TaskList = ({ tasks, about }: { tasks: readonly Task[]; about: boolean }) => (
  <ul className="tasks">
    {tasks.map(task => (
      <TaskLine key={task.id} task={task} about={about} />
    ))}
  </ul>
)

function TaskLine({ task, about }: { task: Task; about: boolean }) {
  const say = useText()
  const { take } = useTaskVerbs()
  const [open, setOpen] = useState(false)
  const isOpen = task.state === 'open'
  const turning = useWriting({
    mutationFn: () => take(task, { did: isOpen ? 'done' : 'reopened' }),
    onSuccess: () => tell(say(isOpen ? 'ui.tasks.done-now' : 'ui.tasks.reopened-now')),
  })
  return (
    <li>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Checkbox
          mt={2}
          aria-label={say(isOpen ? 'ui.tasks.mark-done' : 'ui.tasks.reopen', { title: task.title })}
          checked={!isOpen}
          disabled={turning.isPending}
          onChange={() => turning.mutate()}
        />
        <div className="task-words">
          <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
            <summary className="any-name">{task.title}</summary>
            {open && <TaskTurns task={task} />}
          </details>
          <Text size="sm" c="dimmed" component="div">
            <Due task={task} />
            {' · '}
            {task.owner === null ? say('ui.tasks.nobody') : (task.owner.name ?? say('ui.who.staff'))}
            {about && task.person !== null && (
              <>
                {' · '}
                <Anchor
                  size="sm"
                  underline="always"
                  className="any-name"
                  renderRoot={props => (
                    <Link {...props} to="/customers/$person" params={{ person: task.person?.id ?? '' }} />
                  )}
                >
                  {task.person.name ?? say('ui.person.nameless')}
                </Anchor>
              </>
            )}
          </Text>
          <ProblemNotice error={turning.error} />
        </div>
      </Group>
    </li>
  )
}

function Due({ task: { due, late, state } }: { task: Task }) {
  const say = useText()
  if (state !== 'open') return say(`ui.tasks.state.${state}`)
  if (due === null) return say('ui.tasks.no-due')
  return (
    <span className={late ? 'task-late figures' : 'figures'}>
      {say(late ? 'ui.tasks.late' : 'ui.tasks.due-by', { day: date(due) })}
    </span>
  )
}

/** Who did what and why, and what can be done now. */
function TaskTurns({ task }: { task: Task }) {
  const say = useText()
  const details = useTask(task.id, true)
  return (
    <Loaded query={details} height={60}>
      {({ turns }) => (
        <>
          <ol className="task-turns">
            {turns.map(({ at, by, did, why }) => (
              <li key={at}>
                <Text size="sm">
                  {say(`ui.tasks.did.${did}`, { who: whoIs(by, say) })}{' '}
                  <span className="quiet figures">· {moment(at)}</span>
                  {why !== null && <span className="any-name"> · {why}</span>}
                </Text>
              </li>
            ))}
          </ol>
          {task.state === 'open' && <TaskTurn task={task} />}
        </>
      )}
    </Loaded>
  )
}

/** A way to add one, where the list stands. */
export function AddButton({ add }: { add: () => void }) {
  const say = useText()
  return (
    <Button variant="default" size="xs" mt="xs" onClick={add}>
      {say('ui.tasks.add')}
    </Button>
  )
}
