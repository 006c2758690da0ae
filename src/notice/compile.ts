/** Compiling is pure: a notice and what has been published before give the SQL that makes the database hold, show and change just what it says. */

import { Refused } from '../base/errors.ts'
import { contactRules } from './contact-rules.ts'
import { differences, madeOf } from './database-object.ts'
import { objectsOf, type Surroundings } from './database-objects.ts'
import { keepRows } from './due-functions.ts'
import type { Notice } from './notice.ts'
import { obligationRows } from './obligations.ts'
import {
  isSearched,
  type Published,
  type Reader,
  requiredFields,
  type Shape,
  shapeOf,
  type Table,
  type TableColumn,
} from './published.ts'
import { quoteName, quoteText, quoteTexts } from './sql-text.ts'

export interface Compiled {
  /** In order, for one transaction of the login of DATABASE_URL, in which the roles of `next.purposes` exist already. */
  readonly statements: readonly string[]
  /** Questions to ask before: a `true` means that publishing would lose data, and must not happen. */
  readonly losses: readonly Loss[]
  readonly next: Published
}

/** A change of the notice that loses data when the query `lost` answers true. */
export interface Loss {
  readonly what: 'type' | 'codes' | 'rows'
  readonly category: string
  readonly column?: string
  readonly lost: string
}

/** `emptied`: what was dropped by earlier versions and holds nothing any more, as `table` or `table.column`. */
export function compile(
  notice: Notice,
  before: Published,
  surroundings: Surroundings,
  emptied: ReadonlySet<string> = new Set(),
): Compiled {
  const shape = shapeOf(notice, before, emptied)
  const objects = objectsOf(shape, surroundings)
  const next: Published = { ...shape, made: madeOf(objects) }
  if (Math.max(...Object.values(next.bits)) > 62) throw new Refused('publish.too-many-bits', 'invalid')
  for (const { id } of next.purposes) {
    const role = surroundings.roles.purpose(id)
    if (Buffer.byteLength(role) > 63) throw new Refused('publish.name-too-long', 'invalid', { name: role })
  }
  return {
    next,
    losses: lossesOf(before, next),
    statements: [
      ...logins(next, surroundings),
      `set local role ${quoteName(surroundings.roles.owner)}`,
      ...differences(before.made, objects),
      ...scopeRows(next, surroundings),
      ...contactRules(notice),
      'delete from notice.keep',
      ...insert('notice.keep', keepRows(next)),
      'delete from notice.obligation',
      ...insert('notice.obligation', obligationRows(next.tables)),
      ...relabelled(before, next),
    ],
  }
}

/** Limits of a purpose's login, and no login for a purpose that was withdrawn. */
function logins({ purposes }: Shape, { roles }: Surroundings): readonly string[] {
  return purposes.flatMap(({ id, live }) => {
    const role = quoteName(roles.purpose(id))
    if (!live) return [`alter role ${role} nologin`]
    return [
      `alter role ${role} login noinherit connection limit 40`,
      `alter role ${role} set statement_timeout = '60s'`,
      `alter role ${role} set idle_in_transaction_session_timeout = '60s'`,
    ]
  })
}

