/** What the gate says of one person as staff and programs read it: each answer with its reason in words and the statement that it rests on. */

import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { nameActors } from '../register/actors.ts'
import { type Asking, categoryIfAny, scopeFor } from '../register/scope.ts'
import { describeSource, inWords } from '../register/scope-words.ts'
import { text } from '../texts/texts.ts'
import { waysOf } from './choice.ts'
import { permissionsOf } from './gate.ts'
import type { Evidence, Permissions } from './permission-answers.ts'

interface Statement {
  readonly id: Id
  readonly kind: Evidence['kind']
  readonly given_at: Date
  readonly source: string
  readonly source_ref: string | null
  readonly method: string | null
  readonly place: string | null
  readonly wording: string | null
  readonly wording_hash: Buffer | null
  readonly product_group: string | null
  readonly lang: Evidence['lang']
  readonly notice_version: number
  readonly recorded_by: string
  readonly import_id: Id | null
}

/** Refuses a person that is not there, or not there for this purpose. */
export async function showPermissions(ask: Asking, person: Id, at: Date): Promise<Permissions> {
  await refuseUnseen(ask, person)
  const scope = await scopeFor(ask)
  const { notice } = scope
  const [permissions, said, addresses] = await Promise.all([
    permissionsOf(ask, person, at),
    ask.reader.query<Statement>('select * from register.statements($1, $2)', [ask.token, person]),
    addressesOf(ask, person),
  ])
  const name = await nameActors(
    ask,
    said.rows.map(({ recorded_by }) => recorded_by),
  )
  const evidenceOf = (id: Id | null): Evidence | null => {
    const one = said.rows.find(row => row.id === id)
    if (one === undefined) return null
    return {
      id: one.id,
      kind: one.kind,
      at: one.given_at.toISOString(),
      source: describeSource(one.source, notice, ask.lang),
      reference: one.source_ref,
      method: one.method ?? (one.import_id === null ? null : 'import'),
      place: one.place,
      wording: one.wording,
      wordingHash: one.wording_hash?.toString('hex') ?? null,
      productGroup: one.product_group,
      lang: one.lang,
      noticeVersion: one.notice_version,
      by: name(one.recorded_by),
    }
  }
  return {
    answers: waysOf(notice).flatMap(({ purpose, channel, rule }) => {
      const found = permissions.find(one => one.purpose === purpose.id && one.channel === channel)
      if (found === undefined) return []
      const { allowed, reason, addressRow, statement } = found
      return [
        {
          purpose: purpose.id,
          purposeName: inWords(purpose.name, notice, ask.lang),
          channel,
          rule,
          allowed,
          reason,
          why: text(ask.lang, `permissions.reason.${reason}`),
          address: addresses.get(`${addressRow} ${channel}`) ?? null,
          evidence: evidenceOf(statement),
        },
      ]
    }),
    purposes: notice.purposes
      .filter(({ seesAll }) => !seesAll)
      .map(({ id, name: words }) => ({ id, name: inWords(words, notice, ask.lang) })),
    asksAge: notice.minors !== undefined,
  }
}

export async function refuseUnseen({ reader }: Pick<Asking, 'reader'>, person: Id): Promise<void> {
  const { rowCount } = isId(person)
    ? await reader.query('select from register.person where id = $1', [person])
    : { rowCount: 0 }
  if (rowCount === 0) throw new Refused('register.person-absent', 'absent')
}

const columns = { email: 'email', sms: 'phone', phone: 'phone', post: 'street', 'social-media': 'handle' } as const

/** `<row> <channel>` → address, as far as the asker's purpose sees it. */
async function addressesOf(ask: Asking, person: Id): Promise<ReadonlyMap<string, string>> {
  const scoped = categoryIfAny(await scopeFor(ask), 'contact-points')
  const seen = scoped?.columns.map(({ name }) => name) ?? []
  const given = Object.entries(columns).filter(([, column]) => seen.includes(column))
  if (scoped === undefined || given.length === 0) return new Map()
  const { rows } = await ask.reader.query<Readonly<Record<string, string | null>>>(
    `select id, ${[...new Set(given.map(([, column]) => column))].join(', ')} from ${scoped.table} where person_id = $1`,
    [person],
  )
  return new Map(
    rows.flatMap(row =>
      given.flatMap(([channel, column]) => (row[column] ? [[`${row.id} ${channel}`, row[column]] as const] : [])),
    ),
  )
}
