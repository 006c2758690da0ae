/** Choices of the importer over the columns that were proposed; a second telephone is another telephone, not the same again. */

import type { ImportAnswer } from './answers.ts'

export const leftOut = 'left-out'

export interface Choice {
  readonly target: string
  readonly group: number
}

export type ColumnChoices = ReadonlyMap<number, Choice>
type Columns = ImportAnswer['columns']
type Targets = ImportAnswer['targets']

/** What the column becomes: what was chosen, else what was proposed if the notice has a place for it. */
export function effectiveTarget(column: Columns[number], choices: ColumnChoices, targets: Targets): string {
  const target = choices.get(column.index)?.target ?? column.target
  return targets.some(({ id }) => id === target) ? target : leftOut
}

/** A target with the first group that no other column has taken. */
export function chooseTarget(
  index: number,
  target: string,
  columns: Columns,
  choices: ColumnChoices,
  targets: Targets,
): Choice {
  if (!targets.some(({ id, grouped }) => id === target && grouped)) return { target, group: 1 }
  const taken = columns
    .filter(column => column.index !== index && effectiveTarget(column, choices, targets) === target)
    .map(column => choices.get(column.index)?.group ?? column.group)
  let group = 1
  while (taken.includes(group)) group++
  return { target, group }
}