/** The compiled notice as rows, by which the owner-run functions decide. */
function scopeRows({ tables, others, purposes, bits }: Shape, { roles }: Surroundings): readonly string[] {
  const categories: readonly Pick<Table, 'category' | 'readers' | 'sources'>[] = [
    ...tables.filter(table => table.live),
    ...others,
  ]
  const scope = (category: string, { purpose, columns, rows }: Reader, mayWrite: boolean): string =>
    `(${quoteText(roles.purpose(purpose))}, ${quoteText(purpose)}, ${quoteText(category)}, ${quoteTexts(columns)}, ${rows.mask}, ${rows.value}, ${mayWrite})`
  return [
    'delete from notice.scope',
    'delete from notice.source',
    'delete from notice.searched',
    'delete from notice.required',
    ...insert(
      'notice.purpose',
      purposes.map(({ id, live }) => `(${quoteText(id)}, ${quoteText(roles.purpose(id))}, ${live})`),
      ' on conflict (purpose) do update set live = excluded.live',
    ),
    ...insert(
      'notice.bit',
      Object.entries(bits).map(([name, bit]) => `(${quoteText(name)}, ${bit})`),
      ' on conflict (name) do nothing',
    ),
    ...insert(
      'notice.required',
      tables.flatMap(table =>
        requiredFields(table).map(
          ({ field, columns }) => `(${quoteText(table.category)}, ${quoteText(field)}, ${quoteTexts(columns)})`,
        ),
      ),
    ),
    ...insert(
      'notice.searched',
      tables.flatMap(({ category, columns }) =>
        columns
          .filter(column => column.live && isSearched(column))
          .map(({ name, format }) => `(${quoteText(category)}, ${quoteText(name)}, ${quoteText(format ?? '')})`),
      ),
    ),
    ...insert(
      'notice.scope',
      categories.flatMap(({ category, readers }) =>
        readers.map(reader =>
          scope(
            category,
            reader,
            tables.some(table => table.category === category),
          ),
        ),
      ),
    ),
    ...insert(
      'notice.source',
      categories.flatMap(({ category, sources }) =>
        sources.map(source => `(${quoteText(category)}, ${quoteText(source)})`),
      ),
    ),
  ]
}

const insert = (table: string, rows: readonly string[], conflict = ''): readonly string[] =>
  rows.length === 0 ? [] : [`insert into ${table} values\n  ${rows.join(',\n  ')}${conflict}`]

/** What was said while no basis turned on it takes effect with the first one that does, a purchase with the rule of a channel. */
function relabelled(before: Shape, next: Shape): readonly string[] {
  return Object.keys(next.bits).flatMap(name => {
    const [bit = '', purpose = ''] = name.split(':')
    if (bit === 'past') return [] // of rows, and told by no statement
    const isNew = !Object.hasOwn(before.bits, name)
    const isRuled = bit === 'permission' && !sameChannels(before, next, purpose)
    if (!isNew && !isRuled) return []
    const kinds = bit === 'permission' ? [...(isNew ? ['consent'] : []), 'similar-purchase'] : [bit]
    // An erased person has said nothing that is left, and yet nobody new sees what a law keeps of them.
    const erased = bit === 'objection' ? ' union select id from register.person where erased_on is not null' : ''
    return [
      `select register.relabel(array(select distinct person_id from register.statement
  where kind in (${kinds.map(quoteText).join(', ')}) and coalesce(purpose, ${quoteText(purpose)}) = ${quoteText(purpose)}${erased}))`,
    ]
  })
}

const sameChannels = (before: Shape, next: Shape, purpose: string): boolean =>
  String(before.similarPurchases[purpose] ?? []) === String(next.similarPurchases[purpose] ?? [])

function lossesOf(before: Shape, next: Shape): readonly Loss[] {
  return next.tables.flatMap(table => {
    const known = before.tables.find(candidate => candidate.name === table.name)
    if (known === undefined) return []
    const { category } = table
    const from = `from register.${quoteName(table.name)}`
    const rows: readonly Loss[] =
      known.rows === 'many' && table.rows === 'one'
        ? [{ what: 'rows', category, lost: `select exists (select ${from}) as lost` }]
        : []
    const columns = table.columns.flatMap((column): readonly Loss[] => {
      const old = known.columns.find(candidate => candidate.name === column.name)
      const question = old && lossOfColumn(old, column)
      if (question === undefined) return []
      const [what, condition] = question
      return [
        { what, category, column: column.name, lost: `select exists (select ${from} where ${condition}) as lost` },
      ]
    })
    return [...rows, ...columns]
  })
}

function lossOfColumn(old: TableColumn, column: TableColumn): readonly ['type' | 'codes', string] | undefined {
  const name = quoteName(column.name)
  if (old.type !== column.type) return ['type', `${name} is not null`]
  const isNarrower =
    column.codes !== undefined && !(old.codes ?? [undefined]).every(code => column.codes?.includes(code ?? ''))
  return isNarrower ? ['codes', `${name} not in (${column.codes?.map(quoteText).join(', ')})`] : undefined
}
