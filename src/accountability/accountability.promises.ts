/** What the notice says of processors, transfers and legitimate interests rests on contracts and balancing tests that are on record today. */

import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import type { Notice } from '../notice/notice.ts'
import { eea } from '../notice/transfer.ts'
import { type Outcome, type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'
import { listContracts } from './contract.ts'
import { type TestState, weighedInterests } from './interests.ts'
import { type ContractStanding, type Processor, processorsOf } from './processors.ts'
import { lookDue, recordLooks } from './record.ts'

const processorsNow = async ({ database, notice, at }: PromiseContext): Promise<readonly Processor[]> =>
  processorsOf(notice, await listContracts(database.app), dateInHelsinki(at))

const inForce = (processors: readonly Processor[]): readonly ContractStanding[] =>
  processors.flatMap(({ contracts }) => contracts.filter(({ state }) => state === 'in-force'))

/** Where the notice names its processors. */
const named = ({ recipients }: Notice): readonly string[] =>
  recipients.flatMap(({ role }, index) => (role === 'processor' ? [`recipients.${index}`] : []))

/** Where it says who handles the data, or that nobody else does. */
const handled = ({ recipients }: Notice): readonly string[] =>
  recipients.length > 0 ? ['recipients'] : ['disclosure.regular']

const ofProcessors = { mend: '/accountability/processors' } as const

/** What there is too much of, among how many. */
const none = (wrong: readonly string[], of: Readonly<Record<string, number>>): Outcome =>
  verdict(wrong.length === 0, { count: wrong.length, ...of }, wrong)

/** Art. 28(3): nobody processes without a contract. */
export const processorsContracted: PromiseCheck = {
  ...ofProcessors,
  id: 'accountability.processors-contracted',
  severity: 'serious',
  places: named,
  run: async context => {
    const declared = (await processorsNow(context)).filter(one => one.declared)
    const without = declared.filter(({ difference }) => difference === 'without-contract').map(({ name }) => name)
    return none(without, { processors: declared.length })
  },
}

/** Nobody has a contract to process whom the notice does not name. */
export const contractsDeclared: PromiseCheck = {
  ...ofProcessors,
  id: 'accountability.contracts-declared',
  severity: 'grave',
  places: handled,
  run: async context => {
    const processors = await processorsNow(context)
    const hidden = processors.filter(({ difference }) => difference === 'not-declared').map(({ name }) => name)
    return none(hidden, { contracts: inForce(processors).length })
  },
}

/** Each contract in force has everything that Art. 28(3) asks for. */
export const contractsComplete: PromiseCheck = {
  ...ofProcessors,
  id: 'accountability.contracts-complete',
  severity: 'serious',
  places: named,
  run: async context => {
    const contracts = inForce(await processorsNow(context))
    const lacking = contracts.filter(({ missing }) => missing.length > 0)
    return none(
      lacking.map(({ contract: { processor }, missing }) => `${processor}: ${missing.join(', ')}`),
      { contracts: contracts.length },
    )
  },
}

/** Where the contract says something, the notice says the same: country, ground of transfer, date. */
export const contractsAgree: PromiseCheck = {
  ...ofProcessors,
  id: 'accountability.contracts-agree',
  severity: 'slight',
  places: named,
  run: async context => {
    const contracts = inForce(await processorsNow(context))
    const other = contracts.filter(({ disagreements }) => disagreements.length > 0)
    return none(
      other.map(({ contract: { processor }, disagreements }) => `${processor}: ${disagreements.join(', ')}`),
      { contracts: contracts.length },
    )
  },
}

/** Chapter V: of each transfer outside the EEA, a processor's own processors' too, the ground is on record in a contract in force. */
export const transfersGrounded: PromiseCheck = {
  ...ofProcessors,
  id: 'accountability.transfers-grounded',
  severity: 'grave',
  places: handled,
  run: async context => {
    const processors = await processorsNow(context)
    const unheld = inForce(processors).flatMap(one => one.unheld.map(({ name, country }) => `${name}, ${country}`))
    const unwritten = processors.flatMap(({ name, declared, difference }) =>
      declared && difference === 'without-contract' && !eea.includes(declared.country)
        ? [`${name}, ${declared.country}`]
        : [],
    )
    return none([...unheld, ...unwritten], { contracts: inForce(processors).length })
  },
}

/** Each contract has been looked through by the day that was set for it. */
export const contractsReviewed: PromiseCheck = {
  ...ofProcessors,
  id: 'accountability.contracts-reviewed',
  severity: 'slight',
  places: named,
  run: async context => {
    const contracts = inForce(await processorsNow(context))
    const due = contracts.filter(({ reviewDue }) => reviewDue).map(({ contract }) => contract.processor)
    return none(due, { contracts: contracts.length })
  },
}

/** Interests whose test is in one of these states. */
async function interestsIn(states: readonly TestState[], { database, version, notice, at }: PromiseContext) {
  const all = await weighedInterests(database.app, { version, notice }, dateInHelsinki(at))
  const wrong = all.filter(({ state }) => states.includes(state)).map(({ interest }) => interest.id)
  return none(wrong, { interests: all.length })
}

const ofInterests = {
  places: ({ interests }: Notice) => interests.map(({ id }) => `interests.${id}`),
  mend: '/accountability/balancing-tests',
} as const

/** Art. 6(1)(f): each legitimate interest has been weighed, and prevails. */
export const interestsWeighed: PromiseCheck = {
  ...ofInterests,
  id: 'accountability.interests-weighed',
  severity: 'serious',
  run: context => interestsIn(['missing', 'unfinished', 'against'], context),
}

/** Each test weighs what the notice does today, and has not passed its last day. */
export const testsCurrent: PromiseCheck = {
  ...ofInterests,
  id: 'accountability.tests-current',
  severity: 'serious',
  run: context => interestsIn(['changed', 'expired'], context),
}

/** Art. 30: somebody has looked through the record of processing within twelve months. */
export const recordLookedThrough: PromiseCheck = {
  id: 'accountability.record-looked-through',
  severity: 'slight',
  places: () => ['purposes'],
  mend: '/accountability/record',
  run: async ({ database, at }) => {
    const looks = await recordLooks(database.app)
    const due = lookDue(looks)
    const figures = due === undefined ? { looks: 0 } : { looks: looks.length, due: midnightInHelsinki(due) }
    return verdict(due !== undefined && due > dateInHelsinki(at), figures)
  },
}
