/** Logins of psql and BI tools: made by an administrator for one of their own purposes, shown once, ended at once. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import type { Access } from './access.ts'
import { endLogin, giveLogin, listLogins } from './login.ts'

export const list = ({ logins }: Access) =>
  plainRoute({
    method: 'get',
    path: '/logins',
    summary: 'access.logins.list',
    answer: z.object({
      logins: z.array(
        z.object({
          id: z.uuid(),
          role: z.string(),
          name: z.string(),
          purpose: z.string(),
          madeAt: moment,
          madeBy: z.string(),
          expiresAt: moment,
          endedAt: moment.nullable(),
        }),
      ),
    }),
    handler: async () => ({ logins: await listLogins(logins) }),
  })

export const create = ({ logins }: Access) =>
  plainRoute({
    method: 'post',
    path: '/logins',
    summary: 'access.logins.create',
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      purpose: z.string().max(100),
      expiresAt: z.iso.datetime({ offset: true }),
    }),
    status: 201,
    answer: z.object({
      id: z.uuid(),
      role: z.string(),
      url: z.string().openapi({ description: 'With the password; shown here once.' }),
    }),
    handler: async ({ asker, program, clock, requestId }, { body }) => {
      // As with keys: nobody opens what they may not see.
      if (!asker.purposes.includes(body.purpose)) throw new Refused('http.purpose-not-yours', 'forbidden')
      const act = { by: asker.actor, at: clock.now(), request: requestId }
      return giveLogin(program.recordLooks, logins, { ...body, expiresAt: new Date(body.expiresAt) }, act)
    },
  })

export const end = ({ logins }: Access) =>
  plainRoute({
    method: 'delete',
    path: '/logins/{id}',
    summary: 'access.logins.end',
    params: z.object({ id: z.uuid() }),
    status: 204,
    answer: nothing,
    handler: ({ asker, clock }, { params }) => endLogin(logins, params.id, { by: asker.actor, at: clock.now() }),
  })
