/** What sentences say of grounds, sources, recipients and transfers, in the words of one language; the words are in flows-*.ts. */

export const basisKinds = [
  'consent',
  'contract',
  'legal-obligation',
  'vital-interest',
  'public-interest',
  'legitimate-interest',
] as const
export type BasisKind = (typeof basisKinds)[number]

export const sourceKinds = [
  'person',
  'web_form',
  'email',
  'phone',
  'sms',
  'chat',
  'post',
  'social_media',
  'contract',
  'meeting',
  'event',
  'raffle',
  'cookies',
  'service',
  'staff',
  'public_sources',
  'authorities',
  'other_registers',
  'partners',
] as const
export type SourceKind = (typeof sourceKinds)[number]

/** Recipients that are told by what they are and not by name. */
export const recipientKinds = [
  'authority',
  'processor',
  'partner',
  'delivery',
  'accounting',
  'payment',
  'collection',
  'group',
  'other',
] as const
export type RecipientKind = (typeof recipientKinds)[number]

type Terms = readonly string[]

export interface Flows {
  readonly bases: Readonly<Record<BasisKind, Terms>>
  /** What makes "consent" or "contract" in a sentence the ground of processing. */
  readonly grounding: Terms
  /** Sentences on taking consent back, which name consent and are no ground. */
  readonly withdrawing: Terms
  readonly sources: Readonly<Record<SourceKind, Terms>>
  /** Verbs of sentences that say where data comes from. */
  readonly obtained: Terms
  readonly recipients: Readonly<Record<RecipientKind, Terms>>
  /** Verbs of giving data to others. */
  readonly disclosing: Terms
  readonly notDisclosing: Terms
  /** What limits "we do not disclose" to marketing or to selling. */
  readonly disclosingForMarketing: Terms
  readonly outsideEea: Terms
  /** Grounds of transfers, which tell that there are some. */
  readonly safeguards: Terms
  readonly transferring: Terms
}
