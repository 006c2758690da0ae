/** One's own second factors: an authenticator app, passkeys, recovery codes; whoever changes them shows their password first. */

import { z } from '@hono/zod-openapi'
import type { ClientBase } from 'pg'
import { Refused } from '../base/errors.ts'
import { transaction } from '../database/transaction.ts'
import type { Ask } from '../http/ask.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import type { Access } from './access.ts'
import { startAuthenticator, takeCode } from './authenticator.ts'
import { confirmSelf } from './confirm-self.ts'
import { askToRegister, keepPasskey, listPasskeys, type PasskeySite, readRegistration } from './passkey.ts'
import { madePasskey, passkeyOptions } from './passkey-answer.ts'
import {
  addedFactor,
  type Factor,
  factorRule,
  factorsOf,
  hasFactor,
  type Kept,
  removeFactor,
  renewRecoveryCodes,
} from './second-factor.ts'
import { letIn } from './sign-in.ts'
import type { Act } from './staff.ts'

const params = z.object({ id: z.uuid() })
/** Not needed of whoever has just given it and makes their first factor in order to come in. */
const password = z.string().max(1000).optional()
const done = { status: 204, answer: nothing } as const
const recoveryCodes = z
  .array(z.string())
  .nullable()
  .openapi({ description: 'With the first second factor only, and shown here once.' })

const act = ({ asker, clock }: Ask): Act => ({ by: asker.actor, at: clock.now() })
const kept = ({ asker }: Ask, factor: Factor): Kept => ({ session: asker.session, factor })

const siteOf = ({ passkeySite }: Access): PasskeySite => {
  if (passkeySite === undefined) throw new Refused('access.no-passkeys-here', 'conflict')
  return passkeySite
}

async function self({ asker, program }: Ask) {
  const { rows } = await program.database.app.query<{ name: string; email: string }>(
    'select name, email from access.staff where id = $1',
    [asker.id],
  )
  const [row] = rows
  if (row === undefined) throw new Refused('access.no-such-staff', 'absent')
  return { id: asker.id, ...row }
}

const registerName = async ({ program }: Ask): Promise<string> => {
  const { notice } = await program.published()
  return notice?.controller.name ?? new URL(program.url).hostname
}

export const show = (access: Access) =>
  plainRoute({
    method: 'get',
    path: '/me/second-factor',
    summary: 'access.factors.show',
    answer: z.object({
      required: z.boolean(),
      byNotice: z.boolean(),
      authenticator: z.boolean(),
      recoveryCodes: z.int().openapi({ description: 'So many are left.' }),
      passkeys: z.array(z.object({ id: z.uuid(), name: z.string(), madeAt: moment, lastUsedAt: moment.nullable() })),
      passkeysPossible: z.boolean().openapi({ description: 'Browsers have none for a bare address or without https.' }),
    }),
    handler: async ({ asker, program }) => {
      const { app } = program.database
      const [rule, factors, passkeys] = await Promise.all([
        factorRule(app, await program.published()),
        factorsOf(app, asker.id),
        listPasskeys(app, asker.id),
      ])
      return { ...rule, ...factors, passkeys, passkeysPossible: access.passkeySite !== undefined }
    },
  })

export const start = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/authenticator',
    summary: 'access.factors.start-authenticator',
    body: z.strictObject({ password }),
    answer: z.object({
      secret: z.string(),
      address: z.string().openapi({ description: 'What a QR code holds: draw it yourself.' }),
    }),
    handler: async (ask, { body }) => {
      await confirmSelf(access, ask, body.password)
      const { app } = ask.program.database
      return startAuthenticator(app, access.factorKey, await registerName(ask), await self(ask), ask.clock.now())
    },
  })

export const confirm = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/authenticator/confirm',
    summary: 'access.factors.confirm-authenticator',
    body: z.strictObject({ code: z.string().max(100) }),
    answer: z.object({ recoveryCodes }),
    handler: async (ask, { body }) => {
      const { asker, clock, program } = ask
      await access.signInLimit.count(`second-factor:${asker.id}`, ask.address)
      const codes = await transaction(program.database.app, async client => {
        const code = body.code.replace(/\s/g, '')
        if (!(await takeCode(client, access.factorKey, asker.id, code, clock.now(), 'confirmation')))
          throw new Refused('access.wrong-code', 'invalid', {}, { field: 'code' })
        return addedFactor(client, asker.id, 'authenticator-added', kept(ask, 'code'), act(ask))
      })
      if (asker.isEnrolling) await letIn(access, ask, asker.id, 'code')
      return { recoveryCodes: codes }
    },
  })

