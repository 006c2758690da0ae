/** The notice as the program knows it: plain frozen nodes, every one with its place in the file that it came from. */

export type Lang = 'fi' | 'sv' | 'en'
export const langs: readonly Lang[] = ['fi', 'sv', 'en']

/** A text in the languages that the notice declares; the first of `Notice.languages` is the language of record. */
export type Text = Readonly<Partial<Record<Lang, string>>>

/** Line and column, both from 1, of the node's first character in notice.yaml. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Legal bases of Art. 6(1) that a customer register can stand on. `permission` is consent or soft opt-in, 917/2014 § 200. */
export type Basis =
  | { readonly kind: 'contract' } // 6(1)(b)
  | { readonly kind: 'consent' } // 6(1)(a)
  | { readonly kind: 'permission' } // 6(1)(a), or soft opt-in as the purpose's channels say
  | { readonly kind: 'legal-obligation'; readonly law?: string } // 6(1)(c)
  | { readonly kind: 'interest'; readonly interest: string } // 6(1)(f): the id of an entry under `interests`

/** P24M after relationship.ended then delete. `forPurpose` narrows the rule; without it the rule is the category's. */
export interface Retention {
  readonly duration: string // ISO 8601: P24M, P6Y, P30D, or P0D for "at once"
  readonly anchor: Anchor
  readonly ending: 'delete' | 'anonymise' | 'restrict'
  readonly forPurpose?: string
  readonly at: Position
}

/**
 * The event from which a retention period runs. `recorded` is when the row was last written; `fiscal-year.ended` is the last day of
 * the calendar year in which the fiscal year ended, from which vouchers are kept; `books.closed` is the last day of the fiscal year
 * itself, from which ledgers are (1336/1997 2:10 §).
 */
export type Anchor =
  | 'relationship.ended'
  | 'relationship.last-contact'
  | 'fiscal-year.ended'
  | 'books.closed'
  | 'event.ended'
  | 'request.closed'
  | 'case.closed'
  | 'consent.withdrawn'
  | 'recorded'

/** The type of one column; the compiler maps it to a PostgreSQL type whose comparisons are leakproof (design.md §2). */
export type ColumnType = 'text' | 'integer' | 'money' | 'date' | 'time' | 'boolean'

/** One column of a category's table. */
export interface Column {
  readonly name: string // snake_case, at most 50 characters
  readonly type: ColumnType
  /** How screens and filters ask for it; the compiler makes an index for each. */
  readonly search?: 'equal' | 'prefix' | 'range'
  /** What may stand in it, checked before it is written. */
  readonly format?: 'email' | 'phone' | 'url' | 'country' | 'language' | 'business-id' | 'person-name'
  /** Allowed codes, for a column that holds one of a fixed list. */
  readonly codes?: readonly string[]
}

/** A field: what a person would name as one thing (a postal address), one or more columns. */
export interface Field {
  readonly id: string
  readonly name: Text
  readonly columns: readonly Column[]
  readonly required: boolean
  readonly at: Position
}

/** One purpose's use of a category, and on what basis. `fields` narrows it; undefined means every field. */
export interface Use {
  readonly purpose: string
  readonly basis: Basis
  readonly fields?: readonly string[]
  readonly at: Position
}

export interface Category {
  readonly id: string
  readonly name: Text
  readonly custom: boolean
  /** `one` row a person (identity, profile) or `many` (contact points, orders). */
  readonly rows: 'one' | 'many'
  readonly origin: 'person' | 'observed' | 'inferred' | 'generated'
  /** `table`: a table of its own. `statement` and `ledger`: kept in tables that every register has, so nothing is compiled. */
  readonly stored: 'table' | 'statement' | 'ledger'
  readonly fields: readonly Field[]
  readonly from: readonly string[] // source ids
  readonly uses: readonly Use[]
  readonly keep: readonly Retention[]
  /** The author wrote `required`, be it `none`: Art. 13(2)(e) is then answered for this category. */
  readonly saysRequired: boolean
  /** Art. 13(2)(e): what follows if a required field is not given. */
  readonly withoutIt?: Text
  /** Art. 13(2)(f): for inferred categories. */
  readonly logic?: Text
  readonly at: Position
}

export interface Purpose {
  readonly id: string
  readonly name: Text
  readonly explanation: Text
  readonly custom: boolean
  /** 917/2014 §§ 200, 202: channel → the rule under which it may be used. Only for purposes that contact people. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelRule>>>
  readonly law?: string
  /** The rights purpose sees every row, restricted ones too (Art. 18(2)). */
  readonly seesAll: boolean
  readonly at: Position
}

export type Channel = 'email' | 'sms' | 'phone' | 'post' | 'social-media'
export type ChannelRule = 'consent' | 'consent or similar purchase' | 'unless objected' | 'never'

