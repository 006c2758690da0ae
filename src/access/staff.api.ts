/** The administrator's desk: who works here, with which duties, and who is invited. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import { checkDuties } from './duty.ts'
import { invite as inviteOne, listInvitations, withdrawInvitation } from './invitation.ts'
import { decideFactorRule, factorRule, factorsOf, hasFactor, resetFactors } from './second-factor.ts'
import { endSessions } from './session.ts'
import { type Act, changeDuties, listStaff, lockStaff, removeStaff, unlockStaff } from './staff.ts'

const params = z.object({ id: z.uuid() })
const duties = z.array(z.string().max(100)).max(50)
const names = z.record(z.string(), z.string())
const act = ({ asker, clock }: Ask): Act => ({ by: asker.actor, at: clock.now() })
const done = { status: 204, answer: nothing } as const

export const list = plainRoute({
  method: 'get',
  path: '/staff',
  summary: 'access.staff.list',
  answer: z.object({
    staff: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        duties: z.array(z.string()),
        lockedAt: moment.nullable(),
        createdAt: moment,
        lastSeenAt: moment.nullable(),
        factors: z.object({ authenticator: z.boolean(), passkeys: z.int() }),
        factorsResetAt: moment.nullable(),
      }),
    ),
    secondFactor: z.object({
      required: z.boolean(),
      byNotice: z.boolean().openapi({ description: 'The notice promises it: the setting cannot take it back.' }),
    }),
    invitations: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        duties: z.array(z.string()),
        invitedAt: moment,
        expiresAt: moment,
      }),
    ),
    duties: z.array(z.object({ id: z.string(), name: names, purposes: z.array(z.string()) })),
    purposes: z.array(z.object({ id: z.string(), name: names })),
  }),
  handler: async ({ program }) => {
    const { app } = program.database
    const [staff, invitations, published] = await Promise.all([
      listStaff(app),
      listInvitations(app),
      program.published(),
    ])
    const secondFactor = await factorRule(app, published)
    return { staff, secondFactor, invitations, duties: published.duties, purposes: published.purposes }
  },
})

export const invite = plainRoute({
  method: 'post',
  path: '/invitations',
  summary: 'access.staff.invite',
  body: z.strictObject({ name: z.string().trim().min(1).max(200), email: z.email().max(254), duties }),
  status: 201,
  answer: z.object({
    id: z.uuid(),
    link: z.string().openapi({ description: 'Hand it on yourself: it is shown here once.' }),
    expiresAt: moment,
  }),
  handler: async (ask, { body }) => {
    const { database, published, url } = ask.program
    const { id, token, expiresAt } = await inviteOne(database.app, await published(), body, act(ask))
    return { id, link: `${url}/invitation#${token}`, expiresAt }
  },
})

export const withdraw = plainRoute({
  method: 'delete',
  path: '/invitations/{id}',
  summary: 'access.staff.withdraw',
  params,
  ...done,
  handler: (ask, { params }) => withdrawInvitation(ask.program.database.app, params.id, act(ask)),
})

export const lock = plainRoute({
  method: 'post',
  path: '/staff/{id}/lock',
  summary: 'access.staff.lock',
  params,
  ...done,
  handler: (ask, { params }) => {
    notOneself(ask, params.id)
    return lockStaff(ask.program.database.app, params.id, act(ask))
  },
})

export const unlock = plainRoute({
  method: 'post',
  path: '/staff/{id}/unlock',
  summary: 'access.staff.unlock',
  params,
  ...done,
  handler: (ask, { params }) => unlockStaff(ask.program.database.app, params.id),
})

export const remove = plainRoute({
  method: 'delete',
  path: '/staff/{id}',
  summary: 'access.staff.remove',
  params,
  ...done,
  handler: (ask, { params }) => {
    notOneself(ask, params.id)
    return removeStaff(ask.program.database.app, params.id, act(ask))
  },
})

export const setDuties = plainRoute({
  method: 'put',
  path: '/staff/{id}/duties',
  summary: 'access.staff.duties',
  params,
  body: z.strictObject({ duties }),
  ...done,
  handler: async (ask, { params, body }) => {
    checkDuties(await ask.program.published(), body.duties)
    await changeDuties(ask.program.database.app, params.id, body.duties, act(ask))
  },
})

export const endAll = plainRoute({
  method: 'delete',
  path: '/staff/{id}/sessions',
  summary: 'access.staff.end-sessions',
  params,
  ...done,
  handler: (ask, { params }) => endSessions(ask.program.database.app, params.id),
})

export const resetSecondFactor = plainRoute({
  method: 'post',
  path: '/staff/{id}/second-factor/reset',
  summary: 'access.staff.reset-second-factor',
  params,
  ...done,
  handler: (ask, { params }) => {
    notOneself(ask, params.id)
    return resetFactors(ask.program.database.app, params.id, act(ask))
  },
})

export const requireSecondFactor = plainRoute({
  method: 'put',
  path: '/staff/second-factor',
  summary: 'access.staff.require-second-factor',
  body: z.strictObject({ required: z.boolean() }),
  ...done,
  handler: async (ask, { body: { required } }) => {
    const { app } = ask.program.database
    const { byNotice } = await factorRule(app, await ask.program.published())
    if (byNotice) throw new Refused('access.second-factor-promised', 'conflict')
    if (required && !hasFactor(await factorsOf(app, ask.asker.id)))
      throw new Refused('access.own-factor-first', 'conflict')
    await decideFactorRule(app, required, act(ask))
  },
})

function notOneself({ asker }: Ask, id: string): void {
  if (asker.id === id) throw new Refused('access.not-oneself', 'conflict')
}
