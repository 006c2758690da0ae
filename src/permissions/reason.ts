/** Why the gate says yes or no, as register.may_send has it: every reason is a text `permissions.reason.<reason>` in three languages. */

/** `similar-purchase`: only about similar products of our own. `duties`: only about what belongs to the recipient's work. */
export const yes = ['consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties'] as const

export const no = [
  'prohibited',
  'restricted',
  'minor',
  'other-products',
  'unknown',
  'expired',
  'no-address',
  'bounced',
  'not-in-notice',
  'no-such-person',
] as const

export type Yes = (typeof yes)[number]
export type No = (typeof no)[number]
export type Reason = Yes | No

export type Answer =
  | { readonly allowed: true; readonly reason: Yes; readonly addressRow: string; readonly statement: string | null }
  | {
      readonly allowed: false
      readonly reason: No
      readonly addressRow: string | null
      readonly statement: string | null
    }
