/** How the parts of the notice language are shaped: what parsing allows, what the editor's forms ask and what completion offers. */

/** A word that is understood in a way of its own. */
export type WordFormat =
  | 'line'
  | 'id'
  | 'number'
  | 'date'
  | 'email'
  | 'phone'
  | 'business-id'
  | 'country'
  | 'law'
  | 'told'
  | 'keeps'
  | 'retention'
  | 'relationship-end'

/** What a word refers to by its id, declared elsewhere in the notice. */
export type Reference = 'purposes' | 'sources' | 'fields'

export type Shape =
  | { readonly kind: 'word'; readonly format: WordFormat }
  /** One of these words; `names` is the group of the vocabulary that names them. */
  | { readonly kind: 'choice'; readonly words: readonly string[]; readonly names?: string }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'reference'; readonly to: Reference }
  /** A legal basis, with the interest named where it is one. */
  | { readonly kind: 'basis' }
  /** Words in the languages of the notice, or a word of the vocabulary in their place. */
  | { readonly kind: 'text'; readonly known?: Known }
  /** `none` says that there is nothing. */
  | { readonly kind: 'list'; readonly of: Shape; readonly orNone?: true }
  | RecordShape
  /** A mapping by ids of the vocabulary or of the author's own. */
  | EntriesShape

export interface Known {
  readonly group: string
  readonly words: readonly string[]
}

export interface Key<Of extends Shape = Shape> {
  readonly shape: Of
  /** The word `same as <category>` may stand here. */
  readonly sameAs?: true
  /** Only for an entry of the author's own: what is of the vocabulary has it already. */
  readonly own?: true
}

export interface RecordShape<Name extends string = string> {
  readonly kind: 'record'
  /** What its keys are called in `language.<group>.<key>`. */
  readonly group: string
  readonly keys: { readonly [One in Name]: Key }
  /** A word or list in the place of the record is its value for this key. */
  readonly short?: Name
}

export interface EntriesShape {
  readonly kind: 'entries'
  readonly of: RecordShape
  /** What the ids are: of the vocabulary, names of cookies, purposes that the notice declares. */
  readonly ids: 'purposes' | 'categories' | 'sources' | 'duties' | 'interests' | 'cookies' | 'fields' | 'uses'
  /** A list of ids says the same when none has anything of its own. */
  readonly orList?: true
}

export const word = (format: WordFormat = 'line'): Shape => ({ kind: 'word', format })
export const text = (known?: Known): Shape => ({ kind: 'text', ...(known && { known }) })
export const choice = (words: readonly string[], names?: string): Shape => ({
  kind: 'choice',
  words,
  ...(names !== undefined && { names }),
})
export const yesNo: Shape = { kind: 'yes-no' }
export const list = (of: Shape): Shape => ({ kind: 'list', of })
export const listOrNone = (of: Shape): Shape => ({ kind: 'list', of, orNone: true })
export const reference = (to: Reference): Shape => ({ kind: 'reference', to })

/** The record's keys in the order in which a notice is best written. */
export const record = <Name extends string>(
  group: string,
  keys: { readonly [One in Name]: Key | Shape },
  short?: NoInfer<Name>,
): RecordShape<Name> => ({
  kind: 'record',
  group,
  keys: Object.fromEntries(
    Object.entries<Key | Shape>(keys).map(([name, key]) => [name, 'shape' in key ? key : { shape: key }]),
  ) as { readonly [One in Name]: Key },
  ...(short !== undefined && { short }),
})

/** The keys that a record may have. */
export const keysOf = <Name extends string>({ keys }: RecordShape<Name>): readonly Name[] => Object.keys(keys) as Name[]
