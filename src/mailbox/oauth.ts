/** A mailbox is opened by a permission of its owner instead of a password: asked for by RFC 6749 with PKCE (RFC 7636), renewed at each use. */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { limited, parseJson } from '../http/body.ts'
import { serviceAddress } from '../social/fetch-there.ts'

const clientId = z.string().trim().min(1).max(300)
/** Mail of the register leaves by the same permission. */
const sends = z.literal(true).optional()

/** The service and how it knows this program: registered there by the firm, which gives the secret of the registration too. */
export const signIn = z.discriminatedUnion('service', [
  z.strictObject({ service: z.literal('google'), clientId, sends }),
  z.strictObject({
    service: z.literal('microsoft'),
    clientId,
    /** The directory (tenant) of the firm. */
    tenant: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9.-]{1,100}$/),
    sends,
  }),
  z.strictObject({
    service: z.literal('other'),
    clientId,
    authorize: serviceAddress,
    token: serviceAddress,
    scope: z.string().trim().min(1).max(500),
    sends,
  }),
])
export type SignIn = z.infer<typeof signIn>

interface Service {
  readonly authorize: string
  readonly token: string
  readonly scope: string
  /** So that a permission that can be renewed is given. */
  readonly more?: Readonly<Record<string, string>>
}

function serviceOf(told: SignIn): Service {
  if (told.service === 'other') return told
  if (told.service === 'google')
    return {
      authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      scope: 'https://mail.google.com/',
      more: { access_type: 'offline', prompt: 'consent' },
    }
  const at = `https://login.microsoftonline.com/${told.tenant}/oauth2/v2.0`
  return {
    authorize: `${at}/authorize`,
    token: `${at}/token`,
    scope: ['IMAP.AccessAsUser.All', ...(told.sends ? ['SMTP.Send'] : [])]
      .map(permission => `https://outlook.office.com/${permission}`)
      .concat('offline_access')
      .join(' '),
    more: { response_mode: 'query' },
  }
}

export interface Asked {
  /** Of the mailbox. */
  readonly user: string
  /** Where the browser is sent back to. */
  readonly back: string
  readonly state: string
  /** Known to nobody but us until the code is exchanged. */
  readonly verifier: string
}

/** Where whoever keeps the mailbox gives the permission. */
export function askAt(told: SignIn, { user, back, state, verifier }: Asked): string {
  const { authorize, scope, more } = serviceOf(told)
  const address = new URL(authorize)
  const asked = {
    client_id: told.clientId,
    response_type: 'code',
    redirect_uri: back,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: user,
    ...more,
  }
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
  return address.href
}

/** Opens the mailbox. `refresh`: with what the next is asked for, when it is another one than before. */
export interface Given {
  readonly access: string
  /** For how many seconds. */
  readonly lasts: number
  readonly refresh: string | undefined
}

/** By the code with which the browser came back. */
export const exchange = (told: SignIn, secret: string, { code, back, verifier }: Exchanged): Promise<Given> =>
  ask(told, secret, { grant_type: 'authorization_code', code, redirect_uri: back, code_verifier: verifier })

interface Exchanged {
  readonly code: string
  readonly back: string
  readonly verifier: string
}

export const renew = (told: SignIn, secret: string, refresh: string): Promise<Given> =>
  ask(told, secret, { grant_type: 'refresh_token', refresh_token: refresh })

const patience = 15_000 // milliseconds
const most = 64_000 // bytes
const answered = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().catch(0), // may be left out (RFC 6749, 5.1)
})
const refused = z.object({ error: z.string() })

/** Why there is no access: `consent`, the permission is not given or has ended; `client`, the service does not know this program. */
export class NoAccess extends Error {
  override readonly name = 'NoAccess'
  readonly trouble: 'consent' | 'client' | 'service'
  constructor(trouble: NoAccess['trouble']) {
    super(trouble) // and nothing of what the service said, which may repeat a token
    this.trouble = trouble
  }
}

async function ask(told: SignIn, secret: string, asked: Readonly<Record<string, string>>): Promise<Given> {
  let json: unknown
  let isGiven: boolean
  try {
    const answer = await fetch(serviceOf(told).token, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ ...asked, client_id: told.clientId, client_secret: secret }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    isGiven = answer.ok
    json = parseJson(new Uint8Array(await new Response(limited(answer, most)).arrayBuffer()))
  } catch {
    throw new NoAccess('service')
  }
  const given = answered.safeParse(json)
  if (isGiven && given.success) {
    const { access_token: access, refresh_token: refresh, expires_in: lasts } = given.data
    return { access, refresh, lasts }
  }
  throw new NoAccess(troubleIn(refused.safeParse(json).data?.error))
}

/** RFC 6749, 5.2; `interaction_required` and `consent_required` are Microsoft's, who want the owner to sign in anew. */
function troubleIn(error: string | undefined): NoAccess['trouble'] {
  if (error === 'invalid_grant' || error === 'interaction_required' || error === 'consent_required') return 'consent'
  return error === 'invalid_client' || error === 'unauthorized_client' ? 'client' : 'service'
}
