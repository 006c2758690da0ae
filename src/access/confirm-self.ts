/** Whoever changes how they sign in shows their password first, and cannot guess it quickly. */

import { verifyPassword } from 'better-auth/crypto'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import type { Access } from './access.ts'

/** Refuses whoever sits at somebody else's open browser. */
export async function confirmSelf(
  access: Access,
  { asker, address, program }: Ask,
  given: string | undefined,
  field = 'password',
): Promise<void> {
  if (asker.isEnrolling) return
  await access.signInLimit.count(`self:${asker.id}`, address)
  const { rows } = await program.database.app.query<{ password: string }>(
    `select password from access.credential where staff_id = $1 and provider_id = 'credential'`,
    [asker.id],
  )
  const hash = rows[0]?.password
  if (hash === undefined || !(await verifyPassword({ hash, password: given ?? '' }))) {
    program.noteAttempt({ what: 'second-factor', address, as: asker.id })
    throw new Refused('access.wrong-password', 'invalid', {}, { field })
  }
}
