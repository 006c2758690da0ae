/** What goes and what stays when a person is erased is told before it is done, and is done by the same decision in one transaction (Art. 17). */

import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import type { Category } from '../notice/notice.ts'
import { obligationsOf } from '../notice/obligations.ts'
import { describeUses, inWords } from '../register/scope-words.ts'
import type { Fate } from './act-answers.ts'
import { type Acting, noticeOf, type Upon } from './acting.ts'
import { recipientNames } from './recipients-told.ts'

/** One category of the notice, and each purpose that uses it. */
export interface CategoryPlan {
  readonly id: string
  readonly name: string
  readonly rows: number
  /** Rows of which something stays. */
  readonly kept: number
  /** YYYY-MM-DD; null when nothing stays, or the event has not come from which the period runs. */
  readonly until: string | null
  readonly uses: readonly {
    readonly purpose: string
    readonly name: string
    readonly basis: string
    readonly fate: Fate
    readonly law: string | null
  }[]
}

export interface ErasurePlan {
  /** A legal hold stands: nothing may go. */
  readonly held: boolean
  readonly restricted: boolean
  /** A contract stands, which ends with the erasure. */
  readonly contract: boolean
  readonly categories: readonly CategoryPlan[]
  readonly statements: number
  readonly changes: number
  /** Looks at the person, which stay in the sealed log without anything of them. */
  readonly looks: number
  readonly queued: number
}

interface Stored extends Omit<ErasurePlan, 'categories'> {
  readonly categories: readonly {
    readonly category: string
    readonly rows: number
    readonly kept: number
    readonly until: string | null
    readonly purposes: readonly string[] | null
  }[]
}

/** `claims`: a legal claim is at hand, for which what the notice gives to such a purpose stays. */
export async function erasurePlan(ask: Acting, person: Id, claims = false): Promise<ErasurePlan> {
  const { rows } = await ask.reader.query<{ plan: Stored }>('select rights.erasure_plan($1, $2, $3, $4) as plan', [
    ask.token,
    person,
    claims,
    dateInHelsinki(ask.clock.now()),
  ])
  const plan = rows[0]?.plan
  if (!plan) throw new Error('erasure_plan gave no row')
  const notice = noticeOf(ask)
  return {
    ...plan,
    categories: plan.categories.map(({ category: id, rows, kept, until, purposes }) => {
      const declared = notice.categories.find(one => one.id === id)
      return {
        id,
        name: declared ? inWords(declared.name, notice, ask.lang) : id,
        rows,
        kept,
        until: kept === 0 ? null : until,
        uses: declared ? usesOf(ask, declared, kept > 0 ? (purposes ?? []) : []) : [],
      }
    }),
  }
}

const fateOf: Readonly<Record<Category['uses'][number]['basis']['kind'], Fate>> = {
  consent: 'consent-withdrawn',
  permission: 'consent-withdrawn',
  contract: 'not-needed',
  interest: 'objected',
  'legal-obligation': 'fulfilled',
}

/** The decision table of one category: each purpose with its basis, and what becomes of its use. */
function usesOf(ask: Acting, category: Category, keepers: readonly string[]): CategoryPlan['uses'] {
  const notice = noticeOf(ask)
  const obligations = obligationsOf(notice, category)
  const words = describeUses(category, notice, ask.lang)
  return category.uses.map(({ purpose, basis }) => {
    const obligation = obligations.find(one => one.purpose === purpose)
    const said = words.find(one => one.purpose === purpose)
    const fate: Fate = keepers.includes(purpose)
      ? obligation?.claims
        ? 'legal-claims'
        : 'legal-obligation'
      : obligation && !obligation.claims
        ? 'period-over'
        : fateOf[basis.kind]
    return { purpose, name: said?.name ?? purpose, basis: said?.text ?? '', fate, law: obligation?.law || null }
  })
}

/** A legal claim at hand, in the words of whoever says so: what it needs stays (Art. 17(3)(e)). */
export interface Claim {
  readonly why: string
}

/**
 * Erases the person of the request from every category, ledger, queue and staged file, but for what a law requires. It cannot be
 * taken back. When this answers it is also on record outside the database, so that no backup brings it back. Answers the number of
 * the certificate.
 */
export async function erase(ask: Acting, { request, expected }: Upon, claim?: Claim): Promise<number> {
  const { rows } = await ask.reader.query<{ number: number }>(
    'select rights.erase($1, $2, $3, $4, $5, $6, $7, $8) as number',
    [
      ask.token,
      request,
      expected,
      claim !== undefined,
      claim?.why ?? null,
      recipientNames(ask),
      dateInHelsinki(ask.clock.now()),
      ask.clock.now(),
    ],
  )
  await keepErasures(ask.program.database.app, ask.program.home)
  if (!rows[0]) throw new Error('erase gave no row')
  return rows[0].number
}
