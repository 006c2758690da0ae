/** Where a record fits several persons of the register, the importer says which it is about, and that is kept with the import. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { ListedPerson } from '../register/answers.ts'
import type { ImportRow } from './answers.ts'
import type { ImportAsking } from './asking.ts'
import type { ChoicesRequest } from './requests.ts'

/** Whom the records of a page may be about. */
export interface Choosing {
  readonly persons: readonly Id[]
  /** Of one line, with what the purpose sees of the persons; null where there is nothing to choose. */
  of(line: number, known: ReadonlyMap<Id, ListedPerson>): ImportRow['choice']
}

interface Candidates {
  readonly line: number
  readonly persons: readonly Id[]
  readonly chosen: Id | null
  readonly has_chosen: boolean
}

async function candidatesOf({ program }: ImportAsking, id: Id, lines: readonly number[]) {
  const { rows } = await program.database.app.query<Candidates>(
    `select k.line, array_agg(k.person_id order by k.person_id) as persons, c.person_id as chosen, c.line is not null as has_chosen
     from intake.candidate k left join intake.choice c on c.import_id = k.import_id and c.line = k.line
     where k.import_id = $1 and k.line = any ($2) group by k.line, c.person_id, c.line`,
    [id, lines],
  )
  return new Map(rows.map(row => [row.line, row]))
}

export async function choosingOf(ask: ImportAsking, id: Id, lines: readonly number[]): Promise<Choosing> {
  const candidates = await candidatesOf(ask, id, lines)
  return {
    persons: [...candidates.values()].flatMap(({ persons }) => persons),
    of: (line, known) => {
      const row = candidates.get(line)
      if (row === undefined) return null
      const persons = row.persons.flatMap(person => known.get(person) ?? [])
      return {
        persons: persons.map(({ id: person, name, email, phone }) => ({ person, name, email, phone })),
        chosen: row.has_chosen ? (row.chosen ?? 'new') : 'none',
      }
    },
  }
}

/** Keeps what was chosen, within the client's transaction; whom the records are about is found out anew when they are counted. */
export async function keepChoices(
  client: PoolClient,
  ask: ImportAsking,
  id: Id,
  { choices }: ChoicesRequest,
): Promise<void> {
  const lines = choices.map(({ line }) => line)
  const chosen = choices.filter(({ person }) => person !== 'none')
  await client.query('delete from intake.choice where import_id = $1 and line = any ($2)', [id, lines])
  await client.query(
    `insert into intake.choice (import_id, line, person_id, at, by)
     select $1, c.line, c.person, $4, $5 from unnest($2::int[], $3::uuid[]) as c (line, person)`,
    [
      id,
      chosen.map(({ line }) => line),
      chosen.map(({ person }) => (person === 'new' ? null : person)),
      ask.clock.now(),
      ask.asker.actor,
    ],
  )
  await client.query('delete from intake.match where import_id = $1', [id])
}

/** Refuses a line that is not open to choice, and a person whom this purpose was not shown for it. */
export async function checkChoices(ask: ImportAsking, id: Id, { choices }: ChoicesRequest): Promise<void> {
  const lines = choices.map(({ line }) => line)
  const candidates = await candidatesOf(ask, id, lines)
  const { rows } = await ask.reader.query<{ id: Id }>('select id from register.person where id = any ($1)', [
    [...candidates.values()].flatMap(({ persons }) => persons),
  ])
  const seen = new Set(rows.map(row => row.id))
  for (const { line, person } of choices) {
    const offered = candidates.get(line)?.persons
    const isOffered = person === 'none' || person === 'new' || (seen.has(person) && offered?.includes(person))
    if (offered === undefined || !isOffered || lines.indexOf(line) !== lines.lastIndexOf(line))
      throw new Refused('import.not-offered', 'invalid', { line })
  }
}
