/** Two ids never become one name: what would stop publishing halfway is told when the notice is checked, at its line. */

import { objectsOf } from './database-objects.ts'
import { fault } from './finding.ts'
import type { Finding, Notice } from './notice.ts'
import { nothingPublished, shapeOf } from './published.ts'
import { snakeCase } from './vocabulary.ts'

/** Whichever database it will be: names of tables, indexes and functions are the same in all. */
const anywhere = { server: 0, roles: { owner: 'owner', purpose: snakeCase } }

/** L14: categories whose tables, indexes or functions would have one name. */
export function* checkNames(notice: Notice): Iterable<Finding> {
  const ids = new Map(notice.categories.map(({ id }) => [snakeCase(id), id]))
  const owners = new Map<string, string>()
  let found = '' // a category's table comes before whatever else it has
  for (const { key } of objectsOf(shapeOf(notice, nothingPublished, new Set()), anywhere)) {
    const [, kind, name = ''] = /^(table|index|function) (.+)$/.exec(key) ?? []
    if (kind === undefined) continue
    if (kind === 'table') found = ids.get(name) ?? name
    const place = kind === 'function' ? `${name}()` : name // a table and an index share their names, functions have theirs
    const other = owners.get(place)
    if (other !== undefined) yield fault(notice, 'L14', `categories.${found}`, { context: 'name', found, other })
    owners.set(place, found)
  }
}
