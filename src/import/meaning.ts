/** What a column of a file can mean, in words that belong to no tool and no notice. */

/** A thing that one cell holds. Where it goes, and whether it may be kept at all, is for the notice to say. */
export const words = [
  'given-name',
  'family-name',
  'full-name',
  'email',
  'phone',
  'street',
  'street-2',
  'postcode',
  'city',
  'country',
  'address',
  'web',
  'social-media',
  'organisation',
  'business-id',
  'job-title',
  'department',
  'language',
  'gender',
  'birthday',
  'labels',
  'note',
] as const
export type Word = (typeof words)[number]

/** The channels that exports carry a permission for. */
export type StatusChannel = 'email' | 'sms'

/** What a status cell says of the person. Nothing that is not here ever becomes a permit. */
export type Standing =
  | 'permit' // has agreed, says the file; counts only with a date and a source
  | 'objection' // has said no: always lands
  | 'bounced' // the address does not work: says nothing of what the person wants
  | 'none' // never asked, pending, or not said

/** Why a column is not imported; the text is `import.left-out.<reason>`. */
export const leftOutReasons = [
  'chosen', // the importer said so
  'unknown', // nothing is known about it: map it by hand
  'technical', // the tool's own ids, times and figures
  'network-address', // IP addresses of sign-ups
  'location', // co-ordinates and time zones derived from the network address
  'derived', // the same again in another form
  'doubled', // an earlier column with the same header has it
  'other-person', // somebody else's data: spouse, assistant, manager
  'empty', // the header cell is blank and so is the column
] as const
export type LeftOut = (typeof leftOutReasons)[number]

export type Meaning =
  /** `group` tells the parts of one address, or the second telephone, from the first. */
  | { readonly is: 'value'; readonly word: Word; readonly group: number }
  /** A column of the notice itself, chosen by hand. */
  | { readonly is: 'column'; readonly category: string; readonly column: string; readonly group: number }
  | { readonly is: 'status'; readonly channel: StatusChannel; readonly says: Readonly<Record<string, Standing>> }
  /** When a permit or an objection was given; of several permits the one with the higher rank (a confirmed one) counts. */
  | {
      readonly is: 'moment'
      readonly of: 'permit' | 'objection'
      readonly channel: StatusChannel
      readonly rank: number
    }
  /** A JSON object with further values under names: listmonk's attributes. */
  | { readonly is: 'attributes' }
  | { readonly is: 'left-out'; readonly why: LeftOut }

export const value = (word: Word, group = 1): Meaning => ({ is: 'value', word, group })
export const leftOut = (why: LeftOut): Meaning => ({ is: 'left-out', why })
