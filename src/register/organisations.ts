/** Organisations are records of their own: found by name or Y-tunnus, changed with a change row, linked to the people who act for them. */

import { z } from 'zod'
import { readBusinessId } from '../base/business-id.ts'
import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { nameActors } from './actors.ts'
import type { Values } from './answers.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { ActingPeople, Organisation, OrganisationChanges, OrganisationList } from './organisation-answers.ts'
import { fullName } from './person-name.ts'
import { readLine } from './plain-text.ts'
import type { ChangeOrganisation, OrganisationInput } from './requests.ts'
import { type Asking, categoryIfAny, categoryIn, columnIfAny, findFunction, scopeFor } from './scope.ts'
import { describeSource } from './scope-words.ts'
import { readWebAddress } from './web-address.ts'

interface StoredOrganisation {
  readonly id: Id
  readonly name: string
  readonly business_id: string | null
  readonly vat_id: string | null
  readonly website: string | null
  readonly change_id: Id
  readonly changed_at: Date
}

const columns = `o.id, o.name, o.business_id, o.vat_id, o.website, c.id as change_id, c.at as changed_at`
const lastChange = `cross join lateral (select id, at from register.organisation_change
  where organisation_id = o.id order by id desc limit 1) c`

const describe = (row: StoredOrganisation): Organisation => ({
  id: row.id,
  name: row.name,
  businessId: row.business_id,
  vatId: row.vat_id,
  website: row.website,
  expected: row.change_id,
  changedAt: row.changed_at.toISOString(),
})

/** Organisations are seen by those who see where people work: a sole trader's record is personal data. */
async function workScope(ask: Asking) {
  const scope = await scopeFor(ask)
  return { scope, work: categoryIn(scope, 'work') }
}

const position = z.tuple([z.uuid()])

