/** A service that lets a mailbox be opened by a permission (RFC 6749, 7636, 7662), as strict as the law of its protocol, with settable faults. */

import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OAuthService {
  readonly url: string
  readonly clientId: string
  readonly secret: string
  /** `rotates`: each refresh token holds once. `error`: what the token endpoint refuses with. `body`: what it answers instead. */
  readonly now: { rotates: boolean; error: string | undefined; body: string | undefined; forLong: boolean }
  /** Refresh tokens that hold. */
  readonly held: Set<string>
  /** Answers the page as its user would who gives the permission: where the browser goes next. */
  readonly allow: (address: string) => string
  close(): Promise<void>
}

const secretOf = (): string => randomBytes(24).toString('base64url')

/** `user`: whose mailbox it is. */
export async function oauthService(user: string): Promise<OAuthService> {
  const codes = new Map<string, { readonly challenge: string; readonly back: string }>()
  const access = new Set<string>()
  const held = new Set<string>()
  const [clientId, secret] = ['seloste-test', secretOf()]
  const now: OAuthService['now'] = { rotates: false, error: undefined, body: undefined, forLong: true }

  const allow = (address: string): string => {
    const asked = new URL(address).searchParams
    const [back = '', challenge = ''] = [asked.get('redirect_uri') ?? '', asked.get('code_challenge') ?? '']
    const code = secretOf()
    codes.set(code, { challenge, back })
    return `${back}?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`
  }

  const give = (): object => {
    const token = secretOf()
    access.add(token)
    if (!now.forLong) return { access_token: token, token_type: 'Bearer', expires_in: 3600 }
    const refresh = secretOf()
    held.add(refresh)
    return { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: refresh }
  }

  const refused = (error: string) => ({ status: error === 'invalid_client' ? 401 : 400, json: { error } })
  function token(asked: URLSearchParams): { readonly status: number; readonly json: object } {
    if (now.error !== undefined) return refused(now.error)
    if (asked.get('client_id') !== clientId || asked.get('client_secret') !== secret) return refused('invalid_client')
    if (asked.get('grant_type') === 'refresh_token') {
      const refresh = asked.get('refresh_token') ?? ''
      if (!held.has(refresh)) return refused('invalid_grant')
      if (!now.rotates) {
        const one = secretOf()
        access.add(one)
        return { status: 200, json: { access_token: one, token_type: 'Bearer', expires_in: 3600 } }
      }
      held.delete(refresh)
      return { status: 200, json: give() }
    }
    const found = codes.get(asked.get('code') ?? '')
    codes.delete(asked.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url')
    if (found === undefined || found.challenge !== challenge || found.back !== asked.get('redirect_uri'))
      return refused('invalid_grant')
    return { status: 200, json: give() }
  }

  const server = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/authorize') {
      const asked = `http://localhost${request.url ?? ''}`
      answer
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<a href="${allow(asked).replaceAll('&', '&amp;')}">Salli</a>`)
      return
    }
    const form = await formOf(request)
    const isActive = access.has(form.get('token') ?? '')
    const told =
      pathname === '/token'
        ? token(form)
        : { status: 200, json: { active: isActive, ...(isActive && { username: user }) } }
    const body = pathname === '/token' ? now.body : undefined
    answer.writeHead(told.status, { 'content-type': 'application/json' }).end(body ?? JSON.stringify(told.json))
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ clientId, secret, now, held, allow },
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return new URLSearchParams(Buffer.concat(parts).toString())
}
