/** Every refusal is a text key with arguments; the door that answers puts it into the asker's language. */

/** Arguments of a text: plain values, never a person's data that the asker did not send. */
export type TextArguments = Readonly<Record<string, string | number>>

/** Where in the input the fault lies: a field's path, or a line and column of a file (both from 1); or where what was asked for is now. */
export type Place =
  | { readonly field: string }
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly line: number; readonly column?: number }
  | { readonly movedTo: string }

/** What a refusal means to the one who asked; HTTP status and exit code follow from it. */
export type RefusalKind =
  | 'invalid' // the input is wrong: 422, exit 1
  | 'forbidden' // not for this asker or this purpose: 403
  | 'unauthenticated' // no valid session or key: 401
  | 'absent' // not found, or not visible for this purpose: 404
  | 'conflict' // changed by somebody else meanwhile: 409
  | 'limited' // too many tries: 429
  | 'unavailable' // a part that is needed is down: 503

/** A thing that was not done, why, where, and how to mend it. `key` names a text `errors.<key>` in src/texts. */
export class Refused extends Error {
  readonly key: string
  readonly kind: RefusalKind
  readonly args: TextArguments
  readonly place: Place | undefined

  constructor(key: string, kind: RefusalKind, args: TextArguments = {}, place?: Place) {
    super(key)
    this.name = 'Refused'
    this.key = key
    this.kind = kind
    this.args = args
    this.place = place
  }
}
