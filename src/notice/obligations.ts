/** What must outlive an erasure: the uses that a law other than that of data protection requires, and those for legal claims (Art. 17(3)(b) and (e)). */

import type { Category, Notice } from './notice.ts'
import { quoteText, quoteTexts } from './sql-text.ts'
import { entryOf, purposes } from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

/** A purpose that keeps columns of a category although the person is erased. */
export interface Obligation {
  readonly purpose: string
  /** As the notice cites it: `1336/1997`; empty for claims. */
  readonly law: string
  /** Kept only where a claim is at hand, which somebody has to say (Art. 17(3)(e)). */
  readonly claims: boolean
  readonly columns: readonly string[]
}

/** What the regulation itself requires to be kept is fulfilled by erasing: of that no data is left over. */
const dataProtection = /2016\/679/

export function obligationsOf(
  { purposes: declared }: Pick<Notice, 'purposes'>,
  category: Category,
): readonly Obligation[] {
  return category.uses.flatMap(({ purpose: id, basis, fields }) => {
    const purpose = declared.find(one => one.id === id)
    const claims = entryOf(purposes, id)?.claims === true
    const law = basis.kind === 'legal-obligation' ? (basis.law ?? purpose?.law ?? entryOf(purposes, id)?.law ?? '') : ''
    const isObliged = basis.kind === 'legal-obligation' && !dataProtection.test(law)
    if (purpose === undefined || purpose.seesAll || !(isObliged || claims)) return []
    return [{ purpose: id, law, claims: !isObliged, columns: columnsOf(category, fields) }]
  })
}

/** Without what only says something of other fields (bounced, primary): it keeps no row alive. */
function columnsOf({ id, fields }: Category, used: readonly string[] | undefined): readonly string[] {
  const about = (entryOf(categories, id)?.fields ?? [])
    .filter(({ comesWith }) => comesWith !== undefined)
    .map(field => field.id)
  return fields
    .filter(field => used === undefined || used.includes(field.id))
    .filter(field => !about.includes(field.id))
    .flatMap(field => field.columns.map(({ name }) => name))
}

/** The rows of notice.obligation, by which the database erases. */
export const obligationRows = (
  tables: readonly { readonly category: string; readonly name: string; readonly obligations?: readonly Obligation[] }[],
): readonly string[] =>
  tables.flatMap(({ category, name, obligations = [] }) =>
    obligations.map(
      ({ purpose, law, claims, columns }) =>
        `(${[category, purpose, name, law].map(quoteText).join(', ')}, ${claims}, ${quoteTexts(columns)})`,
    ),
  )
