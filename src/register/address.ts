/** Which addresses lead to whom, as the register has them at this moment. */

import type { Id } from '../base/ids.ts'
import type { Program, Published } from '../http/program.ts'
import { langFor, rightsPurpose } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'
import { quoteName } from '../notice/sql-text.ts'
import { categoryIfAny, columnIfAny, findFunction, type PurposeScope, scopeFor } from './scope.ts'

export type Way = 'email' | 'sms'

export interface Address {
  readonly way: Way
  /** As the register looks it up: an e-mail address in lower case, a number in E.164. */
  readonly key: string
}

export type Looking = Pick<Program, 'clock' | 'database' | 'published' | 'recordLooks' | 'sign'>

/** The register as the rights purpose sees it. */
async function rightsOf(program: Looking) {
  const published = await program.published()
  const purpose = rightsPurpose(published)
  const scope = await scopeFor({ program, published, purpose })
  return { published, purpose, scope, reader: program.database.purpose(purpose) }
}

const columnOf = { email: 'email', sms: 'phone' } as const

/** Whether the notice lets the controller keep telephone numbers. */
export const hasNumbers = ({ notice }: Published): boolean =>
  notice?.categories.some(
    ({ id, fields }) =>
      id === 'contact-points' && fields.some(one => one.columns.some(({ name }) => name === columnOf.sms)),
  ) ?? false

/** The ways by which the notice lets the controller reach people at all. */
export const waysIn = (scope: PurposeScope): readonly Way[] =>
  (['email', 'sms'] as const).filter(way => columnIfAny(categoryIfAny(scope, 'contact-points'), columnOf[way]))

/** The same of a server that answers. */
export const waysOf = async (program: Looking): Promise<readonly Way[]> => waysIn((await rightsOf(program)).scope)

/** Persons who have the address, two at most: more than one is all that anybody needs to know. `request` is written into the token. */
export async function holdersOf(program: Looking, { way, key }: Address, request: Id): Promise<readonly Id[]> {
  const { purpose, scope, reader } = await rightsOf(program)
  const points = categoryIfAny(scope, 'contact-points')
  if (!points || !waysIn(scope).includes(way)) return []
  const token = program.sign({ actor: 'system', purpose, request })
  const { rows } = await reader.query<{ person: Id }>(
    `select distinct found.person from ${findFunction(points)}($1, $2, 'equals', $3, 100) found (person) limit 2`,
    [token, columnOf[way], key],
  )
  return rows.map(({ person }) => person)
}

/** One way to reach a person. */
export interface Reached {
  readonly row: Id
  readonly way: Way
  readonly address: string
  /** Of an organisation, or marked as not working: it shows nothing of who reads it. */
  readonly isUnsure: boolean
}

export interface Reachable {
  readonly lang: Lang
  /** The best first. */
  readonly addresses: readonly Reached[]
}

/** How a person can be reached. Whoever asks has it in the look log before anything of it is shown or used. */
export async function reachOf(program: Looking, person: Id): Promise<Reachable> {
  const { scope, reader } = await rightsOf(program)
  const own = async (category: string, columns: readonly string[], order = '') => {
    const scoped = categoryIfAny(scope, category)
    const seen = columns.filter(name => columnIfAny(scoped, name))
    if (!scoped || seen.length === 0) return []
    const { rows } = await reader.query<Readonly<Record<string, string | boolean | null>> & { id: Id }>(
      `select id, ${seen.map(quoteName).join(', ')} from ${scoped.table} where person_id = $1 ${order}`,
      [person],
    )
    return rows
  }
  const points = await own('contact-points', ['email', 'phone', 'state', 'whose', 'is_primary'], 'order by id')
  const [profile] = await own('profile', ['language'])
  const spoken = profile?.language
  return {
    lang: langFor(typeof spoken === 'string' ? spoken : undefined, scope.notice.languages),
    addresses: points
      .toSorted((a, b) => Number(b.is_primary === true) - Number(a.is_primary === true))
      .flatMap(({ id, email, phone, state, whose }) => {
        const isUnsure = state === 'bounced' || whose === 'organisation'
        return [['email', email] as const, ['sms', phone] as const].flatMap(([way, address]) =>
          typeof address === 'string' ? [{ row: id, way, address, isUnsure }] : [],
        )
      }),
  }
}

/** The look of the system at whom it is about to write to. */
export async function lookToSend(program: Looking, person: Id, request: Id): Promise<void> {
  const { published, purpose } = await rightsOf(program)
  const categories = ['contact-points', 'profile']
  const look = {
    at: program.clock.now(),
    actor: 'system',
    purpose,
    personId: person,
    operation: 'mail.address',
    categories,
  }
  await program.recordLooks([{ ...look, requestId: request, noticeVersion: published.version }])
}

/** As it is hashed and looked up. */
export const keyOf = ({ way, address }: Pick<Reached, 'way' | 'address'>): string =>
  way === 'email' ? address.toLowerCase() : address
