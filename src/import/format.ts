/** A format is known by the words of its header, in any order and any case; what it says about each column is data, not code. */

import { leftOut, type Meaning, type Standing, type StatusChannel } from './meaning.ts'
import type { DateOrder } from './moment.ts'

type ColumnRule = readonly [RegExp, Meaning | ((match: RegExpExecArray) => Meaning)]

export interface Format {
  readonly id: string
  /** The tool's own name, as people know it. */
  readonly name: string
  /** Only a file of contact cards is of it, and no other file. */
  readonly ofCards?: boolean
  /** Headers that all have to be there. */
  readonly marks: readonly RegExp[]
  /** What a header means: the first rule that matches decides. */
  readonly columns: readonly ColumnRule[]
  /** What headers that no rule knows are: a custom field of the firm's own, unless the tool has none. */
  readonly others?: Meaning
  /** What stands between several values of one cell. */
  readonly joint?: string
  /** How the tool writes 12-04-2022. */
  readonly dateOrder?: DateOrder
  /** What the whole file says of everybody in it, where no column does. */
  readonly wholeFile?: (header: readonly string[], fileName: string) => WholeFile | undefined
}

export interface WholeFile {
  readonly channel: StatusChannel
  readonly standing: Standing
}

export interface Recognition {
  readonly format: Format
  readonly meanings: readonly Meaning[]
  readonly wholeFile: WholeFile | undefined
}

/** The first format whose marks are all in the header. */
export function recognise(
  formats: readonly Format[],
  header: readonly string[],
  fileName: string,
): Recognition | undefined {
  const names = header.map(cell => cell.trim())
  const format = formats.find(({ marks }) => marks.every(mark => names.some(name => mark.test(name))))
  if (format === undefined) return undefined
  return {
    format,
    meanings: names.map(name => meaningOf(format, name)),
    wholeFile: format.wholeFile?.(names, fileName),
  }
}

function meaningOf(format: Format, name: string): Meaning {
  if (name === '') return leftOut('empty')
  for (const [pattern, meaning] of format.columns) {
    const match = pattern.exec(name)
    if (match !== null) return typeof meaning === 'function' ? meaning(match) : meaning
  }
  return format.others ?? leftOut('unknown')
}

/** A rule for `Email 1`, `Email 2` …: the number in the header is the group. */
export const numbered =
  (meaning: (group: number) => Meaning) =>
  (match: RegExpExecArray): Meaning =>
    meaning(Number(match[1] ?? 1))
