/** What is asked and answered about proofs of identity: the fields of the API and of the screen. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

export const newEvidence = z.object({
  words: z.string().trim().min(1).max(2000).describe('What was shown, in words; it is erased with the decision'),
})

export const evidenceList = z.object({
  evidence: z.array(z.object({ at: z.iso.datetime({ offset: true }), by: actor, words: z.string() })),
})
export type EvidenceList = z.infer<typeof evidenceList>
