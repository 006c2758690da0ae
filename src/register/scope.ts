/** What one purpose sees and may write, as the published notice was compiled: the only place where names of tables and columns come from. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import type { Category, Column, Lang, Notice, Purpose } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import { quoteName } from '../notice/sql-text.ts'
import { snakeCase } from '../notice/vocabulary.ts'

export interface ScopedCategory {
  readonly category: Category
  /** Quoted, with its schema. */
  readonly table: string
  /** Those that the purpose may read, in the notice's order. */
  readonly columns: readonly Column[]
  readonly mayWrite: boolean
}

export interface PurposeScope {
  readonly version: number
  readonly notice: Notice
  readonly purpose: Purpose
  /** Categories with a table of their own, in the notice's order. */
  readonly categories: readonly ScopedCategory[]
  /** What persons have said (the category `permissions`), when the notice gives it to the purpose. */
  readonly statements: Category | undefined
  /** Categories that do not belong to the purpose. */
  readonly leftOut: readonly Category[]
}

/** Who asks and for what: as much of a request as the register needs to answer it. */
export interface Asking {
  readonly purpose: string
  readonly published: { readonly version: number }
  readonly program: { readonly database: { readonly app: Pool } }
  /** The pool of the purpose's own login. */
  readonly reader: Pool
  /** The signed actor token, first argument of the register's owner-run functions. */
  readonly token: string
  readonly asker: { readonly kind: 'staff' | 'key' | 'person' }
  readonly clock: Clock
  readonly lang: Lang
}

/** A published version never changes, so what was compiled from it is read once. */
const known = new WeakMap<Pool, Map<string, PurposeScope>>()

export async function scopeFor({
  purpose,
  published,
  program,
}: Pick<Asking, 'purpose' | 'published' | 'program'>): Promise<PurposeScope> {
  const { app } = program.database
  const ofDatabase = known.get(app) ?? new Map<string, PurposeScope>()
  known.set(app, ofDatabase)
  const key = `${published.version} ${purpose}`
  const scope = ofDatabase.get(key) ?? (await loadScope(app, purpose, published.version))
  ofDatabase.set(key, scope)
  return scope
}

async function loadScope(app: Pool, id: string, version: number): Promise<PurposeScope> {
  const [published, compiled] = await Promise.all([
    app.query<{ source_text: string }>('select source_text from notice.version where id = $1', [version]),
    app.query<{ category: string; columns: string[]; may_write: boolean }>(
      'select category, columns, may_write from notice.scope where purpose = $1',
      [id],
    ),
  ])
  const notice = parse(published.rows[0]?.source_text ?? '').notice
  const purpose = notice?.purposes.find(one => one.id === id)
  if (!notice || !purpose) throw new Refused('register.purpose-not-declared', 'absent', { purpose: id })
  const given = new Map(compiled.rows.map(row => [row.category, row]))
  return {
    version,
    notice,
    purpose,
    categories: notice.categories.flatMap(category => {
      const scope = category.stored === 'table' ? given.get(category.id) : undefined
      if (!scope) return []
      const columns = category.fields.flatMap(field => field.columns).filter(({ name }) => scope.columns.includes(name))
      return [{ category, table: tableOf(category.id), columns, mayWrite: scope.may_write }]
    }),
    statements: notice.categories.find(({ id, stored }) => stored === 'statement' && given.has(id)),
    leftOut: notice.categories.filter(({ id, stored }) => stored !== 'ledger' && !given.has(id)),
  }
}

const tableOf = (category: string) => `register.${quoteName(snakeCase(category))}`

/** Quoted, with its schema: the owner-run function that looks persons up by a column of the category. */
export const findFunction = ({ category }: ScopedCategory): string =>
  `register.${quoteName(`find_${snakeCase(category.id)}`)}`

/** The category, or a refusal by its name when it does not belong to the purpose. */
export function categoryIn(scope: PurposeScope, id: string): ScopedCategory {
  const found = scope.categories.find(({ category }) => category.id === id)
  if (!found) throw new Refused('register.category-not-given', 'forbidden', { category: id })
  return found
}

/** The same where its absence is an answer too. */
export const categoryIfAny = (scope: PurposeScope, id: string): ScopedCategory | undefined =>
  scope.categories.find(({ category }) => category.id === id)

export const columnIfAny = (scoped: ScopedCategory | undefined, name: string): Column | undefined =>
  scoped?.columns.find(column => column.name === name)
