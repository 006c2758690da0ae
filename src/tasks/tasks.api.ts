/** Tasks over HTTP: the list, one with its turns, adding, and taking the next turn. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import { findOwners } from './owners.ts'
import { newTask, type Task, task, taskDetails, taskSearch, turn } from './task-answers.ts'
import { addTask, countWaiting, listTasks, showTask, takeTurn } from './tasks.ts'

const params = z.object({ id: idField })

const sawWhom = ({ saw }: PurposeAsk, tasks: readonly Task[], operation: string) =>
  saw(
    tasks.flatMap(({ person }) => person?.id ?? []),
    operation,
    [],
  )

export const list = route({
  method: 'get',
  path: '/tasks',
  summary: 'tasks.api.list',
  query: taskSearch,
  answer: z.object({ tasks: z.array(task), next: z.uuid().nullable() }),
  handler: async (ask, { query }) => {
    const found = await listTasks(ask, query)
    sawWhom(ask, found.tasks, 'tasks')
    return { tasks: [...found.tasks], next: found.next }
  },
})

export const waiting = route({
  method: 'get',
  path: '/tasks/waiting',
  summary: 'tasks.api.waiting',
  answer: z.object({ mine: z.int(), late: z.int() }),
  handler: async ask => {
    ask.saw([], 'tasks.waiting', [])
    return countWaiting(ask)
  },
})

export const owners = route({
  method: 'get',
  path: '/tasks/owners',
  summary: 'tasks.api.owners',
  answer: z.object({ owners: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  handler: async ask => {
    ask.saw([], 'tasks.owners', [])
    return { owners: [...(await findOwners(ask))] }
  },
})

export const show = route({
  method: 'get',
  path: '/tasks/{id}',
  summary: 'tasks.api.show',
  params,
  answer: taskDetails,
  handler: async (ask, { params }) => {
    const found = await showTask(ask, params.id)
    sawWhom(ask, [found], 'tasks.show')
    return found
  },
})

export const add = route({
  method: 'post',
  path: '/tasks',
  summary: 'tasks.api.add',
  body: newTask,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await addTask(ask, body)
    ask.saw(body.person ? [body.person] : [], 'tasks.add', [])
    return { id }
  },
})

export const take = route({
  method: 'post',
  path: '/tasks/{id}/turns',
  summary: 'tasks.api.take',
  params,
  body: turn,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    await takeTurn(ask, params.id, body)
    ask.saw([], 'tasks.take', [])
  },
})
