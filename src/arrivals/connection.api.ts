/** Connections over HTTP: made, changed, given another secret, paused and tried by an administrator, who sees no person by it. */

import { z } from '@hono/zod-openapi'
import { inForce } from '../accountability/interests.ts'
import type { Ask } from '../http/ask.ts'
import { idField, nothing, plainRoute, uploadRoute } from '../http/route.ts'
import type { Notice } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import type { Adapter } from './adapter.ts'
import * as answers from './arrival-answers.ts'
import * as verbs from './connection.ts'
import type { Door } from './receive.ts'
import { maxOrdersBytes, takeFile } from './take-file.ts'

const params = z.object({ id: idField })
const secretAnswer = z.object({
  id: z.uuid(),
  secret: z.string().nullable().openapi({ description: 'Shown here once; null when the sender has made it.' }),
})

const by = ({ program, clock, asker }: Ask): verbs.Connecting => ({
  app: program.database.app,
  home: program.home,
  clock,
  actor: asker.actor,
})

const noticeOf = async ({ program }: Ask): Promise<Notice> => inForce(await program.published()).notice

/** What is ours is kept where it is at home, and not here. */
export function connectionRoutes(all: readonly Adapter[], door: Door) {
  const adapters = all.filter(({ isOurs }) => !isOurs)
  const list = plainRoute({
    method: 'get',
    path: '/connections',
    summary: 'arrivals.api.connections',
    answer: answers.connectionList,
    handler: async ask => {
      const { program, clock, lang } = ask
      const notice = await noticeOf(ask)
      const rows = await verbs.listConnections(program.database.app, clock.now())
      const isOfOthers = ({ kind: its }: verbs.ConnectionRow) => !all.some(({ kind, isOurs }) => isOurs && kind === its)
      const rules = (purpose: Notice['purposes'][number]) => Object.values(purpose.channels)
      return {
        connections: rows.filter(isOfOthers).map(({ hook, madeAt, pausedAt, earlierUntil, lastAt, ...row }) => {
          const adapter = adapters.find(({ kind }) => kind === row.kind)
          return {
            ...row,
            address: `${program.url}/hooks/${row.kind}/${hook}`,
            method: adapter?.method ?? 'POST',
            secret: adapter?.secret ?? 'pasted',
            canTest: adapter?.sample !== undefined,
            takesFile: adapter?.ofFile !== undefined,
            madeAt: madeAt.toISOString(),
            pausedAt: pausedAt?.toISOString() ?? null,
            earlierUntil: earlierUntil?.toISOString() ?? null,
            lastAt: lastAt?.toISOString() ?? null,
          }
        }),
        kinds: adapters.map(({ kind, secret, settings, complete }) => ({
          kind,
          secret,
          fetches: complete !== undefined,
          settings: settings instanceof z.ZodObject ? Object.keys(settings.shape) : [],
        })),
        sources: notice.sources.map(({ id, name }) => ({ id, name: inWords(name, notice, lang) })),
        purposes: notice.purposes.map(purpose => ({
          id: purpose.id,
          name: inWords(purpose.name, notice, lang),
          asksConsent: rules(purpose).some(rule => rule === 'consent' || rule === 'consent or similar purchase'),
          takesPurchase: rules(purpose).includes('consent or similar purchase'),
        })),
      }
    },
  })

  const create = plainRoute({
    method: 'post',
    path: '/connections',
    summary: 'arrivals.api.connect',
    body: answers.newConnection,
    status: 201,
    answer: secretAnswer,
    handler: async (ask, { body }) => verbs.addConnection(by(ask), adapters, await noticeOf(ask), body),
  })

  const change = plainRoute({
    method: 'put',
    path: '/connections/{id}',
    summary: 'arrivals.api.change-connection',
    params,
    body: answers.changedConnection,
    status: 204,
    answer: nothing,
    handler: async (ask, { params: { id }, body }) =>
      verbs.changeConnection(by(ask), adapters, await noticeOf(ask), id, body),
  })

  const rotate = plainRoute({
    method: 'post',
    path: '/connections/{id}/secret',
    summary: 'arrivals.api.rotate',
    params,
    body: z.strictObject({ secret: z.string().max(10_000).optional() }),
    answer: secretAnswer,
    handler: async (ask, { params: { id }, body }) => ({
      id,
      secret: await verbs.rotateSecret(by(ask), adapters, id, body.secret),
    }),
  })

  const pause = plainRoute({
    method: 'put',
    path: '/connections/{id}/paused',
    summary: 'arrivals.api.pause',
    params,
    body: z.strictObject({ paused: z.boolean() }),
    status: 204,
    answer: nothing,
    handler: (ask, { params: { id }, body }) => verbs.pauseConnection(by(ask), id, body.paused),
  })

  const test = plainRoute({
    method: 'post',
    path: '/connections/{id}/test',
    summary: 'arrivals.api.test',
    params,
    status: 204,
    answer: nothing,
    handler: async (ask, { params: { id } }) => {
      const delivery = await verbs.sampleFor(by(ask), adapters, id)
      const { kind, keep_days } = await verbs.findConnection(ask.program.database.app, id)
      await door.keep({ id, kind, keep_days }, delivery, true)
    },
  })

  const file = uploadRoute({
    method: 'post',
    path: '/connections/{id}/file',
    summary: 'arrivals.api.file',
    params,
    query: z.object({ try: z.stringbool().default(false) }),
    maxBytes: maxOrdersBytes,
    answer: answers.takenFile,
    handler: (ask, { params: { id }, query, file, fileName }) => {
      ask.saw([], 'arrivals-file', [])
      return takeFile(ask, { adapters, door }, id, { bytes: file, name: fileName, tries: query.try })
    },
  })

  return { list, create, change, rotate, pause, test, file }
}
