/** Every live check of what the notice says, one line each: a check that does not stand here is not run. */

import type { PromiseCheck } from './promises/promise.ts'

export const liveChecks: readonly PromiseCheck[] = []
