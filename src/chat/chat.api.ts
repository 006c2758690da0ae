/** The chat of the website over HTTP: opened by an administrator; of a talk, whose it is and that it is over. What is said is answered in the inbox. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { idField, nothing, route } from '../http/route.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { doorAnswer } from './chat-answers.ts'
import { openDoor } from './chat-door.ts'
import { doorOf, showChat } from './chats.ts'
import { end as endTalk, join as joinTalk } from './talk.ts'

const params = z.object({ id: idField })
const categories = ['service-events']

export const door = route({
  method: 'get',
  path: '/chats/door',
  summary: 'chat.api.door',
  answer: doorAnswer,
  handler: async ask => {
    ask.saw([], 'chat.door', [])
    return doorOf(ask)
  },
})

export const open = route({
  method: 'put',
  path: '/chats/door',
  summary: 'chat.api.open',
  body: z.strictObject({ open: z.boolean() }),
  status: 204,
  answer: nothing,
  handler: async (ask, { body }) => {
    ask.saw([], 'chat.door', [])
    const { asker, program, clock } = ask
    if (!asker.administrator) throw new Refused('http.duty-not-yours', 'forbidden')
    await openDoor(
      { app: program.database.app, home: program.home, clock, actor: asker.actor },
      await scopeFor(ask),
      body.open,
    )
  },
})

export const join = route({
  method: 'put',
  path: '/chats/{id}/person',
  summary: 'chat.api.join',
  params,
  body: z.strictObject({ person: z.uuid() }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { person } }) => {
    await showChat(ask, id) // refuses who may not see it
    const [seen] = await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, [person], [])
    if (!seen) throw new Refused('register.person-absent', 'absent')
    ask.saw([seen.id], 'chat.join', categories)
    await joinTalk(ask.program, id, seen.id, ask.asker.actor)
  },
})

export const end = route({
  method: 'post',
  path: '/chats/{id}/end',
  summary: 'chat.api.end',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    const { person } = await showChat(ask, id)
    ask.saw(person === null ? [] : [person], 'chat.end', categories)
    await endTalk(ask.program, id, ask.asker.actor)
  },
})