export const removeAuthenticator = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/authenticator/remove',
    summary: 'access.factors.remove-authenticator',
    body: z.strictObject({ password }),
    ...done,
    handler: async (ask, { body }) => {
      await confirmSelf(access, ask, body.password)
      await removeOwn(ask, 'authenticator-removed', 'delete from access.authenticator where staff_id = $1', [])
    },
  })

export const makeCodes = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/recovery-codes',
    summary: 'access.factors.make-codes',
    body: z.strictObject({ password }),
    answer: z.object({ recoveryCodes: z.array(z.string()) }),
    handler: async (ask, { body }) => {
      await confirmSelf(access, ask, body.password)
      const { app } = ask.program.database
      if (!hasFactor(await factorsOf(app, ask.asker.id))) throw new Refused('access.no-factor-yet', 'conflict')
      return {
        recoveryCodes: await transaction(app, client => renewRecoveryCodes(client, ask.asker.id, act(ask))),
      }
    },
  })

export const askForNewPasskey = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/passkeys/options',
    summary: 'access.factors.ask-passkey',
    body: z.strictObject({ password }),
    answer: passkeyOptions,
    handler: async (ask, { body }) => {
      const site = siteOf(access)
      await confirmSelf(access, ask, body.password)
      const { app } = ask.program.database
      return { ...(await askToRegister(app, site, await registerName(ask), await self(ask), ask.clock.now())) }
    },
  })

const passkeyName = z.string().trim().min(1).max(100)

export const addPasskey = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/passkeys',
    summary: 'access.factors.add-passkey',
    body: z.strictObject({ name: passkeyName, answer: madePasskey }),
    answer: z.object({ recoveryCodes }),
    handler: async (ask, { body: { name, answer } }) => {
      const { asker, clock, program } = ask
      const { app } = program.database
      const made = await readRegistration(app, siteOf(access), asker.id, answer, clock.now())
      const codes = await transaction(app, async client => {
        await keepPasskey(client, asker.id, name, made, clock.now())
        return addedFactor(client, asker.id, 'passkey-added', kept(ask, 'passkey'), act(ask))
      })
      if (asker.isEnrolling) await letIn(access, ask, asker.id, 'passkey')
      return { recoveryCodes: codes }
    },
  })

export const renamePasskey = plainRoute({
  method: 'patch',
  path: '/me/passkeys/{id}',
  summary: 'access.factors.rename-passkey',
  params,
  body: z.strictObject({ name: passkeyName }),
  ...done,
  handler: async ({ asker, program }, { params, body }) => {
    const { rowCount } = await program.database.app.query(
      'update access.passkey set name = $3 where id = $1 and staff_id = $2',
      [params.id, asker.id, body.name],
    )
    if (rowCount === 0) throw new Refused('access.no-such-passkey', 'absent')
  },
})

export const removePasskey = (access: Access) =>
  plainRoute({
    method: 'post',
    path: '/me/passkeys/{id}/remove',
    summary: 'access.factors.remove-passkey',
    params,
    body: z.strictObject({ password }),
    ...done,
    handler: async (ask, { params, body }) => {
      await confirmSelf(access, ask, body.password)
      await removeOwn(ask, 'passkey-removed', 'delete from access.passkey where staff_id = $1 and id = $2', [params.id])
    },
  })

async function removeOwn(
  ask: Ask,
  what: 'authenticator-removed' | 'passkey-removed',
  sql: string,
  values: readonly unknown[],
): Promise<void> {
  const { asker, program } = ask
  const { app } = program.database
  const rule = await factorRule(app, await program.published())
  const remove = async (client: ClientBase) => {
    const { rowCount } = await client.query(sql, [asker.id, ...values])
    if (rowCount === 0) throw new Refused('access.no-such-passkey', 'absent')
  }
  await removeFactor(app, asker.id, rule, what, remove, asker.session, act(ask))
}
