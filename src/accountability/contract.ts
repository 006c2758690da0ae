/** Contracts with processors (Art. 28(3)): each save is a revision of its own, and the last one stands. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { type ContractTerms, clauses } from './contract-terms.ts'
import { authorIn, changedMeanwhile, type Revision, type Save } from './revision.ts'

export interface Contract extends ContractTerms, Revision {
  readonly id: Id
}

const columns = `c.id, c.revision, c.at, ${authorIn('c.by')} as by, c.why, c.processor, c.service, c.parties, c.reference,
  c.signed::text as signed, c.until::text as until, c.ended::text as ended, c.clauses, c.sub_processors as "subProcessors",
  c.country, c.mechanism, c.mechanism_reference as "mechanismReference", c.review::text as review`

/** Every contract as it stands, by the processor's name. */
export async function listContracts(app: Pool): Promise<readonly Contract[]> {
  const { rows } = await app.query<Contract>(
    `select * from (select distinct on (c.id) ${columns} from accountability.contract c order by c.id, c.revision desc) standing
     order by lower(processor), id`,
  )
  return rows
}

/** Every revision of a contract, newest first; refused when there is no such contract. */
export async function readContract(app: Pool, id: Id): Promise<readonly [Contract, ...Contract[]]> {
  const { rows } = await app.query<Contract>(
    `select ${columns} from accountability.contract c where c.id = $1 order by c.revision desc`,
    [id],
  )
  const [latest, ...before] = rows
  if (!latest) throw new Refused('accountability.no-contract', 'absent')
  return [latest, ...before]
}

/** Records a new contract. */
export async function addContract(app: Pool, terms: ContractTerms, save: Omit<Save, 'expected'>): Promise<Id> {
  const id = newId()
  await insert(app, id, terms, { ...save, expected: 0 })
  return id
}

/** Adds a revision to a contract; refused when somebody has saved another meanwhile. */
export async function reviseContract(app: Pool, id: Id, terms: ContractTerms, save: Save): Promise<number> {
  if (await insert(app, id, terms, save)) return save.expected + 1
  const [latest] = await readContract(app, id)
  throw changedMeanwhile(latest)
}

/** False when the revision that was expected is not the last one. */
async function insert(app: Pool, id: Id, terms: ContractTerms, { expected, at, by, why }: Save): Promise<boolean> {
  refuseImpossible(terms)
  const { rowCount } = await app.query(
    `insert into accountability.contract (id, revision, at, by, why, processor, service, parties, reference, signed, until, ended,
       clauses, sub_processors, country, mechanism, mechanism_reference, review)
     select $1, $2 + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
     where coalesce((select max(revision) from accountability.contract where id = $1), 0) = $2
     on conflict do nothing`, // of two at the same moment one is first
    [
      ...[id, expected, at, by, why],
      ...[terms.processor, terms.service, terms.parties, terms.reference, terms.signed, terms.until, terms.ended],
      ...[clauses.filter(one => terms.clauses.includes(one)), JSON.stringify(terms.subProcessors)],
      ...[terms.country, terms.mechanism, terms.mechanismReference, terms.review],
    ],
  )
  return rowCount === 1
}

function refuseImpossible({ signed, until, ended }: ContractTerms): void {
  if (until !== null && until < signed)
    throw new Refused('accountability.ends-before-signed', 'invalid', {}, { field: 'until' })
  if (ended !== null && ended < signed)
    throw new Refused('accountability.ends-before-signed', 'invalid', {}, { field: 'ended' })
}
