/** What is read of a pasted privacy notice: every thing keeps the places of the sentences that it came from, and no sentence is dropped. */

import type { Finding, Lang } from './notice.ts'

/** From `start` to before `end`, in UTF-16 units of `Reading.text`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What a thing is; its name for a reader is the text `read.things.<kind>`. */
export const thingKinds = [
  'title',
  'date',
  'law',
  'controller-name',
  'business-id',
  'controller-address',
  'contact-name',
  'contact-email',
  'contact-phone',
  'contact-address',
  'contact-web',
  'dpo',
  'register-name',
  'persons',
  'purpose',
  'basis',
  'data',
  'not-kept',
  'source',
  'retention',
  'recipient',
  'disclosure',
  'transfer',
  'cookies',
  'right',
  'rights-text',
  'authority',
  'profiling',
  'minors',
  'duty-to-give',
  'security',
  'changes',
] as const
export type ThingKind = (typeof thingKinds)[number]

/** One thing that the text says. */
export interface Thing {
  readonly kind: ThingKind
  /** Where it stands in the draft: `controller.name`, `categories.identity`; empty when the draft has no place for it. */
  readonly path: string
  /** The key of its name for a reader. */
  readonly label: `read.things.${ThingKind}`
  /** The text's own words, without line breaks, at most 300 characters. */
  readonly value: string
  /** What the words were taken for, where they were: `email`, `consent`, `access`, `3183213-3`, `P24M`. */
  readonly known?: string
  /** The sentences that say so, in the order of the text; at least one. */
  readonly spans: readonly Span[]
}

/** Why a part of the text says nothing that a notice must hold. */
export type BoilerplateReason =
  | 'heading' // the heading of a section, or of a column
  | 'introduction' // what leads to a list, or presents the notice itself
  | 'page' // menus, links back, copyright, "top of page"
  | 'cookie-banner'
  | 'about-law' // what the law says, what a word means
  | 'repeated' // the same sentence was read above

export interface Boilerplate {
  readonly reason: BoilerplateReason
  readonly span: Span
}

/** A sentence that nothing was read from, with the heading that it stands under. */
export interface NotUnderstood {
  readonly span: Span
  readonly heading?: string
}

/** `length` units of the read text from `at` on stand in what was pasted from `from` on. */
export interface Stretch {
  readonly at: number
  readonly from: number
  readonly length: number
}

export interface Reading {
  readonly language: Lang
  /** What was pasted without markup, soft hyphens and line wraps: the places of all spans. */
  readonly text: string
  /** From `text` back to what was pasted (for bytes: as decoded), in order; what lies between two stretches was put in or left out. */
  readonly stretches: readonly Stretch[]
  readonly things: readonly Thing[]
  readonly boilerplate: readonly Boilerplate[]
  readonly notUnderstood: readonly NotUnderstood[]
  /** A notice.yaml that parses: what the text says, in its own words; what it does not say is left out. */
  readonly draft: string
  /** What `check` says of the draft. */
  readonly findings: readonly Finding[]
  readonly summary: Summary
}

/** The reading in twenty-odd fields, as `seloste notice read --summary` prints it; null where the text is silent. */
export interface Summary {
  readonly language: Lang
  readonly controller: {
    readonly name: string | null
    readonly business_id: string | null
    readonly address: string | null
  }
  readonly contact: { readonly email: string | null; readonly phone: string | null }
  readonly register_name: string | null
  readonly cites_repealed_law: boolean
  readonly purposes: readonly string[] | null
  readonly legal_bases: readonly string[] | null
  readonly data: readonly string[] | null
  readonly sources: readonly string[] | null
  readonly retention_stated: boolean
  readonly transfers_outside_eea: 'yes' | 'no' | 'possible' | 'unsaid'
  readonly recipients_stated: boolean
  readonly rights: readonly string[] | null
  readonly cookies_section: boolean
  readonly says_not_disclosed: boolean
  readonly borderline: Readonly<Record<string, readonly string[]>>
  readonly alternatives: Readonly<Record<string, readonly string[]>>
  readonly notes: string
}

/** Where a span of the read text stands in what was pasted. */
export function pastedSpan(stretches: readonly Stretch[], span: Span): Span {
  const first = stretches.find(one => one.at + one.length > span.start)
  const last = stretches.findLast(one => one.at < span.end)
  if (first === undefined || last === undefined) return { start: 0, end: 0 }
  const start = first.from + Math.max(span.start - first.at, 0)
  return { start, end: Math.max(last.from + Math.min(span.end - last.at, last.length), start) }
}
