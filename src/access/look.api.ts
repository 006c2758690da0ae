/** Looks can themselves be looked at: of a person by whoever sees the person, all of them by the privacy desk. Such looks are logged too. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { idField, moment, pageQuery, route } from '../http/route.ts'
import { looksAt, searchLooks } from './look-search.ts'

const lookFields = z.object({
  id: z.uuid(),
  at: moment,
  actor: z.string(),
  name: z.string().nullable(),
  purpose: z.string(),
  operation: z.string(),
  categories: z.array(z.string()),
})

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/looks',
  summary: 'access.looks.of-person',
  params: z.object({ id: idField }),
  query: pageQuery,
  answer: z.object({ looks: z.array(lookFields) }),
  handler: async ({ reader, program, saw }, { params, query }) => {
    const { rowCount } = await reader.query('select from register.person where id = $1', [params.id])
    saw(rowCount === 0 ? [] : [params.id], 'looks.of-person', [])
    if (rowCount === 0) throw new Refused('access.no-such-person', 'absent')
    return { looks: await looksAt(program.database.app, params.id, query.limit, query.after) }
  },
})

const momentIn = z.iso.datetime({ offset: true }).transform(text => new Date(text))

export const search = route({
  method: 'post',
  path: '/looks/search',
  summary: 'access.looks.search',
  body: z.strictObject({
    from: momentIn,
    before: momentIn,
    person: idField.optional(),
    actor: z.string().max(100).optional(),
    purpose: z.string().max(100).optional(),
    limit: z.number().int().min(1).max(200).default(50),
    after: z.strictObject({ at: momentIn, id: z.uuid() }).optional(),
  }),
  answer: z.object({ looks: z.array(lookFields.extend({ personId: z.uuid().nullable() })) }),
  handler: async ({ program, saw }, { body }) => {
    saw(body.person === undefined ? [] : [body.person], 'looks.search', [])
    return { looks: await searchLooks(program.database.app, body) }
  },
})
