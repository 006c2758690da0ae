/** What the asker may know and change of themself: name, duties, purposes, language, password, sessions. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import type { Access } from './access.ts'
import { confirmSelf } from './confirm-self.ts'
import { setPassword } from './staff.ts'

const texts = z.record(z.string(), z.string())
const named = z.object({ id: z.string(), name: texts })
const langField = z.enum(['fi', 'sv', 'en'])
const themeField = z.enum(['light', 'dark', 'auto'])

export const show = plainRoute({
  method: 'get',
  path: '/me',
  summary: 'access.me',
  answer: z.object({
    kind: z.enum(['staff', 'key']),
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    lang: langField.nullable(),
    theme: themeField.nullable(),
    administrator: z.boolean(),
    demo: z.boolean().openapi({ description: 'Nobody in this register exists.' }),
    duties: z.array(named),
    purposes: z.array(
      named.extend({
        explanation: texts,
        tint: z
          .number()
          .int()
          .openapi({ description: 'The place of the purpose in the notice, which gives it its colour.' }),
      }),
    ),
  }),
  handler: async ({ asker, program }) => {
    const { purposes, duties } = await program.published()
    const { rows } = await program.database.app.query<Self>({ ...self, values: [asker.id] })
    const [row] = rows
    if (!row) throw new Refused('access.no-such-staff', 'absent')
    return {
      ...row,
      kind: asker.kind,
      id: asker.id,
      administrator: asker.administrator,
      demo: program.demo === true,
      duties: duties.filter(({ id }) => asker.duties.includes(id)),
      purposes: purposes.map((purpose, tint) => ({ ...purpose, tint })).filter(({ id }) => asker.purposes.includes(id)),
    }
  },
})

interface Self {
  readonly name: string
  readonly email: string
  readonly lang: z.output<typeof langField> | null
  readonly theme: z.output<typeof themeField> | null
}

const self = {
  name: 'self',
  text: `select name, email, lang, theme from access.staff where id = $1
         union all select name, '', null, null from access.key where id = $1`,
}

export const change = plainRoute({
  method: 'patch',
  path: '/me',
  summary: 'access.change-me',
  body: z.strictObject({ lang: langField.optional(), theme: themeField.optional() }),
  status: 204,
  answer: nothing,
  handler: async ({ asker, program }, { body }) => {
    await program.database.app.query(
      'update access.staff set lang = coalesce($2, lang), theme = coalesce($3, theme) where id = $1',
      [asker.id, body.lang, body.theme],
    )
  },
})

export const changePassword = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/password',
    summary: 'access.change-password',
    body: z.strictObject({ current: z.string().max(1000), password: z.string().max(1000) }),
    status: 204,
    answer: nothing,
    handler: async (ask, { body }) => {
      await confirmSelf(access, ask, body.current, 'current')
      const { asker, program, clock } = ask
      await setPassword(program.database.app, asker.id, body.password, clock.now(), asker.session)
    },
  })

export const sessions = plainRoute({
  method: 'get',
  path: '/me/sessions',
  summary: 'access.sessions',
  answer: z.object({
    sessions: z.array(
      z.object({
        id: z.uuid(),
        browser: z.string().nullable(),
        startedAt: moment,
        lastUsedAt: moment,
        expiresAt: moment,
        current: z.boolean(),
      }),
    ),
  }),
  handler: async ({ asker, program, clock }) => {
    const { rows } = await program.database.app.query<Session>(
      `select id, user_agent as browser, created_at as "startedAt", updated_at as "lastUsedAt", expires_at as "expiresAt", id = $2 as current
       from access.session where staff_id = $1 and expires_at > $3 order by updated_at desc`,
      [asker.id, asker.session, clock.now()],
    )
    return { sessions: rows }
  },
})

interface Session {
  readonly id: string
  readonly browser: string | null
  readonly startedAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
  readonly current: boolean
}

export const endSession = plainRoute({
  method: 'delete',
  path: '/me/sessions/{id}',
  summary: 'access.end-session',
  params: z.object({ id: z.uuid() }),
  status: 204,
  answer: nothing,
  handler: async ({ asker, program }, { params }) => {
    const { rowCount } = await program.database.app.query(
      'delete from access.session where id = $1 and staff_id = $2',
      [params.id, asker.id],
    )
    if (rowCount === 0) throw new Refused('access.no-such-session', 'absent')
  },
})
