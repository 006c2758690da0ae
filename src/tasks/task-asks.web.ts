/** What the screens of tasks ask of the register and tell it. */

import { usePagesOf } from '../../web/pages.ts'
import { useAnswer, useRegister } from '../../web/purpose.tsx'
import type { NewTask, Task, TaskDetails, TaskSearch, Turn } from './task-answers.ts'

interface TaskPage {
  readonly tasks: readonly Task[]
  readonly next: string | null
}

/** Tasks of the purpose in force, a page at a time. */
export const useTasks = ({ which, person }: Pick<TaskSearch, 'which' | 'person'>) =>
  usePagesOf<TaskPage>('/tasks', { which, person })

export const useTask = (id: string, when: boolean) => useAnswer<TaskDetails>(`/tasks/${id}`, { when })

export const useOwners = () =>
  useAnswer<{ readonly owners: readonly { readonly id: string; readonly name: string }[] }>('/tasks/owners')

/** The verbs; each throws a `Refusal`. */
export function useTaskVerbs() {
  const { write } = useRegister()
  return {
    add: (task: NewTask) => write<{ id: string }>('POST', '/tasks', task),
    take: (task: Pick<Task, 'id' | 'turn'>, turn: WithoutExpected<Turn>) =>
      write<void>('POST', `/tasks/${task.id}/turns`, { ...turn, expected: task.turn }),
  }
}

type WithoutExpected<One> = One extends Turn ? Omit<One, 'expected'> : never
