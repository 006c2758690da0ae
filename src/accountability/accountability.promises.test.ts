/** A contract that is missing, hidden, short, late or another than the notice says is found; so is an interest that nobody weighs, and a record that nobody reads. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import type { Id } from '../base/ids.ts'
import {
  contractsAgree,
  contractsComplete,
  contractsDeclared,
  contractsReviewed,
  interestsWeighed,
  processorsContracted,
  recordLookedThrough,
  testsCurrent,
  transfersGrounded,
} from './accountability.promises.ts'
import { questions } from './balancing-questions.ts'
import { saveTest } from './balancing-test.ts'
import { addContract, readContract, reviseContract } from './contract.ts'
import { type ContractTerms, clauses } from './contract-terms.ts'
import { lookThrough } from './record.ts'

const db = await testDatabase()
afterAll(() => db.close())
const notice = noticeIn(exampleNotice)
const act = () => ({ by: 'test', at: db.clock.now(), why: 'Testi' })
const ids = new Map<string, Id>()
let promises: PromiseAsker

const termsFor = (processor: string, more: Partial<ContractTerms> = {}): ContractTerms => ({
  ...{ processor, service: 'palvelu', parties: 'osapuolet', reference: 'sopimus.pdf', signed: '2026-02-01' },
  ...{ until: null, ended: null, clauses, subProcessors: [], country: 'FI', mechanism: null },
  ...{ mechanismReference: '', review: '2027-02-01' },
  ...more,
})
const sites = (more: Partial<ContractTerms> = {}) =>
  termsFor('Example Sites Ltd', { country: 'IL', mechanism: 'adequacy', ...more })

/** Saves the contract with Example Sites Ltd anew. */
async function change(more: Partial<ContractTerms>): Promise<void> {
  const id = ids.get('Example Sites Ltd') ?? ''
  const [{ revision }] = await readContract(db.app, id)
  await reviseContract(db.app, id, sites(more), { ...act(), expected: revision })
}
const back = () => change({})

let revisions = 0
const decision = {
  outcome: 'prevails' as const,
  approvedBy: 'Johtaja',
  approved: '2026-03-02',
  validUntil: '2027-03-02',
}
const answers = Object.fromEntries(questions.map(one => [one, 'Vastaus.']))
/** Weighs the interest of the sales anew. */
const weigh = async (outcome: 'prevails' | 'does-not-prevail' = 'prevails') => {
  const test = { interest: 'keep-in-touch', version: 1, answers, decision: { ...decision, outcome } }
  revisions = await saveTest(db.app, test, { ...act(), expected: revisions })
}

beforeAll(async () => {
  promises = await promiseAsker(db)
})

test('a processor without a contract, before any is on record', async () => {
  expect(await promises.ask(processorsContracted)).toMatchObject({
    state: 'broken',
    figures: { count: 5, processors: 5 },
  })
  expect(await promises.ask(transfersGrounded)).toMatchObject({ state: 'broken', found: ['Example Sites Ltd, IL'] })
  for (const { name, role } of notice.recipients)
    if (role === 'processor') {
      const terms = name === 'Example Sites Ltd' ? sites() : termsFor(name)
      ids.set(name, await addContract(db.app, terms, act()))
    }
})

describe('a contract', () => {
  test('that has ended', async () => {
    expect(await promises.seeItBreak(processorsContracted, () => change({ ended: '2026-03-02' }), back)).toMatchObject({
      figures: { count: 1 },
      found: ['Example Sites Ltd'],
    })
  })

  test('with somebody whom the notice does not name', async () => {
    let id: Id = ''
    const hidden = termsFor('Piilossa Oy')
    expect(
      await promises.seeItBreak(
        contractsDeclared,
        async () => {
          id = await addContract(db.app, hidden, act())
        },
        () => reviseContract(db.app, id, { ...hidden, ended: '2026-03-02' }, { ...act(), expected: 1 }),
      ),
    ).toMatchObject({ figures: { count: 1, contracts: 6 }, found: ['Piilossa Oy'] })
  })

  test('without one of the letters', async () => {
    const lacking = clauses.filter(one => one !== 'h')
    expect(await promises.seeItBreak(contractsComplete, () => change({ clauses: lacking }), back)).toMatchObject({
      found: ['Example Sites Ltd: h'],
    })
  })

  test('that says another country than the notice', async () => {
    const moved = { country: 'FI', mechanism: null }
    expect(await promises.seeItBreak(contractsAgree, () => change(moved), back)).toMatchObject({
      found: ['Example Sites Ltd: country, mechanism'],
    })
  })

  test('whose transfer, or its processor’s, has no ground that holds there', async () => {
    await promises.seeItBreak(transfersGrounded, () => change({ mechanism: null }), back)
    const india = { name: 'Example Cloud KK', service: 'pilvi', country: 'IN', mechanism: 'adequacy' as const }
    expect(await promises.seeItBreak(transfersGrounded, () => change({ subProcessors: [india] }), back)).toMatchObject({
      found: ['Example Cloud KK, IN'],
    })
  })

  test('whose day of review has come', async () => {
    await promises.seeItBreak(contractsReviewed, () => change({ review: '2026-03-02' }), back)
  })
})

describe('a legitimate interest', () => {
  test('that nobody has weighed, and one that does not prevail', async () => {
    expect(await promises.ask(interestsWeighed)).toMatchObject({ state: 'broken', figures: { count: 5, interests: 5 } })
    for (const { id } of notice.interests)
      if (id !== 'keep-in-touch')
        await saveTest(db.app, { interest: id, version: 1, answers, decision }, { ...act(), expected: 0 })
    await weigh()
    expect(
      await promises.seeItBreak(
        interestsWeighed,
        () => weigh('does-not-prevail'),
        () => weigh(),
      ),
    ).toMatchObject({ found: ['keep-in-touch'] })
  })

  test('whose test is older than its last day', async () => {
    const later = { at: new Date('2027-03-03T10:00:00Z') }
    expect(await promises.ask(testsCurrent)).toMatchObject({ state: 'holds' })
    expect(await promises.ask(testsCurrent, later)).toMatchObject({ state: 'broken', figures: { count: 5 } })
  })

  test('on which the notice does more than was weighed', async () => {
    const more = noticeIn(
      exampleNotice.replace('research: { basis: consent, fields: [email] }', 'research: interest better-courses'),
    )
    expect(await promises.ask(testsCurrent, { notice: more, version: 2 })).toMatchObject({
      state: 'broken',
      found: ['better-courses'],
    })
  })
})

test('a record of processing that nobody has looked through for a year', async () => {
  expect(await promises.ask(recordLookedThrough)).toMatchObject({ state: 'broken', figures: { looks: 0 } })
  await lookThrough(db.app, 1, '', act())
  expect(await promises.ask(recordLookedThrough)).toMatchObject({ state: 'holds', figures: { looks: 1 } })
  const later = { at: new Date('2027-03-02T10:00:00Z') }
  expect(await promises.ask(recordLookedThrough, later)).toMatchObject({ state: 'broken' })
})
