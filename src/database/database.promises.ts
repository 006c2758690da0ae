/** The database lets nobody more than the notice says: its columns, grants, policies and logins are what the notice compiles to. */

import type { Notice } from '../notice/notice.ts'
import { hostOf, isDeclared } from '../promises/host.ts'
import { categoryParts, measure } from '../promises/place.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { compareColumns, compareGrants, comparePolicies, type Difference, shapeInForce } from './catalogue.ts'
import { openDoors, strangeFunctions, strangeLogins } from './catalogue-roles.ts'

/** "Only these purposes": the sentence above the purposes, and that of the duties. */
const onlyForThese = (notice: Notice): readonly string[] => [
  'purposes',
  ...(notice.duties.length > 0 ? ['duties'] : []),
]

const differs = ({ missing, extra, expected }: Difference) =>
  verdict(missing.length + extra.length === 0, { missing: missing.length, extra: extra.length, expected }, [
    ...extra.map(one => `+ ${one}`),
    ...missing.map(one => `− ${one}`),
  ])

/** The register has the columns that the notice declares and holds a value in no other. */
export const columnsDeclared: PromiseCheck = {
  id: 'database.columns-declared',
  severity: 'grave',
  places: notice => ['categories', ...categoryParts(notice, 'fields')],
  mend: '/our-notice',
  run: async ({ database, notice, rights }) => {
    const { missing, extra, waiting, expected } = await compareColumns(
      database.app,
      await shapeInForce(database.app, notice),
    )
    const held: string[] = []
    for (const name of waiting) {
      const [table, column] = name.split('.')
      const { rows } = await rights.query<{ held: boolean }>('select register.holds_values($1, $2) as held', [
        table,
        column,
      ])
      if (rows[0]?.held) held.push(name)
    }
    return differs({ missing, extra: [...extra, ...held], expected })
  },
}

/** Each purpose may read the columns that the notice gives it, and nobody may read or write anything else of the register. */
export const grantsAsCompiled: PromiseCheck = {
  id: 'database.grants-as-compiled',
  severity: 'grave',
  places: onlyForThese,
  run: async ({ database, notice }) =>
    differs(await compareGrants(database.app, await shapeInForce(database.app, notice), database.roles)),
}

/** Each purpose sees the rows for which it has the legal basis that the notice gives. */
export const policiesAsCompiled: PromiseCheck = {
  id: 'database.policies-as-compiled',
  severity: 'grave',
  places: onlyForThese,
  run: async ({ database, notice }) =>
    differs(await comparePolicies(database.app, await shapeInForce(database.app, notice), database.roles)),
}

/** No way past the policies: row-level security is on, tables are the owner's, no login is above it or may become another. */
export const noWayPast: PromiseCheck = {
  id: 'database.no-way-past',
  severity: 'grave',
  places: notice => [...measure(notice, 'duties'), ...onlyForThese(notice)],
  run: async ({ database }) => {
    const { open, tables } = await openDoors(database)
    return verdict(open.length === 0, { count: open.length, tables }, open)
  },
}

/** Nobody can log in to the database but the purposes of the notice, the application, and named logins until their end. */
export const loginsKnown: PromiseCheck = {
  id: 'database.logins-known',
  severity: 'grave',
  places: notice => [...measure(notice, 'named-accounts'), ...onlyForThese(notice)],
  mend: '/keys',
  run: async ({ database, at }) => {
    const { strange, logins } = await strangeLogins(database, at)
    return verdict(strange.length === 0, { count: strange.length, logins }, strange)
  },
}

/** What runs with the owner's rights in the hands of others is the register's own, and cannot be led astray. */
export const functionsPinned: PromiseCheck = {
  id: 'database.functions-pinned',
  severity: 'grave',
  places: notice => [...measure(notice, 'confidentiality'), ...onlyForThese(notice)],
  run: async ({ database }) => {
    const { strange, functions } = await strangeFunctions(database)
    return verdict(strange.length === 0, { count: strange.length, functions }, strange)
  },
}

/** Where the register lies with somebody else, they are named among the recipients. */
export const hostDeclared: PromiseCheck = {
  id: 'database.host-declared',
  severity: 'serious',
  places: () => ['recipients'],
  mend: '/our-notice',
  run: async ({ notice, settings }) => {
    const url = settings.databaseUrl
    const away = url !== undefined && !isDeclared(notice, settings, { url, does: ['hosting'] })
    return verdict(!away, { count: away ? 1 : 0 }, away ? [hostOf({ url })] : [])
  },
}
