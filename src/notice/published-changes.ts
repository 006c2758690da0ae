/** What publishing changed, in the words of the notice: for whoever reads the answer of `notice publish`. */

import type { Shape } from './published.ts'

export interface Change {
  readonly what:
    | 'category-added'
    | 'category-dropped'
    | 'field-added'
    | 'field-dropped'
    | 'purpose-added'
    | 'purpose-withdrawn'
    | 'use-added'
    | 'use-changed'
    | 'use-dropped'
  /** The category, the purpose, `category.column` or `purpose category`. */
  readonly name: string
}

/** Fields and uses of a category, and uses of a purpose, that came or went whole are not told one by one. */
export function changesBetween(before: Shape, next: Shape): readonly Change[] {
  const wholes = [
    ...between('purpose', purposes(before), purposes(next)),
    ...between('category', categories(before), categories(next)),
  ]
  const parts = [...between('field', columns(before), columns(next)), ...between('use', uses(before), uses(next))]
  const told = new Set(wholes.map(({ name }) => name))
  return [...wholes, ...parts.filter(({ name }) => !name.split(/[. ]/).some(part => told.has(part)))]
}

type Things = ReadonlyMap<string, string>

const endings = { purpose: 'withdrawn', category: 'dropped', field: 'dropped', use: 'dropped' } as const

function between(kind: keyof typeof endings, before: Things, next: Things): readonly Change[] {
  const ended = `${kind}-${endings[kind]}` as const
  const added = [...next.keys()].filter(name => !before.has(name))
  const dropped = [...before.keys()].filter(name => !next.has(name))
  const changed = [...next].filter(([name, how]) => before.has(name) && before.get(name) !== how)
  return [
    ...added.map((name): Change => ({ what: `${kind}-added`, name })),
    ...changed.map(([name]): Change => ({ what: 'use-changed', name })),
    ...dropped.map((name): Change => ({ what: ended as Change['what'], name })),
  ]
}

const live = ({ tables }: Shape) => tables.filter(table => table.live)
const purposes = (shape: Shape): Things =>
  new Map(shape.purposes.filter(purpose => purpose.live).map(({ id }) => [id, '']))
const categories = (shape: Shape): Things => new Map(live(shape).map(({ category }) => [category, '']))
const columns = (shape: Shape): Things =>
  new Map(
    live(shape).flatMap(table =>
      table.columns.filter(column => column.live).map(({ name }) => [`${table.category}.${name}`, '']),
    ),
  )
/** A use is the same while it shows the same columns of the same rows. */
const uses = (shape: Shape): Things =>
  new Map(
    [...live(shape), ...shape.others].flatMap(({ category, readers }) =>
      readers.map(({ purpose, rows, columns: seen }) => [`${purpose} ${category}`, JSON.stringify([rows, seen])]),
    ),
  )
