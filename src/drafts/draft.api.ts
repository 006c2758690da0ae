/** The administrator's drafts of the notice: begun, written, brought back to what they were, discarded; and who has one open. */

import { z } from '@hono/zod-openapi'
import type { Act } from '../access/staff.ts'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import { nothing, plainRoute } from '../http/route.ts'
import { beginningOf, examples } from './beginning.ts'
import {
  discardDraft,
  listDrafts,
  listRevisions,
  longestName,
  longestText,
  openDraft,
  readDraft,
  readRevision,
  renameDraft,
  restoreRevision,
  type Saved,
  saveDraft,
} from './draft.ts'
import { draftAnswer, draftList, presenceAnswer, revisionList, savedAnswer } from './draft-answers.ts'
import { bePresent, leave as leaveDraft, present } from './presence.ts'

const params = z.object({ id: z.uuid() })
const name = z.string().trim().min(1).max(longestName)
const text = z.string().max(longestText)
const revision = z.coerce.number().int().min(1).max(2_147_483_647)
const expected = z.int().min(1).describe('The revision that was read before; another is refused with 409')
const done = { status: 204, answer: nothing } as const

const act = ({ asker, clock }: Ask): Act => ({ by: asker.actor, at: clock.now() })

export const list = plainRoute({
  method: 'get',
  path: '/drafts',
  summary: 'drafts.api.list',
  answer: draftList,
  handler: async ({ program, clock }) => {
    const { app } = program.database
    const drafts = await listDrafts(app)
    const open = await present(
      app,
      drafts.map(({ id }) => id),
      clock.now(),
    )
    return { drafts: drafts.map(one => ({ ...one, open: open.filter(({ draft }) => draft === one.id) })) }
  },
})

export const open = plainRoute({
  method: 'post',
  path: '/drafts',
  summary: 'drafts.api.open',
  body: z.strictObject({
    name,
    from: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('published'), version: revision.optional() }),
      z.strictObject({
        kind: z.literal('example'),
        example: z.literal(Object.keys(examples) as (keyof typeof examples)[]),
      }),
      z.strictObject({ kind: z.literal('text'), text }),
    ]),
  }),
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const { app } = ask.program.database
    const { text, basedOn } = await beginningOf(app, body.from)
    return { id: await openDraft(app, { name: body.name, text, basedOn }, act(ask)) }
  },
})

export const read = plainRoute({
  method: 'get',
  path: '/drafts/{id}',
  summary: 'drafts.api.read',
  params,
  answer: draftAnswer,
  handler: ({ program }, { params }) => readDraft(program.database.app, params.id),
})

/** The other's text is not in the refusal: it is read like any other, from the draft. */
function orRefuse(saved: Saved) {
  if (saved.saved) return saved
  const { changedBy, revision } = saved.meanwhile
  throw new Refused('drafts.changed-meanwhile', 'conflict', { name: changedBy.name ?? changedBy.actor, revision })
}

export const save = plainRoute({
  method: 'put',
  path: '/drafts/{id}/text',
  summary: 'drafts.api.save',
  params,
  body: z.strictObject({ text, expected }),
  answer: savedAnswer,
  handler: async (ask, { params, body }) =>
    orRefuse(await saveDraft(ask.program.database.app, params.id, body.text, body.expected, act(ask))),
})

export const rename = plainRoute({
  method: 'patch',
  path: '/drafts/{id}',
  summary: 'drafts.api.rename',
  params,
  body: z.strictObject({ name }),
  ...done,
  handler: ({ program }, { params, body }) => renameDraft(program.database.app, params.id, body.name),
})

export const discard = plainRoute({
  method: 'delete',
  path: '/drafts/{id}',
  summary: 'drafts.api.discard',
  params,
  ...done,
  handler: (ask, { params }) => discardDraft(ask.program.database.app, params.id, act(ask)),
})

export const revisions = plainRoute({
  method: 'get',
  path: '/drafts/{id}/revisions',
  summary: 'drafts.api.revisions',
  params,
  query: z.object({
    before: revision.default(2_147_483_647),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: revisionList,
  handler: async ({ program }, { params, query }) => ({
    revisions: await listRevisions(program.database.app, params.id, query.before, query.limit),
  }),
})

export const readOne = plainRoute({
  method: 'get',
  path: '/drafts/{id}/revisions/{revision}',
  summary: 'drafts.api.revision',
  params: params.extend({ revision }),
  answer: z.object({ text: z.string() }),
  handler: async ({ program }, { params }) => ({
    text: await readRevision(program.database.app, params.id, params.revision),
  }),
})

export const restore = plainRoute({
  method: 'post',
  path: '/drafts/{id}/revisions/{revision}/restore',
  summary: 'drafts.api.restore',
  params: params.extend({ revision }),
  body: z.strictObject({ expected }),
  answer: savedAnswer,
  handler: async (ask, { params, body }) =>
    orRefuse(await restoreRevision(ask.program.database.app, params.id, params.revision, body.expected, act(ask))),
})

export const come = plainRoute({
  method: 'put',
  path: '/drafts/{id}/presence',
  summary: 'drafts.api.come',
  params,
  answer: presenceAnswer,
  handler: async (ask, { params }) => {
    const { app } = ask.program.database
    const { revision, changedBy } = await readDraft(app, params.id)
    return { others: await bePresent(app, params.id, act(ask)), revision, changedBy }
  },
})

export const leave = plainRoute({
  method: 'delete',
  path: '/drafts/{id}/presence',
  summary: 'drafts.api.leave',
  params,
  ...done,
  handler: ({ program, asker }, { params }) => leaveDraft(program.database.app, params.id, asker.actor),
})
