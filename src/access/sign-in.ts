/** Signing in answers the same to a wrong password, an unknown account and a locked one. */

import { APIError } from 'better-auth/api'
import { Refused } from '../base/errors.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { Access } from './access.ts'
import { normalEmail } from './staff.ts'

/** Opens a session and puts its cookie on the answer. */
export async function signIn(access: Access, ask: OpenAsk, email: string, password: string): Promise<void> {
  const body = { email: normalEmail(email), password }
  await access.signInLimit.count(body.email, ask.address)
  const { headers } = await access.auth.api
    .signInEmail({ body, headers: ask.headers, returnHeaders: true })
    .catch((error: unknown) => {
      if (error instanceof APIError) throw new Refused('access.wrong-sign-in', 'unauthenticated')
      throw error
    })
  for (const cookie of headers.getSetCookie()) ask.setHeader('set-cookie', cookie)
}
