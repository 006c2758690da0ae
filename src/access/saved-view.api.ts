/** A screen as somebody left it — filters, columns, order — under a name, for themself or for everybody. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'

const mostBytes = 16_000

const viewField = z
  .record(z.string(), z.json())
  .refine(view => JSON.stringify(view).length <= mostBytes)
  .openapi({ type: 'object', description: 'Whatever the screen needs to show itself again.' })
const fields = {
  screen: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  shared: z.boolean(),
  view: viewField,
}
const params = z.object({ id: z.uuid() })

interface Row {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  readonly own: boolean
  readonly view: z.output<typeof viewField>
  readonly updatedAt: Date
}

export const list = plainRoute({
  method: 'get',
  path: '/saved-views',
  summary: 'access.views.list',
  query: z.object({ screen: fields.screen }),
  answer: z.object({
    views: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        shared: z.boolean(),
        own: z.boolean(),
        view: z.record(z.string(), z.unknown()),
        updatedAt: moment,
      }),
    ),
  }),
  handler: async ({ asker, program }, { query }) => {
    const { rows } = await program.database.app.query<Row>(
      `select id, name, shared, staff_id = $2 as own, view, updated_at as "updatedAt"
       from access.saved_view where screen = $1 and (shared or staff_id = $2) order by name, id`,
      [query.screen, asker.id],
    )
    return { views: rows }
  },
})

export const create = plainRoute({
  method: 'post',
  path: '/saved-views',
  summary: 'access.views.create',
  body: z.strictObject(fields),
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async ({ asker, program, clock }, { body }) => {
    const id = newId()
    await program.database.app.query(
      `insert into access.saved_view (id, staff_id, screen, name, shared, view, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [id, asker.id, body.screen, body.name, body.shared, body.view, clock.now()],
    )
    return { id }
  },
})

export const change = plainRoute({
  method: 'patch',
  path: '/saved-views/{id}',
  summary: 'access.views.change',
  params,
  body: z.strictObject({
    name: fields.name.optional(),
    shared: fields.shared.optional(),
    view: fields.view.optional(),
  }),
  status: 204,
  answer: nothing,
  handler: async ({ asker, program, clock }, { params, body }) => {
    const { rowCount } = await program.database.app.query(
      `update access.saved_view set name = coalesce($3, name), shared = coalesce($4, shared), view = coalesce($5, view), updated_at = $6
       where id = $1 and staff_id = $2`,
      [params.id, asker.id, body.name, body.shared, body.view, clock.now()],
    )
    if (rowCount === 0) throw new Refused('access.no-such-view', 'absent')
  },
})

export const remove = plainRoute({
  method: 'delete',
  path: '/saved-views/{id}',
  summary: 'access.views.remove',
  params,
  status: 204,
  answer: nothing,
  handler: async ({ asker, program }, { params }) => {
    const { rowCount } = await program.database.app.query(
      'delete from access.saved_view where id = $1 and staff_id = $2',
      [params.id, asker.id],
    )
    if (rowCount === 0) throw new Refused('access.no-such-view', 'absent')
  },
})
