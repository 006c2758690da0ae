/** What became of each record of a file: by line, with the reason where it was refused, and the person where there is one. */

import type { Id } from '../base/ids.ts'
import type { ListedPerson } from '../register/answers.ts'
import { readListed } from '../register/listed.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import type { ImportRow, ImportRows } from './answers.ts'
import type { ImportAsking } from './asking.ts'
import { type Choosing, choosingOf } from './choices.ts'
import { findImport } from './record.ts'
import type { RowsQuery } from './requests.ts'

interface Counted {
  readonly reason: string
  readonly count: number
}

/** Records that can be read and stay out all the same: it is not known whom they are about, or a required value is missing. */
const isLeftOut = "m.outcome in ('ambiguous', 'lacking')"

interface Refusal extends Counted {
  /** The required field that is missing, as category.field. */
  readonly lacks: string | null
}

/** Records that cannot be imported, by reason. */
export async function refusalsOf({ program }: ImportAsking, id: Id): Promise<readonly Refusal[]> {
  const { rows } = await program.database.app.query<Refusal>(
    `select coalesce(r.refused, m.outcome) as reason, m.lacks, count(*)::int as count
     from intake.row r left join intake.match m on m.import_id = r.import_id and m.line = r.line
     where r.import_id = $1 and (r.refused is not null or ${isLeftOut}) group by 1, 2 order by 3 desc`,
    [id],
  )
  return rows
}

/** Why a record is refused, in the language of the asker. */
export function refusalText(lang: TextLang, { notice }: PurposeScope, reason: string, lacks: string | null): string {
  if (lacks === 'suppressed') return text(lang, 'import.refused-row.suppressed')
  const [category, id] = lacks?.split('.') ?? []
  const field = notice.categories.find(one => one.id === category)?.fields.find(one => one.id === id)
  const what = field?.name[lang] ?? field?.name[notice.languages[0] ?? 'fi'] ?? id ?? ''
  return textIfAny(lang, `import.refused-row.${reason}`, { what }) ?? reason
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
  readonly reason: string | null
  readonly lacks: string | null
  readonly joined_to: number | null
  readonly person_id: Id | null
  readonly named: string | null
  readonly values: readonly Readonly<Record<string, unknown>>[] | null
  readonly remarks: readonly { readonly header: string; readonly reason: string }[] | null
}

/**
 * One page of records with this outcome, in the order of the file, with names and addresses as the file has them. Once it is
 * imported the file is not kept: then they are the register's. A person whom the purpose does not see is not named.
 */
export async function readRows(ask: ImportAsking, id: Id, { outcome, after, limit }: RowsQuery): Promise<ImportRows> {
  const { state } = await findImport(ask, id)
  const scope = await scopeFor(ask)
  const { rows } = await ask.program.database.app.query<Found>(
    `with found as (
       select r.line, coalesce(r.refused, m.outcome) as outcome, m.lacks, m.leader, m.person_id, m.known
       from intake.row r left join intake.match m on m.import_id = r.import_id and m.line = r.line
       where r.import_id = $1 and r.line > $3
         and case when r.refused is not null or ${isLeftOut} then 'refused' else m.outcome end = $2
       order by r.line limit $4
     )
     select f.line, case when $2 = 'refused' then f.outcome end as reason, f.lacks,
       case when f.leader <> f.line then f.leader end as joined_to, case when $2 <> 'refused' then f.person_id end as person_id,
       (select n.name from intake.named n where n.import_id = $1 and n.line = f.line) as named,
       (select jsonb_agg(p.given) from intake.part p where p.import_id = $1 and p.line = f.line
         and p.category in ('identity', 'contact-points') and f.lacks is distinct from 'suppressed') as values,
       (select jsonb_agg(jsonb_build_object('header', k.header, 'reason', k.reason)) from intake.remark k
         where k.import_id = $1 and k.line = f.line) as remarks
     from found f order by f.line`,
    [id, outcome, after, limit + 1],
  )
  const shown = rows.slice(0, limit)
  const choosing =
    state === 'previewed'
      ? await choosingOf(
          ask,
          id,
          shown.map(({ line }) => line),
        )
      : undefined
  const ids = [...shown.flatMap(({ person_id }) => person_id ?? []), ...(choosing?.persons ?? [])]
  const persons = await readListed({ ask, scope, db: ask.reader }, [...new Set(ids)], [])
  const known = new Map(persons.map(person => [person.id, person]))
  const page = shown.map(row => toAnswer(ask.lang, scope, { ...row, outcome }, known, choosing))
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.line ?? null) : null }
}

function toAnswer(
  lang: TextLang,
  scope: PurposeScope,
  { outcome, ...row }: Found & Pick<ImportRow, 'outcome'>,
  known: ReadonlyMap<Id, ListedPerson>,
  choosing: Choosing | undefined,
): ImportRow {
  const first = (column: string): string | null => {
    const found = row.values?.map(values => values[column]).find(value => typeof value === 'string')
    return typeof found === 'string' ? found : null
  }
  const person = known.get(row.person_id ?? '')
  const name = [first('given_name'), first('family_name')].filter(Boolean).join(' ')
  return {
    line: row.line,
    outcome,
    reason: row.reason && refusalText(lang, scope, row.reason, row.lacks),
    joinedTo: row.joined_to,
    person: person?.id ?? null,
    name: name || row.named || person?.name || null,
    email: first('email') ?? (row.values ? null : (person?.email ?? null)),
    phone: first('phone') ?? (row.values ? null : (person?.phone ?? null)),
    choice: choosing?.of(row.line, known) ?? null,
    remarks: (row.remarks ?? []).map(({ header, reason }) => ({
      column: header,
      text: textIfAny(lang, `import.remark.${reason}`) ?? reason,
    })),
  }
}
