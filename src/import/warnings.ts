/** What to look at before going on: nothing of it keeps a file out, and none of it is left for the importer to find out afterwards. */

import type { Detected } from './detect.ts'
import type { Meaning } from './meaning.ts'
import { dateOrderOf } from './moment.ts'
import type { Outline } from './outline.ts'
import type { FileRecord } from './read.ts'

/** The text is `import.warning.<key>`. */
export interface Warning {
  readonly key:
    | 'blank-header'
    | 'doubled-header'
    | 'ragged'
    | 'dates-contradict'
    | 'mixed-newlines'
    | 'hidden-sheets'
    | 'hidden-rows'
    | 'lost-values'
    | 'lost-zeros'
    | 'dropped'
    | 'orders'
  readonly line: number | null
  readonly args: Readonly<Record<string, string | number>>
}

interface Seen {
  readonly header: FileRecord
  /** The first records. */
  readonly records: readonly FileRecord[]
  readonly meanings: readonly Meaning[]
  /** What stands in columns of dates. */
  readonly dates: readonly string[]
  readonly detected: Detected
  readonly outline: Partial<Outline>
}

export function warningsOf(seen: Seen): readonly Warning[] {
  const { header, records, dates, detected } = seen
  const { line } = header
  const names = header.cells.map(name => name.trim())
  const doubled = names.filter((name, index) => name !== '' && names.indexOf(name) < index)
  const ragged = records.filter(({ cells }) => cells.length !== names.length && cells.some(cell => cell !== ''))
  return [
    ...names.flatMap((name, index): readonly Warning[] =>
      name === '' ? [{ key: 'blank-header', line, args: { column: index + 1 } }] : [],
    ),
    ...[...new Set(doubled)].map((header): Warning => ({ key: 'doubled-header', line, args: { header } })),
    ...ragged.slice(0, 5).map(
      ({ line, cells }): Warning => ({
        key: 'ragged',
        line,
        args: { cells: cells.length, columns: names.length },
      }),
    ),
    ...(dateOrderOf(dates) === 'both' ? [{ key: 'dates-contradict', line, args: {} } as const] : []),
    ...(detected.newlines.length > 1 ? [{ key: 'mixed-newlines', line, args: {} } as const] : []),
    ...ofWorkbook(seen, names),
    ...(isOfOrders(names) ? [{ key: 'orders', line, args: {} } as const] : []),
    ...(seen.outline.dropped ? [{ key: 'dropped', line: null, args: { count: seen.outline.dropped } } as const] : []),
  ]
}

/** A shop's export of orders, which is more than a list of people: Shopify's, Wix's. */
function isOfOrders(names: readonly string[]): boolean {
  const has = (name: string) => names.some(one => one.toLowerCase() === name)
  return has('lineitem name') || (has('order number') && has('order id'))
}

/** What a workbook hides, or has lost. */
function ofWorkbook({ records, meanings, detected, outline }: Seen, names: readonly string[]): readonly Warning[] {
  const hidden = (outline.sheets ?? []).filter((sheet, index) => sheet.hidden && index !== detected.dialect.sheet)
  const rows = records.filter(record => record.hidden)
  const lost = [...new Set(records.flatMap(record => record.lost ?? []))].sort((a, b) => a - b)
  const short = meanings.flatMap((meaning, index) =>
    outline.kind === 'workbook' && meaning.is === 'value' && meaning.word === 'postcode' ? [index] : [],
  )
  return [
    ...(hidden.length > 0
      ? [{ key: 'hidden-sheets', line: null, args: { sheets: hidden.map(({ name }) => name).join(', ') } } as const]
      : []),
    ...(rows[0] ? [{ key: 'hidden-rows', line: rows[0].line, args: { count: rows.length } } as const] : []),
    ...lost.map((index): Warning => ({ key: 'lost-values', line: null, args: { header: names[index] ?? '' } })),
    // A number of three or four digits among postcodes: Denmark has such ones, and Finland those that lost their zeros.
    ...short.flatMap((index): readonly Warning[] => {
      const found = records.find(({ cells }) => /^\d{3,4}$/.test(cells[index] ?? ''))
      return found ? [{ key: 'lost-zeros', line: found.line, args: { header: names[index] ?? '' } }] : []
    }),
  ]
}
