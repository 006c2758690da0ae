/** What was agreed with partners over HTTP: seen by staff who import, made and ended by an administrator. No person is in it. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import { idField, nothing, plainRoute } from '../http/route.ts'
import type { Notice } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import {
  addArrangement,
  declaredFields,
  endArrangement,
  isOver,
  listArrangements,
  partnerSources,
} from './arrangement.ts'
import { arrangementList, newArrangement } from './arrangement-answers.ts'

const noticeOf = async ({ program }: Ask): Promise<Notice> => {
  const { notice } = await program.published()
  if (!notice) throw new Refused('telling.nothing-in-force', 'conflict')
  return notice
}

const by = ({ clock, asker }: Ask) => ({ at: clock.now(), actor: asker.actor })

export const list = plainRoute({
  method: 'get',
  path: '/arrangements',
  summary: 'import.api.arrangements',
  answer: arrangementList,
  handler: async ask => {
    const { program, lang } = ask
    const notice = await noticeOf(ask)
    const rows = await listArrangements(program.database.app)
    const nameOf = (id: string): string => {
      const [categoryId, fieldId] = id.split('.')
      const category = notice.categories.find(one => one.id === categoryId)
      const field = category?.fields.find(one => one.id === fieldId)
      return category && field ? `${inWords(category.name, notice, lang)}: ${inWords(field.name, notice, lang)}` : id
    }
    return {
      arrangements: rows.map(({ madeAt, endedAt, fields, ...row }) => ({
        ...row,
        fields: fields.map(id => ({ id, name: nameOf(id) })),
        madeAt: madeAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
        over: endedAt !== null || isOver(row, ask.clock.now()),
      })),
      sources: partnerSources(notice).map(({ id, name }) => ({
        id,
        name: inWords(name, notice, lang),
        fields: declaredFields(notice, id).map(field => ({ id: field, name: nameOf(field) })),
      })),
    }
  },
})

export const create = plainRoute({
  method: 'post',
  path: '/arrangements',
  summary: 'import.api.agree',
  body: newArrangement,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await addArrangement(ask.program.database.app, await noticeOf(ask), body, by(ask))
    return { id }
  },
})

export const end = plainRoute({
  method: 'post',
  path: '/arrangements/{id}/end',
  summary: 'import.api.end-arrangement',
  params: z.object({ id: idField }),
  status: 204,
  answer: nothing,
  handler: (ask, { params: { id } }) => endArrangement(ask.program.database.app, id, by(ask)),
})
