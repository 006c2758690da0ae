/** What a lead form's own answers permit: only what stands word for word in the form that they were given in, as staff have told it. */

import { z } from 'zod'
import type { SaidFact } from '../arrivals/adapter.ts'

/** The form's box or question of consent. What is not told here is not known, and permits nothing. */
export const consentSettings = {
  permit: z
    .object({
      purpose: z.string().max(60),
      wording: z.string().trim().min(10).max(4000),
      place: z.string().trim().min(2).max(300),
      lang: z.enum(['fi', 'sv', 'en']),
    })
    .optional()
    .describe('The words by which people consent to e-mail in the form, and where they stand'),
  /** The words are those of one form: another form may say something else. */
  formId: z.string().trim().max(100).optional().describe('The form that has these words'),
}
const settings = z.object(consentSettings)
export type ConsentSettings = z.infer<typeof settings>

/** How the form's own answers stand: `other` is a ticked box of which nobody has told what it says. */
export type Agreed = 'yes' | 'other' | 'no'

/** Of boxes by their keys: the one that is told in the connection, and whatever else was ticked. */
export function agreedBy(
  boxes: readonly { readonly key: string; readonly isTicked: boolean }[],
  told: string | undefined,
): Agreed {
  if (boxes.some(({ key, isTicked }) => isTicked && key === told)) return 'yes'
  return told === undefined && boxes.some(({ isTicked }) => isTicked) ? 'other' : 'no'
}

export function permitOf(
  { permit, formId }: ConsentSettings,
  lead: { readonly form: string; readonly agreed: Agreed; readonly givenAt: string },
): { readonly said: readonly SaidFact[]; readonly left?: readonly string[] } {
  const { form, agreed, givenAt } = lead
  if (agreed === 'no') return { said: [] }
  if (agreed === 'other' || permit === undefined || formId !== form) return { said: [], left: ['permissions'] }
  return { said: [{ ...permit, kind: 'consent', channel: 'email', givenAt, method: 'form' }] }
}
