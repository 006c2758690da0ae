/** What is held of persons is explained, based and as they have said: counted over all of them, naming nobody. */

import type { Notice } from '../notice/notice.ts'
import { categoryParts } from '../promises/place.ts'
import { type Figures, type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'

/** The one row that a counting function gives. */
async function counted<Row extends Figures>(
  { rights }: PromiseContext,
  call: string,
  none: Row,
  ...values: readonly unknown[]
): Promise<Row> {
  const { rows } = await rights.query<Row>(`select * from ${call}`, [...values])
  return rows[0] ?? none
}

/** So many persons are drawn by lot each night, whose every value is replayed from its changes; of all others every row. */
const drawn = 2000

/** No row and no value without the change that it comes from. */
export const valuesExplained: PromiseCheck = {
  id: 'register.values-explained',
  severity: 'serious',
  places: notice => categoryParts(notice, 'from'),
  run: async context => {
    const none = { rows_held: 0, rows_unexplained: 0, persons_drawn: 0, values_unexplained: 0 }
    const found = await counted(context, 'register.count_unexplained($1)', none, drawn)
    const count = found.rows_unexplained + found.values_unexplained
    return verdict(count === 0, { count, rows: found.rows_held, drawn: found.persons_drawn })
  },
}

/** What everybody may be used for is what they themselves have said: consents, objections, restrictions. */
export const standingAsSaid: PromiseCheck = {
  id: 'register.standing-as-said',
  severity: 'grave',
  places: ({ rights, purposes }) => [
    ...purposes.filter(({ channels }) => Object.keys(channels).length > 0).map(({ id }) => `purposes.${id}.channels`),
    ...(rights.granted.includes('objection') ? ['rights.granted'] : []),
  ],
  run: async context => {
    const none = { persons: 0, wrong_persons: 0, wrong_rows: 0 }
    const found = await counted(context, 'register.count_wrong_standings()', none)
    const count = found.wrong_persons + found.wrong_rows
    return verdict(count === 0, { count, persons: found.persons })
  },
}

/** Everybody came from a source that the notice names. */
export const sourcesDeclared: PromiseCheck = {
  id: 'register.sources-declared',
  severity: 'serious',
  places: ({ sources }) => sources.map(({ id }) => `sources.${id}`).concat('sources'),
  mend: '/our-notice',
  run: async ({ rights }) => {
    const { rows } = await rights.query<{ persons: number; undeclared: number; sources: readonly string[] }>(
      'select * from register.count_undeclared_sources()',
    )
    const { persons, undeclared, sources } = rows[0] ?? { persons: 0, undeclared: 0, sources: [] }
    return verdict(undeclared === 0, { count: undeclared, persons }, sources)
  },
}

/** Of every consent that stands it is on record what was agreed to (Art. 7(1)). */
export const consentsWorded: PromiseCheck = {
  id: 'register.consents-worded',
  severity: 'serious',
  places: notice => restsOn(notice, ['consent', 'permission']),
  mend: '/customers',
  run: async context => {
    const { consents, unworded } = await counted(context, 'register.count_consents()', { consents: 0, unworded: 0 })
    return verdict(unworded === 0, { count: unworded, consents })
  },
}

/** The places that say of a category that a purpose uses it on one of these bases. */
const restsOn = ({ categories }: Notice, kinds: readonly string[]): readonly string[] =>
  categories.flatMap(({ id, uses }) =>
    uses.filter(({ basis }) => kinds.includes(basis.kind)).map(({ purpose }) => `categories.${id}.for.${purpose}`),
  )

/**
 * Nothing is held that no purpose may use any more, as when a consent was all that it rested on and has been withdrawn. Categories
 * that the notice keeps for a time after that, as proof, are left to their retention.
 */
export const rowsBased: PromiseCheck = {
  id: 'register.rows-based',
  severity: 'serious',
  places: ({ categories }) => usesOf(categories.filter(isHeldOnBasis)),
  mend: '/customers',
  run: async ({ rights, notice }) => {
    const judged = notice.categories.filter(isHeldOnBasis).map(({ id }) => id)
    const { rows } = await rights.query<{ category: string; held: number; without: number }>(
      'select * from register.count_without_basis() where category = any ($1)',
      [judged],
    )
    const sum = (of: 'held' | 'without'): number => rows.reduce((all, row) => all + row[of], 0)
    const found = rows.filter(({ without }) => without > 0).map(({ category }) => category)
    const at = usesOf(notice.categories.filter(({ id }) => found.includes(id)))
    return verdict(found.length === 0, { count: sum('without'), rows: sum('held') }, found, at)
  },
}

/** Every place that says for what, and on what basis, these categories are used. */
const usesOf = (categories: Notice['categories']): readonly string[] =>
  categories.flatMap(({ id, uses }) => uses.map(({ purpose }) => `categories.${id}.for.${purpose}`))

const isHeldOnBasis = ({ stored, keep }: Notice['categories'][number]): boolean =>
  stored === 'table' && !keep.some(({ anchor }) => anchor === 'consent.withdrawn')
