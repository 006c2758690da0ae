/** A recovery code lets its owner in once, without app or passkey; the register keeps only hashes. */

import { createHash, randomBytes } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import type { Id } from '../base/ids.ts'

const howMany = 10
/** Without i, l, o and u, which are misread (Crockford). 16 of them are 80 bits. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

const newCode = (): string =>
  Array.from(randomBytes(16), byte => letters[byte % letters.length])
    .join('')
    .replace(/.{4}(?=.)/g, '$&-')

const hashOf = (staff: Id, code: string): Buffer =>
  createHash('sha256')
    .update(`${staff}:${code.toLowerCase().replace(/[^0-9a-z]/g, '')}`)
    .digest()

/** Makes ten new codes in place of those that are left; they are returned here and never again. */
export async function makeRecoveryCodes(db: ClientBase, staff: Id, at: Date): Promise<readonly string[]> {
  const codes = Array.from({ length: howMany }, newCode)
  await db.query('delete from access.recovery_code where staff_id = $1', [staff])
  await db.query('insert into access.recovery_code (staff_id, code_hash, made_at) select $1, unnest($2::bytea[]), $3', [
    staff,
    codes.map(code => hashOf(staff, code)),
    at,
  ])
  return codes
}

/** Takes a code; false when there is no such one, or it was used. */
export async function takeRecoveryCode(db: Pool | ClientBase, staff: Id, code: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from access.recovery_code where staff_id = $1 and code_hash = $2', [
    staff,
    hashOf(staff, code),
  ])
  return rowCount === 1
}
