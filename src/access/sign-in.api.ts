/** The ways in and out: sign-in, sign-out, the set-up link and the invitation. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { nothing, openRoute, plainRoute } from '../http/route.ts'
import type { Access } from './access.ts'
import { acceptInvitation, readInvitation, setUp } from './invitation.ts'
import { askForPasskey } from './passkey.ts'
import { passkeyAnswer, passkeyOptions } from './passkey-answer.ts'
import { nextStep, signIn, signInByCode, signInByPasskey } from './sign-in.ts'
import { hasStaff } from './staff.ts'

const email = z.email().max(254)
const name = z.string().trim().min(1).max(200)
/** Its length is checked by the verb, which says it in words. */
const password = z.string().min(1).max(1000)
const token = z.string().min(1).max(100)

export const signInRoute = (access: Access) =>
  openRoute({
    method: 'post',
    path: '/sign-in',
    summary: 'access.sign-in',
    body: z.object({ email: z.string().max(254), password }),
    status: 204,
    answer: nothing,
    handler: (ask, { body }) => signIn(access, ask, body.email, body.password),
  })

export const nextStepRoute = (access: Access) =>
  openRoute({
    method: 'get',
    path: '/sign-in',
    summary: 'access.next-step',
    answer: z.object({
      next: z.enum(['password', 'second-factor', 'enrolment']),
      by: z.array(z.enum(['code', 'passkey'])),
      mayTrust: z.boolean(),
      passkeys: z.boolean(),
    }),
    handler: ask => nextStep(access, ask),
  })

export const signInByCodeRoute = (access: Access) =>
  openRoute({
    method: 'post',
    path: '/sign-in/code',
    summary: 'access.sign-in-code',
    body: z.strictObject({ code: z.string().min(1).max(100), trust: z.boolean().default(false) }),
    status: 204,
    answer: nothing,
    handler: (ask, { body }) => signInByCode(access, ask, body.code, body.trust),
  })

/** Gives up the sign-in that waits for its second factor. */
export const signInAnewRoute = (access: Access) =>
  openRoute({
    method: 'delete',
    path: '/sign-in',
    summary: 'access.sign-in-anew',
    status: 204,
    answer: nothing,
    handler: ask => access.sessions.end(ask),
  })

export const askForPasskeyRoute = ({ passkeySite }: Access) =>
  openRoute({
    method: 'post',
    path: '/sign-in/passkey/options',
    summary: 'access.ask-for-passkey',
    answer: passkeyOptions,
    handler: async ({ program, clock }) => {
      if (passkeySite === undefined) throw new Refused('access.no-passkeys-here', 'conflict')
      return { ...(await askForPasskey(program.database.app, passkeySite, clock.now())) }
    },
  })

export const signInByPasskeyRoute = (access: Access) =>
  openRoute({
    method: 'post',
    path: '/sign-in/passkey',
    summary: 'access.sign-in-passkey',
    body: z.strictObject({ answer: passkeyAnswer }),
    status: 204,
    answer: nothing,
    handler: (ask, { body }) => signInByPasskey(access, ask, body.answer),
  })

export const signOutRoute = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/sign-out',
    summary: 'access.sign-out',
    status: 204,
    answer: nothing,
    handler: async ask => {
      await ask.program.database.app.query('delete from access.session where id = $1', [ask.asker.session])
      const { headers } = await access.auth.api.signOut({ headers: ask.headers, returnHeaders: true })
      for (const cookie of headers.getSetCookie()) ask.setHeader('set-cookie', cookie)
    },
  })

export const setUpStatus = openRoute({
  method: 'get',
  path: '/set-up',
  summary: 'access.set-up-status',
  answer: z.object({ needed: z.boolean() }),
  handler: async ({ program }) => ({ needed: !(await hasStaff(program.database.app)) }),
})

export const setUpRoute = (access: Access) =>
  openRoute({
    method: 'post',
    path: '/set-up',
    summary: 'access.set-up',
    body: z.object({ token, name, email, password }),
    status: 204,
    answer: nothing,
    handler: async (ask, { body: { token, ...first } }) => {
      const { database, published } = ask.program
      await setUp(database.app, await published(), token, first, ask.clock.now())
      await signIn(access, ask, first.email, first.password)
    },
  })

// The token comes in the body: in an address it would stay in logs and histories.
export const readInvitationRoute = openRoute({
  method: 'post',
  path: '/invitation/read',
  summary: 'access.read-invitation',
  body: z.object({ token }),
  answer: z.object({ name: z.string(), email: z.string() }),
  handler: ({ program, clock }, { body }) => readInvitation(program.database.app, body.token, clock.now()),
})

export const acceptInvitationRoute = (access: Access) =>
  openRoute({
    method: 'post',
    path: '/invitation/accept',
    summary: 'access.accept-invitation',
    body: z.object({ token, password }),
    status: 204,
    answer: nothing,
    handler: async (ask, { body: { token, password } }) => {
      const { app } = ask.program.database
      const invited = await readInvitation(app, token, ask.clock.now())
      await acceptInvitation(app, token, password, ask.clock.now())
      await signIn(access, ask, invited.email, password)
    },
  })
