/** A notice of only what the compiler reads, for tests that draw or change one in code. */

import { createHash } from 'node:crypto'
import type { Basis, Category, Column, Field, Notice, Position, Purpose, Source, Use } from '../src/notice/notice.ts'
import { snakeCase } from '../src/notice/vocabulary.ts'

const at: Position = { line: 1, column: 1 }
const named = (id: string) => ({ en: id })

export interface SmallCategory {
  readonly id: string
  readonly rows?: Category['rows']
  readonly stored?: Category['stored']
  /** A field of one text column by its id, or one spelled out. */
  readonly fields: readonly (string | ({ readonly id: string; readonly required?: boolean } & Omit<Column, 'name'>))[]
  readonly from?: readonly string[]
  /** Purpose → basis, and optionally the ids of the fields that it is narrowed to. */
  readonly uses: Readonly<Record<string, Basis['kind'] | readonly [Basis['kind'], ...string[]]>>
}

export const basisOf = (kind: Basis['kind']): Basis => (kind === 'interest' ? { kind, interest: 'some' } : { kind })

function use(purpose: string, described: SmallCategory['uses'][string]): Use {
  const [kind, ...fields] = typeof described === 'string' ? [described] : described
  return { purpose, basis: basisOf(kind), at, ...(fields.length > 0 && { fields }) }
}

function field(described: SmallCategory['fields'][number]): Field {
  const {
    id,
    required = false,
    ...column
  } = typeof described === 'string' ? { id: described, type: 'text' as const, required: false } : described
  return { id, name: named(id), columns: [{ name: snakeCase(id), ...column }], required, at }
}

/** By purpose, the rules of its channels. */
export type ChannelRules = Readonly<Record<string, Purpose['channels']>>

/** Purposes are those that the categories use; `rights` sees everything. The hash follows the content. */
export function smallNotice(
  categories: readonly SmallCategory[],
  purposeIds?: readonly string[],
  rules: ChannelRules = {},
): Notice {
  const ids = purposeIds ?? [...new Set(categories.flatMap(category => Object.keys(category.uses)))]
  const sources = [...new Set(categories.flatMap(category => category.from ?? ['forms']))]
  return {
    version: 1,
    register: { id: 'small', name: named('small'), at },
    effective: '2026-01-01',
    languages: ['en'],
    controller: { name: 'Small Oy', at },
    contact: { at },
    authority: 'fi',
    law: [],
    purposes: ids.map(
      (id): Purpose => ({
        id,
        name: named(id),
        explanation: named(id),
        custom: true,
        channels: rules[id] ?? {},
        seesAll: id === 'rights',
        at,
      }),
    ),
    interests: [],
    categories: categories.map(category => ({
      id: category.id,
      name: named(category.id),
      custom: true,
      rows: category.rows ?? 'many',
      origin: 'person',
      stored: category.stored ?? 'table',
      fields: category.fields.map(field),
      from: category.from ?? ['forms'],
      uses: Object.entries(category.uses).map(([purpose, described]) => use(purpose, described)),
      keep: [],
      saysRequired: false,
      at,
    })),
    sources: sources.map((id): Source => ({ id, name: named(id), kind: 'person', named: [], custom: true, at })),
    recipients: [],
    noRecipients: true,
    disclosure: undefined,
    duties: [],
    cookies: [],
    rights: { granted: [], channels: [], at },
    security: [],
    places: {},
    hash: createHash('sha256')
      .update(JSON.stringify([categories, ids, rules]))
      .digest('hex'),
  }
}
