/** A change of the key that was interrupted, or found files being written, is finished by the next server. */

import type { Clock } from '../base/time.ts'
import { finishRotation } from './rotate.ts'

export const finishRotating = {
  name: 'files.rotate',
  run: async ({ home, clock }: { readonly home: string; readonly clock: Clock }): Promise<void> => {
    await finishRotation(home, clock)
  },
}