/** A page in the order of names; `q` is a Y-tunnus, or words that the name has or nearly has. */
export async function listOrganisations(
  ask: Asking,
  { q, after, limit }: { readonly q?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<OrganisationList> {
  await workScope(ask)
  const { app } = ask.program.database
  if (q) {
    const { rows } = await app.query<StoredOrganisation>({
      name: 'find-organisations',
      text: `select ${columns} from (
          select * from register.organisation where business_id = $2
          union select * from register.organisation where register.fold(name) like $3
          union select * from register.organisation where register.fold(name) operator(public.%>) register.fold($1)
        ) o ${lastChange}
        order by public.word_similarity(register.fold($1), register.fold(o.name)) desc, o.name, o.id limit $4`,
      values: [q, businessIdIfAny(q), `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`, limit],
    })
    return { organisations: rows.map(describe), next: null }
  }
  // The cursor is an id alone: a sole trader's name is personal data and must not stand in an address.
  const [last] = readCursor(after, position) ?? [null]
  const { rows } = await app.query<StoredOrganisation>({
    name: 'list-organisations',
    text: `select ${columns} from (select * from register.organisation
        where $1::uuid is null or (name, id) > (select name, id from register.organisation where id = $1)
        order by name, id limit $2) o ${lastChange} order by o.name, o.id`,
    values: [last, limit + 1],
  })
  const shown = rows.slice(0, limit)
  const end = shown.at(-1)
  return { organisations: shown.map(describe), next: rows.length > limit && end ? writeCursor([end.id]) : null }
}

function businessIdIfAny(text: string): string | null {
  try {
    return readBusinessId(text)
  } catch {
    return null
  }
}

export async function readOrganisation(ask: Asking, id: Id): Promise<Organisation> {
  await workScope(ask)
  const { rows } = await ask.program.database.app.query<StoredOrganisation>({
    name: 'read-organisation',
    text: `select ${columns} from register.organisation o ${lastChange} where o.id = $1`,
    values: [isId(id) ? id : null],
  })
  const [found] = rows
  if (!found) throw new Refused('organisation.absent', 'absent')
  return describe(found)
}

const mostPeople = 100

/** The people who act for the organisation, as far as the purpose sees them. */
export async function readPeople(ask: Asking, id: Id): Promise<ActingPeople> {
  const { scope, work } = await workScope(ask)
  if (!columnIfAny(work, 'organisation_link')) return { people: [], morePeople: false }
  const title = columnIfAny(work, 'title') ? 'w.title' : 'null::text'
  const identity = categoryIfAny(scope, 'identity')
  const part = (name: string) => (columnIfAny(identity, name) ? `i.${name}` : 'null::text')
  const { rows } = await ask.reader.query<{
    person_id: Id
    title: string | null
    given_name: string | null
    family_name: string | null
  }>({
    name: `acting-people-${scope.version}`,
    text: `select w.person_id, ${title} as title, ${part('given_name')} as given_name, ${part('family_name')} as family_name
      from (select distinct found from ${findFunction(work)}($1, 'organisation_link', 'equals', $2, $3) found) f
      join ${work.table} w on w.person_id = f.found and w.organisation_link = $2
      ${identity ? `left join ${identity.table} i on i.person_id = w.person_id` : ''} limit $3`,
    values: [ask.token, id, mostPeople + 1],
  })
  return {
    people: rows.slice(0, mostPeople).map(row => ({
      id: row.person_id,
      name: fullName(row.given_name, row.family_name),
      title: row.title,
    })),
    morePeople: rows.length > mostPeople,
  }
}

type Part = 'name' | 'businessId' | 'website'

/** Adds an organisation. Refuses a Y-tunnus that another one has. */
export const openOrganisation = (ask: Asking, input: OrganisationInput): Promise<Id> => write(ask, null, input, null)

/** Changes what is given of it, if nobody else has meanwhile. */
export const changeOrganisation = (ask: Asking, id: Id, input: ChangeOrganisation): Promise<Id> =>
  write(ask, id, input, input.expected)

async function write(
  ask: Asking,
  id: Id | null,
  input: Omit<ChangeOrganisation, 'expected'>,
  expected: Id | null,
): Promise<Id> {
  await workScope(ask)
  if (id !== null && !isId(id)) throw new Refused('organisation.absent', 'absent')
  const values = {
    ...(input.name === undefined ? {} : { name: readLine(input.name) }),
    ...(input.businessId === undefined
      ? {}
      : { business_id: input.businessId && readAt('businessId', readBusinessId, input.businessId) }),
    ...(input.website === undefined
      ? {}
      : { website: input.website && readAt('website', readWebAddress, input.website) }),
  }
  const { rows } = await ask.reader.query<{ id: Id }>(
    'select register.write_organisation($1, $2, $3, $4, $5, $6) as id',
    [ask.token, input.source, input.reference ?? null, id, JSON.stringify(values), expected],
  )
  return rows[0]?.id ?? ''
}

function readAt(field: Part, read: (text: string) => string, text: string): string {
  try {
    return read(text)
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.key, error.kind, error.args, { field }) : error
  }
}

/** What became of the record, newest first. */
export async function readOrganisationChanges(ask: Asking, id: Id): Promise<OrganisationChanges> {
  const { scope } = await workScope(ask)
  const { rows } = await ask.program.database.app.query<{
    id: Id
    at: Date
    actor: string
    purpose: string
    source: string
    source_ref: string | null
    before: Values | null
    after: Values | null
  }>({
    name: 'organisation-changes',
    text: `select id, at, actor, purpose, source, source_ref, before, after from register.organisation_change
      where organisation_id = $1 order by id desc limit 500`,
    values: [isId(id) ? id : null],
  })
  if (rows.length === 0) throw new Refused('organisation.absent', 'absent')
  const name = await nameActors(
    ask,
    rows.map(({ actor }) => actor),
  )
  return {
    changes: rows.map(row => ({
      id: row.id,
      at: row.at.toISOString(),
      by: name(row.actor),
      purpose: row.purpose,
      source: describeSource(row.source, scope.notice, ask.lang),
      reference: row.source_ref,
      fields: Object.keys({ ...row.before, ...row.after })
        .map(column => ({ column, before: row.before?.[column] ?? null, after: row.after?.[column] ?? null }))
        .filter(({ before, after }) => before !== after),
    })),
  }
}
