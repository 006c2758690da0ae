/** What the server and the script of other sites' pages tell each other: types alone, so that nothing of the server comes into the script. */

export const langs = ['fi', 'sv', 'en'] as const
export type Lang = (typeof langs)[number]

/** The categories of cookies that are asked about (917/2014 § 205); the necessary ones are not. */
export const askedCategories = ['preferences', 'analytics', 'marketing', 'embedded'] as const
export type AskedCategory = (typeof askedCategories)[number]

/** How it was chosen: both ends on the first layer, category by category, or taken back. */
export const methods = ['all', 'necessary', 'chosen', 'withdrawn'] as const
export type Method = (typeof methods)[number]

/** What stands in the script itself: enough to know whether anything has to be asked. */
export interface About {
  /** The register's address, without a trailing slash. */
  readonly server: string
  /** The notice says that visits are counted. */
  readonly counts: boolean
  /** How long the browser of somebody who agrees to statistics is known, in seconds; 0: not at all. */
  readonly knows: number
  /** How long a choice is remembered, in seconds. */
  readonly remembers: number
  /** Of each category what is agreed to, a short key for each purpose and whoever sets the cookies: a new one is asked about anew. */
  readonly asks: Partial<Readonly<Record<AskedCategory, readonly string[]>>>
  /** Names of what each category keeps in the browser, removed when it is not agreed to; `_ga_*` stands for all that begin so. */
  readonly clears: Partial<Readonly<Record<AskedCategory, readonly string[]>>>
  /** The control that stands on every page, with what was chosen: nothing yet (`open`), none, some or all; and what stands where a frame waits. */
  readonly corner: Readonly<
    Record<Lang, Readonly<Record<'label' | 'open' | 'none' | 'some' | 'all' | 'withdraw' | 'waits', string>>>
  >
}

/** Everything that a visitor is shown before they choose; kept word by word with the choice. */
export interface Wording {
  readonly lang: Lang
  readonly noticeVersion: number
  /** Whoever agrees to statistics agrees to their visits being their person's, for this purpose. */
  readonly joins?: string
  /** By what they come to be, as far as the words say it: before there was this, by all but signing in at the site. */
  readonly joinedBy?: readonly ('sign-in' | 'site' | 'form' | 'link')[]
  readonly title: string
  readonly text: string
  readonly accept: string
  readonly refuse: string
  readonly more: string
  readonly save: string
  readonly close: string
  readonly gpc: string
  readonly failed: string
  readonly change: string
  readonly proof: string
  readonly notice: { readonly words: string; readonly address: string }
  readonly groups: readonly WordingGroup[]
}

export interface WordingGroup {
  readonly category: AskedCategory | 'necessary'
  readonly name: string
  readonly says: string
  readonly cookies: readonly {
    readonly name: string
    readonly why: string
    readonly keeps: string
    readonly by: string
  }[]
}

/** As the script gets it. */
export interface ShownWording extends Wording {
  readonly hash: string
}
