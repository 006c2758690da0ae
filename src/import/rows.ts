/** What became of each record of a file: by line, with the reason where it was refused, and the person where there is one. */

import type { Id } from '../base/ids.ts'
import { textIfAny } from '../texts/texts.ts'
import type { ImportRow, ImportRows } from './answers.ts'
import type { ImportAsking } from './asking.ts'
import { findImport } from './record.ts'
import type { RowsQuery } from './requests.ts'

interface Counted {
  readonly reason: string
  readonly count: number
}

/** Records that cannot be imported, by reason. */
export async function refusalsOf({ program }: ImportAsking, id: Id): Promise<readonly Counted[]> {
  const { rows } = await program.database.app.query<Counted>(
    `select coalesce(r.refused, 'ambiguous') as reason, count(*)::int as count
     from intake.row r left join intake.match m on m.import_id = r.import_id and m.line = r.line
     where r.import_id = $1 and (r.refused is not null or m.outcome = 'ambiguous') group by 1 order by 2 desc`,
    [id],
  )
  return rows
}

/** Cells left out of records that are imported otherwise, by reason. */
export async function remarksOf({ program }: ImportAsking, id: Id): Promise<readonly Counted[]> {
  const { rows } = await program.database.app.query<Counted>(
    'select reason, count(*)::int as count from intake.remark where import_id = $1 group by 1 order by 2 desc',
    [id],
  )
  return rows
}

interface Found {
  readonly line: number
  readonly outcome: ImportRow['outcome']
  readonly reason: string | null
  readonly joined_to: number | null
  readonly person_id: Id | null
  readonly values: readonly Readonly<Record<string, unknown>>[] | null
  readonly remarks: readonly { readonly header: string; readonly reason: string }[] | null
}

/** One page of records with this outcome, in the order of the file. A person whom the purpose does not see is not named. */
export async function readRows(ask: ImportAsking, id: Id, { outcome, after, limit }: RowsQuery): Promise<ImportRows> {
  await findImport(ask, id)
  const { rows } = await ask.program.database.app.query<Found>(
    `with found as (
       select r.line, coalesce(r.refused, m.outcome) as outcome, m.leader, m.person_id, m.known
       from intake.row r left join intake.match m on m.import_id = r.import_id and m.line = r.line
       where r.import_id = $1 and r.line > $3
         and case when r.refused is not null or m.outcome = 'ambiguous' then 'refused' else m.outcome end = $2
       order by r.line limit $4
     )
     select f.line, $2 as outcome, case when $2 = 'refused' then f.outcome end as reason,
       case when f.leader <> f.line then f.leader end as joined_to, case when $2 <> 'refused' then f.person_id end as person_id,
       (select jsonb_agg(p.given) from intake.part p where p.import_id = $1 and p.line = f.line
         and p.category in ('identity', 'contact-points')) as values,
       (select jsonb_agg(jsonb_build_object('header', k.header, 'reason', k.reason)) from intake.remark k
         where k.import_id = $1 and k.line = f.line) as remarks
     from found f order by f.line`,
    [id, outcome, after, limit + 1],
  )
  const visible = await visiblePersons(ask, rows)
  const page = rows.slice(0, limit).map(row => toAnswer(ask, row, visible))
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.line ?? null) : null }
}

/** By the purpose's own login: its policy decides. */
async function visiblePersons({ reader }: ImportAsking, rows: readonly Found[]): Promise<ReadonlySet<Id>> {
  const ids = rows.flatMap(({ person_id }) => person_id ?? [])
  if (ids.length === 0) return new Set()
  const { rows: seen } = await reader.query<{ id: Id }>('select id from register.person where id = any ($1)', [ids])
  return new Set(seen.map(({ id }) => id))
}

function toAnswer({ lang }: ImportAsking, row: Found, visible: ReadonlySet<Id>): ImportRow {
  const first = (column: string): string | null => {
    const found = row.values?.map(values => values[column]).find(value => typeof value === 'string')
    return typeof found === 'string' ? found : null
  }
  return {
    line: row.line,
    outcome: row.outcome,
    reason: row.reason && (textIfAny(lang, `import.refused-row.${row.reason}`) ?? row.reason),
    joinedTo: row.joined_to,
    person: row.person_id !== null && visible.has(row.person_id) ? row.person_id : null,
    name: [first('given_name'), first('family_name')].filter(Boolean).join(' ') || null,
    email: first('email'),
    phone: first('phone'),
    remarks: (row.remarks ?? []).map(({ header, reason }) => ({
      column: header,
      text: textIfAny(lang, `import.remark.${reason}`) ?? reason,
    })),
  }
}
