/** One difference between two notices: what became of a part, how much it weighs, whom it concerns and what must happen first. */

import type { Position } from './notice.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Difference {
  /** Dotted by ids: `purposes.research`, `categories.orders.fields.price`; a dot within a name is written %2E, a % is %25. */
  readonly path: string
  readonly part: Part
  readonly change: 'added' | 'removed' | 'changed'
  /** The row of docs/notice-diff.md that it was judged by, and the key of its sentences. */
  readonly rule: string
  readonly before?: Json
  readonly after?: Json
  readonly weight: Weight
  /** Why, as articles are cited: `13(3)`, `6(4)`; what is not of the GDPR begins with its law: `917/2014 § 205`. */
  readonly articles: readonly string[]
  /** What must happen before the later notice may take effect. */
  readonly must: Must
  readonly concerns: Concern
  /** Where it stands in each file. */
  readonly position: { readonly before?: Position; readonly after?: Position }
}

export type Part =
  | 'controller'
  | 'contact'
  | 'dpo'
  | 'purpose'
  | 'basis'
  | 'category'
  | 'field'
  | 'source'
  | 'recipient'
  | 'transfer'
  | 'retention'
  | 'cookie'
  | 'duty'
  | 'right'
  | 'security'
  | 'minors'
  | 'profiling'
  | 'language'
  | 'text'

/** `editorial`: other words, the same processing. `material`: a person may want to know it. The third is Art. 13(3)'s own. */
export type Weight = 'editorial' | 'material' | 'new-purpose-or-basis'

/** `ask-consent` is telling too: what rests on the consent stays off for each person until they agree. */
export type Must = 'nothing' | 'tell' | 'ask-consent'

/**
 * Whom of the register. `some`: those of whom something is held in one of the categories (none named: in any), and of whom one
 * of the purposes may use it as the published notice says (none named: whoever may), a restriction of Art. 18 notwithstanding.
 */
export type Concern =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'everybody' }
  | { readonly kind: 'some'; readonly categories: readonly string[]; readonly purposes: readonly string[] }
