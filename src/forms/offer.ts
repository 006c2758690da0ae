/** What a form may ask follows from the notice in force: only columns that its purpose may write and its source is named for, and permits that need a consent. */

import type { Basis, Column, Field, Notice } from '../notice/notice.ts'
import { type Permitted, usesOf } from '../permissions/choice.ts'
import type { PurposeScope, ScopedCategory } from '../register/scope.ts'
import type { FormContent, FormField, FormPermit } from './content.ts'

/** A column that a form of this purpose and source may fill. */
export interface Place {
  readonly scoped: ScopedCategory
  readonly field: Field
  readonly column: Column
}

/** The register's own words on a value, and links within it, are no answers of anybody. */
const notAsked = ['is_primary', 'state', 'whose', 'organisation_link']
/** Money is of orders, and no form asks for it; a time is when the form was sent. */
const recordable: readonly Column['type'][] = ['text', 'integer', 'date', 'boolean', 'time']

/** A column that names the files of a row: what comes in it are the files themselves (sent-file.ts). */
export const isOfFiles = ({ column }: Pick<Place, 'column'>): boolean => column.name === 'attachments'

export const placesOf = (scope: PurposeScope, source: string): readonly Place[] =>
  placesIn(scope).filter(({ scoped: { category } }) => category.from.includes(source))

/** The same whatever the source. */
export const placesIn = ({ categories }: PurposeScope): readonly Place[] =>
  categories
    .filter(({ mayWrite }) => mayWrite)
    .flatMap(scoped =>
      scoped.category.fields.flatMap(field =>
        field.columns
          .filter(column => scoped.columns.includes(column) && recordable.includes(column.type))
          .filter(({ name }) => !notAsked.includes(name))
          .map(column => ({ scoped, field, column })),
      ),
    )

/** The permits that the notice has a use for: where a channel's rule, or the basis of a use without channels, is consent. */
export function permitsOf(notice: Notice): readonly Permitted[] {
  const used = usesOf(notice)
  return notice.purposes.flatMap((purpose): readonly Permitted[] => {
    const rules = Object.entries(purpose.channels) as [NonNullable<FormPermit['channel']>, string][]
    if (rules.length === 0) return used.includes(purpose) ? [{ purpose, channel: null }] : []
    return rules.filter(([, rule]) => rule.startsWith('consent')).map(([channel]) => ({ purpose, channel }))
  })
}

export interface OfferedField extends Place {
  readonly asks: FormField
}
export interface OfferedPermit extends Permitted {
  readonly asks: FormPermit
}

/** As much of a form as the notice in force lets it ask. */
export interface Offer {
  readonly scope: PurposeScope
  readonly source: string
  readonly content: FormContent
  readonly fields: readonly OfferedField[]
  readonly permits: readonly OfferedPermit[]
  /** On what the purpose uses what is asked. */
  readonly bases: ReadonlySet<Basis['kind']>
}

export function offerOf(content: FormContent, scope: PurposeScope, source: string): Offer {
  const places = placesOf(scope, source)
  const permits = permitsOf(scope.notice)
  const fields = content.fields.flatMap(asks => {
    const place = places.find(
      ({ scoped, column }) => scoped.category.id === asks.category && column.name === asks.column,
    )
    return place ? [{ ...place, asks }] : []
  })
  return {
    scope,
    source,
    content,
    fields,
    permits: content.permits.flatMap(asks => {
      const found = permits.find(({ purpose, channel }) => purpose.id === asks.purpose && channel === asks.channel)
      return found ? [{ ...found, asks }] : []
    }),
    bases: new Set(
      fields.flatMap(({ scoped }) =>
        scoped.category.uses.filter(({ purpose }) => purpose === scope.purpose.id).map(({ basis }) => basis.kind),
      ),
    ),
  }
}

/** A permit is what everything else stands on: without one there is no ground to keep what is asked (Art. 6(1)(a)). */
export const needsPermit = ({ bases }: Offer): boolean => bases.has('consent') || bases.has('permission')

/** Somebody can be told apart by it: the form asks for an e-mail address or a number that must be given. */
export const canTell = ({ fields }: Offer): boolean =>
  fields.some(field => isAddress(field, 'email') || isAddress(field, 'phone'))

export const isAddress = ({ scoped, column, asks }: OfferedField, name: 'email' | 'phone'): boolean =>
  scoped.category.id === 'contact-points' && column.name === name && asks.given === 'asked' && asks.required
