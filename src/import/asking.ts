/** Who imports, for which purpose, with what at hand: as much of a request or a command as an import needs. */

import type { Pool } from 'pg'
import type { Clock } from '../base/time.ts'
import type { Claim } from '../database/actor-token.ts'
import type { Asking } from '../register/scope.ts'

export interface ImportAsking extends Asking {
  readonly program: {
    readonly database: { readonly app: Pool }
    /** The folder of this register: uploads lie in it. */
    readonly home: string
    readonly sign: (claim: Claim) => string
  }
  readonly asker: Asking['asker'] & { readonly actor: string }
  readonly clock: Clock
  readonly requestId: string
}

/** A fresh actor token: one that came with the request may be too old when a long import gets to its end. */
export const freshToken = ({ program, asker, purpose, requestId }: ImportAsking): string =>
  program.sign({ actor: asker.actor, purpose, request: requestId })
