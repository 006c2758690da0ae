/** What is written down of a contract with a processor, and the words of the law in which it is: known to the server and the screens alike. */

/** What Art. 28(3) asks of the contract: what is processed, for how long and about whom; and its letters. */
export const clauses = ['scope', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
export type Clause = (typeof clauses)[number]

/** Grounds of a transfer to a third country on which a contract can stand (Art. 45–47). */
export const mechanisms = ['adequacy', 'dpf', 'scc', 'bcr'] as const
export type Mechanism = (typeof mechanisms)[number]

/** Where somebody processes, and the ground of the transfer there. */
export interface Site {
  readonly name: string
  readonly country: string // ISO 3166-1 alpha-2
  readonly mechanism: Mechanism | null
}

/** Another processor that the processor uses (Art. 28(2), (4)). */
export interface SubProcessor extends Site {
  readonly service: string
}

/** Dates are YYYY-MM-DD. */
export interface ContractTerms {
  readonly processor: string
  readonly service: string
  readonly parties: string
  /** A file's name, or where the paper is. */
  readonly reference: string
  readonly signed: string
  /** The last day of a fixed term; null: until further notice. */
  readonly until: string | null
  /** When it came to an end before that. */
  readonly ended: string | null
  readonly clauses: readonly Clause[]
  readonly subProcessors: readonly SubProcessor[]
  readonly country: string
  readonly mechanism: Mechanism | null
  readonly mechanismReference: string
  /** When it is looked through next. */
  readonly review: string
}
