/** A register whose nights are passed by a call: what is due on a day is removed, and what became of it is told. */

import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import { publishChecked } from '../src/database/publish.ts'
import { parse } from '../src/notice/parse.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { emptyRegister } from './empty-register.ts'

/** A notice in which every event from which a period runs has its category. */
export const retentionNotice = `
notice: 1
register: { id: kept, name: { fi: Rekisteri } }
effective: 2026-03-01
languages: [fi]
controller: { name: Esimerkkikurssit Oy, address: "Esimerkkikatu 1, 00100 Helsinki" }
contact: { email: tietosuoja@example.fi }
authority: fi
purposes:
  customer-care:
  marketing: { channels: { email: consent or similar purchase } }
  publication:
  bookkeeping:
  claims:
  rights:
interests:
  keep-in-touch: { text: { fi: kertoa omista kursseista }, assessment: 2026-01, weighed: 2026-01-20 }
relationship-ends: 24 months after last contact
categories:
  identity:
    fields: [given-name, family-name]
    from: [forms]
    for: { customer-care: contract, marketing: interest keep-in-touch, bookkeeping: legal obligation, claims: interest keep-in-touch }
    keep: >-
      6 years after fiscal year ends for bookkeeping, 3 years after relationship ends for claims,
      otherwise 24 months after relationship ends
  contact-points:
    fields: [email]
    from: [forms]
    for: { customer-care: contract }
    keep: 12 months after relationship ends
  work:
    from: [forms]
    for: { customer-care: contract }
    keep: 24 months after last contact
  profile:
    fields: [language]
    from: [forms]
    for: { customer-care: contract }
    keep: 12 months
  relationships:
    from: [forms]
    for: { customer-care: contract }
    keep: 1 month after relationship ends
  orders:
    from: [forms]
    for: { customer-care: contract, bookkeeping: legal obligation }
    keep: 6 years after fiscal year ends for bookkeeping, otherwise 24 months after relationship ends
  ledgers:
    name: { fi: Myyntireskontra }
    fields: { booked: { type: date, name: { fi: kirjattu } }, entry: { type: text, name: { fi: vienti } } }
    rows: many
    from: [forms]
    for: { bookkeeping: legal obligation }
    keep: 10 years after books are closed
  feedback:
    from: [forms]
    for: { customer-care: contract }
    keep: 3 years after case is closed
  participation:
    from: [forms]
    for: { customer-care: contract }
    keep: 6 months after event ends, then anonymise
  publication:
    from: [forms]
    for: { publication: consent }
    keep: 3 years after consent is withdrawn
  permissions:
    from: [forms]
    for: { marketing: legal obligation }
    keep: 3 years after consent is withdrawn
  change-history:
    from: [register]
    for: { customer-care: contract }
    keep: 12 months after relationship ends
duties: { customer-service: [customer-care], privacy: [rights] }
rights: { channels: [email], identity: one-time link }
security: [named accounts]
`

export interface Outcome {
  readonly category: string
  readonly rule: string
  readonly outcome: string
  readonly rows: number
  readonly oldest: string
}

export interface Passage {
  readonly run: string
  readonly outcomes: readonly Outcome[]
  readonly forgotten: number
}

export async function retentionDesk(source = retentionNotice) {
  const db: TestDatabase = await testDatabase()
  db.clock.set('2026-11-22T10:00:00Z')
  const { notice, findings } = parse(source)
  if (!notice) throw new Error(`the notice of the tests is not understood: ${JSON.stringify(findings)}`)
  await publishChecked(db, notice, { source, by: 'test', clock: db.clock })
  const rights = db.purpose('rights')
  const token = () => signActor(db.actorKey, { actor: 'system', purpose: 'rights', request: newId() })

  /** One passage through the whole register, `part` persons at a time, as if it were that day. */
  async function passOn(day: string, kind: 'nightly' | 'dry' = 'nightly', part = 50): Promise<Passage> {
    const at = `${day}T03:00:00Z`
    const begun = await rights.query<{ id: string }>('select register.begin_retention($1, $2, $3, $4, $5) as id', [
      token(),
      kind,
      day,
      at,
      newId(),
    ])
    const run = begun.rows[0]?.id ?? ''
    for (let ended = false; !ended; ) {
      const step = 'select register.step_retention($1, $2, $3, $4) as ended'
      ended = (await rights.query<{ ended: boolean }>(step, [token(), run, part, at])).rows[0]?.ended ?? true
    }
    const outcomes = await db.app.query<Outcome>(
      'select category, rule, outcome, rows, oldest from retention.outcome where run_id = $1 order by 1, 2, 3',
      [run],
    )
    const { rows } = await db.app.query<{ forgotten: number }>('select forgotten from retention.run where id = $1', [
      run,
    ])
    return { run, outcomes: outcomes.rows, forgotten: rows[0]?.forgotten ?? 0 }
  }

  return {
    db,
    token,
    rights,
    passOn,
    /** Nobody, no hold, and no passage that has not ended. */
    empty: async () => {
      await emptyRegister(db)
      await db.admin.query(`do $$ begin execute (select 'truncate ' || string_agg(oid::regclass::text, ', ')
        from pg_class where relnamespace = 'retention'::regnamespace and relkind = 'r'); end $$`)
    },
  }
}