/** A legitimate interest, named and weighed (Art. 6(1)(f), 13(1)(d)). */
export interface Interest {
  readonly id: string
  readonly text: Text
  readonly assessment?: string // reference of the balancing test
  readonly weighed?: string // its date
  readonly at: Position
}

export interface Source {
  readonly id: string
  readonly name: Text
  readonly kind: 'person' | 'observed' | 'inferred' | 'third-party' | 'public'
  readonly named: readonly string[]
  readonly told?: string // Art. 14(3), as written: "within 1 month and at first contact"
  /** Art. 14(5): why people are not told of data from here. */
  readonly notToldBecause?: Text
  readonly custom: boolean
  readonly at: Position
}

export interface Recipient {
  readonly name: string
  readonly role: 'processor' | 'controller' | 'joint-controller' | 'authority'
  readonly for: Text
  readonly country: string // ISO 3166-1 alpha-2
  readonly mechanism?: 'adequacy' | 'dpf' | 'scc' | 'bcr' | 'consent'
  readonly contract?: string // date
  readonly arrangement?: Text // Art. 26(2): the essence of it
  readonly at: Position
}

export interface Duty {
  readonly id: string
  readonly name: Text
  readonly purposes: readonly string[]
  readonly at: Position
}

export interface Cookie {
  readonly name: string
  readonly category: 'necessary' | 'preferences' | 'analytics' | 'marketing' | 'embedded'
  readonly keeps: string // ISO 8601 duration, or `session`
  readonly setBy: Text
  readonly thirdParty: boolean
  readonly for: string // purpose id
  readonly explanation?: Text
  readonly at: Position
}

export interface Person {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly address?: string
  readonly at: Position
}

export interface Notice {
  readonly version: 1
  readonly register: { readonly id: string; readonly name: Text; readonly at: Position }
  readonly effective: string // YYYY-MM-DD
  readonly reviewed?: string
  readonly languages: readonly Lang[]
  readonly controller: Person & { readonly name: string; readonly businessId?: string }
  readonly contact: Person
  readonly dpo?: Person
  readonly representative?: Person // Art. 27
  readonly authority: string // `fi`: address and complaint text come with the vocabulary
  readonly law: readonly string[] // laws that the notice cites as its ground, as written
  readonly purposes: readonly Purpose[]
  readonly interests: readonly Interest[]
  readonly categories: readonly Category[]
  readonly sources: readonly Source[]
  readonly recipients: readonly Recipient[]
  /** The author wrote `recipients: none`: nobody else touches the data, processors included. */
  readonly noRecipients: boolean
  readonly disclosure: { readonly regular: boolean; readonly publication?: Text; readonly at: Position } | undefined
  readonly duties: readonly Duty[]
  readonly cookies: readonly Cookie[]
  readonly cookieText?: Text
  /** When the relationship of a customer who goes silent ends: an ISO 8601 duration after the last contact (W08). */
  readonly relationshipEnds?: { readonly duration: string; readonly at: Position }
  readonly rights: {
    readonly granted: readonly RightId[]
    readonly channels: readonly string[]
    readonly identity?: string
    readonly text?: Text
    readonly at: Position
  }
  /** Art. 13(2)(f): the text says on what the decisions rest, what they mean and what follows. */
  readonly profiling?: { readonly text: Text; readonly automatedDecisions: boolean; readonly at: Position }
  readonly minors?: { readonly from: number; readonly guardian: 'below' | 'never'; readonly at: Position }
  readonly security: readonly Text[]
  readonly changes?: Text
  /** sha256 of the file's bytes, hex: what a version is known by. */
  readonly hash: string
  /** Where each part that the author wrote stands, by its path: `categories.identity.keep`, `law.0`. */
  readonly places: Readonly<Record<string, Position>>
}

export type RightId =
  | 'access'
  | 'rectification'
  | 'erasure'
  | 'restriction'
  | 'portability'
  | 'objection'
  | 'withdrawal'
  | 'complaint'

/** A thing that is wrong with a notice, or worth a second look. `rule` is an id of law.md §2 (13-2a, E03, W01 …) or a language rule (L01 …). */
export interface Finding {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  /** Arguments of the texts `findings.<rule>.{missing,why,mend}`. */
  readonly args: Readonly<Record<string, string | number>>
  readonly at: Position
  /** The part of the notice that it belongs to, so that a screen can show it there: `categories.identity.keep`. */
  readonly path: string
}

/** What `parse` gives: a notice when the text could be understood, and in any case every finding about the language. */
export interface Parsed {
  readonly notice: Notice | undefined
  readonly findings: readonly Finding[]
}
