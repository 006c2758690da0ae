/** Keys of other programs: made by an administrator for one of their own purposes, shown once, revoked at once. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import { listKeys, makeKey, revokeKey } from './key.ts'

export const list = plainRoute({
  method: 'get',
  path: '/keys',
  summary: 'access.keys.list',
  answer: z.object({
    keys: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        purpose: z.string(),
        madeAt: moment,
        expiresAt: moment.nullable(),
        lastUsedAt: moment.nullable(),
        revokedAt: moment.nullable(),
      }),
    ),
  }),
  handler: async ({ program }) => ({ keys: await listKeys(program.database.app) }),
})

export const create = plainRoute({
  method: 'post',
  path: '/keys',
  summary: 'access.keys.create',
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    purpose: z.string().max(100),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  }),
  status: 201,
  answer: z.object({ id: z.uuid(), secret: z.string().openapi({ description: 'Shown here once.' }) }),
  handler: async ({ asker, program, clock }, { body: { name, purpose, expiresAt } }) => {
    // An administrator sees no personal data by that duty alone, and no key may open what its maker cannot.
    if (!asker.purposes.includes(purpose)) throw new Refused('http.purpose-not-yours', 'forbidden')
    const expires = expiresAt === undefined ? null : new Date(expiresAt)
    const act = { by: asker.actor, at: clock.now() }
    return makeKey(program.database.app, { name, purpose, expiresAt: expires }, act)
  },
})

export const revoke = plainRoute({
  method: 'delete',
  path: '/keys/{id}',
  summary: 'access.keys.revoke',
  params: z.object({ id: z.uuid() }),
  status: 204,
  answer: nothing,
  handler: ({ asker, program, clock }, { params }) =>
    revokeKey(program.database.app, params.id, { by: asker.actor, at: clock.now() }),
})
