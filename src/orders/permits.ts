/** A box in an order permits only what the firm can prove: the words beside it, the sale, and that refusing was offered there and then. */

import { z } from 'zod'
import type { Facts, SaidFact, Via } from '../arrivals/adapter.ts'

/** What staff tell of a shop's checkout. What is not told here is not known, and permits nothing. */
export const shopSettings = z.object({
  permit: z
    .object({
      purpose: z.string().max(60),
      wording: z.string().trim().min(10).max(4000),
      place: z.string().trim().min(2).max(300),
      lang: z.enum(['fi', 'sv', 'en']),
    })
    .optional()
    .describe('The box by which customers consent to e-mail: its words, and where it stands'),
  purchase: z
    .object({
      purpose: z.string().max(60),
      wording: z.string().trim().min(10).max(4000),
      productGroup: z.string().trim().min(2).max(200),
    })
    .optional()
    .describe('917/2014 § 200(3): how the right to refuse is shown at the sale, and what is sold'),
  permitField: z.string().trim().max(120).optional().describe('What the shop calls the box of consent'),
  refusalField: z.string().trim().max(120).optional().describe('What the shop calls the box of refusal'),
  withdrawnWord: z
    .string()
    .trim()
    .max(60)
    .optional()
    .describe('The state or tag of an order that a consumer has withdrawn from'),
})
export type ShopSettings = z.infer<typeof shopSettings>

/** How the customer answered: `not-shown` where the order does not tell of a box. */
export interface Answered {
  readonly consent: 'ticked' | 'not-ticked' | 'not-shown'
  readonly refusal: 'ticked' | 'not-ticked' | 'not-shown'
  readonly at: string
}

/** What an order says that the customer has said: that they are one, and what they permit or prohibit by e-mail. */
export function saidOf(
  sale: { readonly ordered: string; readonly isSale: boolean } & Answered,
  { settings, contacting }: Via<ShopSettings>,
): Pick<Facts, 'act' | 'said' | 'left'> {
  const { permit, purchase } = settings
  const said: SaidFact[] = [{ kind: 'contract', givenAt: sale.ordered }]
  const left: string[] = []
  if (sale.refusal === 'ticked') {
    for (const purpose of contacting('email'))
      said.push({ kind: 'objection', purpose, channel: 'email', givenAt: sale.at, method: 'form' })
  } else if (sale.consent === 'ticked') {
    if (permit === undefined) left.push('permissions')
    else said.push({ ...permit, kind: 'consent', channel: 'email', givenAt: sale.at, method: 'form' })
  } else if (purchase !== undefined && sale.isSale && sale.refusal === 'not-ticked') {
    said.push({ ...purchase, kind: 'similar-purchase', channel: 'email', givenAt: sale.ordered, method: 'sale' })
  }
  return { act: { kind: 'order', at: sale.ordered }, said, left }
}

/** How shops write that a box was ticked. */
export const ticked = (value: unknown): boolean => /^(1|yes|true|on|kyllä|ja)$/i.test(String(value ?? '').trim())
