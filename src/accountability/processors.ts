/** The processors of the notice beside the contracts on record: who has none, which contract nobody declared, what a contract lacks. */

import type { Notice, Recipient } from '../notice/notice.ts'
import { eea, isAdequate } from '../notice/transfer.ts'
import type { Contract } from './contract.ts'
import { type Clause, clauses, type Site } from './contract-terms.ts'

export type ContractState = 'coming' | 'in-force' | 'ended'

/** Where the contract says something else than the notice. */
export type Disagreement = 'country' | 'mechanism' | 'signed'

export interface ContractStanding {
  readonly contract: Contract
  readonly state: ContractState
  /** Of Art. 28(3). */
  readonly missing: readonly Clause[]
  /** Processors and their own outside the EEA without a ground that holds there (Art. 44). */
  readonly unheld: readonly Site[]
  /** The day of its review has come. */
  readonly reviewDue: boolean
  readonly disagreements: readonly Disagreement[]
}

export interface Processor {
  readonly name: string
  /** As the notice has it; undefined: the notice does not name it as a processor. */
  readonly declared: Recipient | undefined
  readonly contracts: readonly ContractStanding[]
  readonly difference: 'without-contract' | 'not-declared' | undefined
}

/** Names that differ in case or space alone are one processor's. */
const nameKey = (name: string): string => name.trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('fi')

/** The processors of the notice in its order, then those that only contracts name. `today` is YYYY-MM-DD. */
export function processorsOf(notice: Notice, contracts: readonly Contract[], today: string): readonly Processor[] {
  const declared = new Map(
    notice.recipients.filter(({ role }) => role === 'processor').map(one => [nameKey(one.name), one]),
  )
  const byName = Map.groupBy(contracts, ({ processor }) => nameKey(processor))
  return [...new Set([...declared.keys(), ...byName.keys()])].map(key => {
    const recipient = declared.get(key)
    const own = (byName.get(key) ?? []).map(contract => standingOf(contract, recipient, today))
    const inForce = own.some(({ state }) => state === 'in-force')
    return {
      name: recipient?.name ?? own[0]?.contract.processor ?? '',
      declared: recipient,
      contracts: own,
      difference: differenceOf(recipient !== undefined, inForce),
    }
  })
}

function differenceOf(isDeclared: boolean, isInForce: boolean): Processor['difference'] {
  if (isDeclared && !isInForce) return 'without-contract'
  if (!isDeclared && isInForce) return 'not-declared'
  return undefined
}

function standingOf(contract: Contract, declared: Recipient | undefined, today: string): ContractStanding {
  const state = stateOf(contract, today)
  const sites = [{ ...contract, name: contract.processor }, ...contract.subProcessors]
  return {
    contract,
    state,
    missing: clauses.filter(one => !contract.clauses.includes(one)),
    unheld: sites.filter(site => !isHeld(site)).map(({ name, country, mechanism }) => ({ name, country, mechanism })),
    reviewDue: state === 'in-force' && contract.review <= today,
    disagreements: declared === undefined || state === 'ended' ? [] : disagreements(contract, declared),
  }
}

/** Where a contract stands on a day: its last day is a day of it, the day on which it was ended is not. */
export function stateOf({ signed, until, ended }: Contract, today: string): ContractState {
  if ((ended !== null && ended <= today) || (until !== null && until < today)) return 'ended'
  return signed > today ? 'coming' : 'in-force'
}

/** Art. 45 and 46: the framework is the United States' alone, and adequacy is the Commission's to find. */
export function isHeld({ country, mechanism }: Site): boolean {
  if (eea.includes(country)) return true
  if (mechanism === 'adequacy') return isAdequate(country)
  return mechanism === 'dpf' ? country === 'US' : mechanism !== null
}

function disagreements(contract: Contract, declared: Recipient): readonly Disagreement[] {
  const all: readonly (Disagreement | false)[] = [
    contract.country !== declared.country && 'country',
    (contract.mechanism ?? undefined) !== declared.mechanism && 'mechanism',
    declared.contract !== undefined && contract.signed !== declared.contract && 'signed',
  ]
  return all.filter(one => one !== false)
}
