/** What the screens of tasks ask of the register and tell it. */

import { useInfiniteQuery } from '@tanstack/react-query'
import { langNow } from '../../web/language.ts'
import { useAnswer, useRegister, useWorkingFor } from '../../web/purpose.tsx'
import type { NewTask, Task, TaskDetails, TaskSearch, Turn } from './task-answers.ts'

interface TaskPage {
  readonly tasks: readonly Task[]
  readonly next: string | null
}

/** Tasks of the purpose in force, a page at a time. */
export function useTasks(search: Pick<TaskSearch, 'which' | 'person'>) {
  const { purpose } = useWorkingFor()
  const { ask } = useRegister()
  return useInfiniteQuery({
    queryKey: ['register', purpose?.id, langNow(), '/tasks', search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        which: search.which,
        ...(search.person && { person: search.person }),
        ...(pageParam !== null && { after: pageParam }),
      })
      return ask<TaskPage>(`/tasks?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    enabled: purpose !== undefined,
  })
}

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
