/** Accountability for the administrator: processors and contracts, balancing tests, the record of processing, and each as a file. */

import { z } from '@hono/zod-openapi'
import type { Act } from '../access/staff.ts'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Ask } from '../http/ask.ts'
import { publishedVersions } from '../http/published-versions.ts'
import { idField, nothing, plainRoute } from '../http/route.ts'
import { langs } from '../notice/notice.ts'
import { recordOf } from '../notice/render-record.ts'
import {
  contractAnswer,
  contractTerms,
  expected,
  fileAnswer,
  format,
  interestList,
  overviewAnswer,
  processorList,
  recordAnswer,
  testAnswer,
  testRequest,
  why,
} from './accountability-answers.ts'
import { readTests, saveTest } from './balancing-test.ts'
import { addContract, listContracts, readContract, reviseContract } from './contract.ts'
import { exportFile, exports } from './export.ts'
import { tellChange } from './interest.ts'
import {
  type InForce,
  inForce,
  noticeAt,
  type TestState,
  testStates,
  type WeighedInterest,
  weighedInterests,
} from './interests.ts'
import { type ContractStanding, type Processor, processorsOf } from './processors.ts'
import { tellDifferences, tellGaps } from './processors-export.ts'
import { lookDue, lookThrough, recordLooks } from './record.ts'
import { interestIn, usesIn } from './tests-export.ts'

const act = ({ asker, clock }: Ask): Act => ({ by: asker.actor, at: clock.now() })
const version = z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('The one in force unless told')

/** What the answers of a request are made of: the notice in force, and how things stand today. */
async function standing({ program, clock }: Ask) {
  const now = inForce(await program.published())
  return { app: program.database.app, now, today: dateInHelsinki(clock.now()) }
}

/** Nobody answers for a notice that they have not read. */
function refuseMoved(read: number, { version }: InForce): void {
  if (read !== version) throw new Refused('accountability.notice-moved', 'conflict', { version })
}

async function processorsFor(ask: Ask): Promise<readonly Processor[]> {
  const { app, now, today } = await standing(ask)
  return processorsOf(now.notice, await listContracts(app), today)
}

const processorOf = ({ lang }: Ask, one: Processor) => ({
  name: one.name,
  declared: one.declared !== undefined,
  difference: one.difference ?? null,
  differences: tellDifferences(lang, one),
  country: one.declared?.country ?? null,
  contracts: one.contracts.map(each => ({ ...each, gaps: tellGaps(lang, each) })),
})

export const overview = plainRoute({
  method: 'get',
  path: '/accountability',
  summary: 'accountability.api.overview',
  answer: overviewAnswer,
  handler: async ask => {
    const { app, now, today } = await standing(ask)
    const processors = await processorsFor(ask)
    const contracts = processors.flatMap(one => one.contracts.filter(({ state }) => state === 'in-force'))
    const interests = await weighedInterests(app, now, today)
    const inState = (state: TestState) => interests.filter(one => one.state === state).length
    const due = lookDue(await recordLooks(app)) ?? null
    const differing = (difference: Processor['difference']) =>
      processors.filter(one => one.difference === difference).length
    return {
      processors: {
        declared: processors.filter(({ declared }) => declared !== undefined).length,
        withoutContract: differing('without-contract'),
        notDeclared: differing('not-declared'),
        gaps: contracts.filter(one => tellGaps(ask.lang, one).length > 0).length,
      },
      interests: Object.fromEntries(testStates.filter(inState).map(state => [state, inState(state)])),
      record: {
        version: now.version,
        effective: now.notice.effective,
        due,
        isDue: due === null || due <= today,
      },
    }
  },
})

export const processors = plainRoute({
  method: 'get',
  path: '/accountability/processors',
  summary: 'accountability.api.processors',
  answer: processorList,
  handler: async ask => ({ processors: (await processorsFor(ask)).map(one => processorOf(ask, one)) }),
})

export const newContract = plainRoute({
  method: 'post',
  path: '/accountability/contracts',
  summary: 'accountability.api.add-contract',
  body: z.strictObject({ terms: contractTerms, why }),
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => ({
    id: await addContract(ask.program.database.app, body.terms, { ...act(ask), why: body.why }),
  }),
})

export const contract = plainRoute({
  method: 'get',
  path: '/accountability/contracts/{id}',
  summary: 'accountability.api.contract',
  params: z.object({ id: idField }),
  answer: contractAnswer,
  handler: async (ask, { params }) => {
    const revisions = await readContract(ask.program.database.app, params.id)
    const isThis = ({ contract }: ContractStanding) => contract.id === params.id
    const processor = (await processorsFor(ask)).find(one => one.contracts.some(isThis))
    const found = processor?.contracts.find(isThis)
    if (!processor || !found) throw new Refused('accountability.no-contract', 'absent')
    return {
      ...found,
      gaps: tellGaps(ask.lang, found),
      differences: tellDifferences(ask.lang, processor),
      revisions,
    }
  },
})

export const revise = plainRoute({
  method: 'put',
  path: '/accountability/contracts/{id}',
  summary: 'accountability.api.revise-contract',
  params: z.object({ id: idField }),
  body: z.strictObject({ terms: contractTerms, why, expected }),
  answer: z.object({ revision: z.int() }),
  handler: async (ask, { params, body: { terms, ...save } }) => ({
    revision: await reviseContract(ask.program.database.app, params.id, terms, { ...act(ask), ...save }),
  }),
})

async function interestsFor(ask: Ask) {
  const { app, now, today } = await standing(ask)
  return { now, interests: await weighedInterests(app, now, today) }
}

const interestOf = (ask: Ask, { notice }: InForce, one: WeighedInterest) => ({
  interest: one.interest.id,
  text: interestIn(notice, ask.lang, one),
  state: one.state,
  decision: one.standing?.decision ?? null,
  version: one.standing?.version ?? null,
  changes: one.changes.map(change => tellChange(ask.lang, change, one.weighed ?? notice, notice)),
})

export const tests = plainRoute({
  method: 'get',
  path: '/accountability/balancing-tests',
  summary: 'accountability.api.tests',
  answer: interestList,
  handler: async ask => {
    const { now, interests } = await interestsFor(ask)
    return { interests: interests.map(one => interestOf(ask, now, one)) }
  },
})

const interestParams = z.object({ interest: z.string().max(100).describe('Its id in the notice') })

async function interestFor(ask: Ask, id: string) {
  const { now, interests } = await interestsFor(ask)
  const found = interests.find(({ interest }) => interest.id === id)
  if (!found) throw new Refused('accountability.no-interest', 'absent')
  return { now, found }
}

export const test = plainRoute({
  method: 'get',
  path: '/accountability/balancing-tests/{interest}',
  summary: 'accountability.api.test',
  params: interestParams,
  answer: testAnswer,
  handler: async (ask, { params }) => {
    const { now, found } = await interestFor(ask, params.interest)
    return {
      ...interestOf(ask, now, found),
      uses: usesIn(now.notice, ask.lang, params.interest),
      inForce: now.version,
      today: dateInHelsinki(ask.clock.now()),
      revisions: await readTests(ask.program.database.app, params.interest),
    }
  },
})

export const weigh = plainRoute({
  method: 'put',
  path: '/accountability/balancing-tests/{interest}',
  summary: 'accountability.api.save-test',
  params: interestParams,
  body: testRequest,
  answer: z.object({ revision: z.int() }),
  handler: async (ask, { params: { interest }, body: { expected, why, ...test } }) => {
    const { now } = await interestFor(ask, interest)
    refuseMoved(test.version, now)
    const save = { ...act(ask), expected, why }
    return { revision: await saveTest(ask.program.database.app, { interest, ...test }, save) }
  },
})

export const processingRecord = plainRoute({
  method: 'get',
  path: '/accountability/record',
  summary: 'accountability.api.record',
  query: z.object({ version, lang: z.enum(langs).optional().describe('Of the document') }),
  answer: recordAnswer,
  handler: async (ask, { query }) => {
    const { app, now } = await standing(ask)
    const version = query.version ?? now.version
    const notice = await noticeAt(app, now, version)
    const looks = await recordLooks(app)
    const wanted = query.lang ?? ask.lang
    return {
      version,
      inForce: now.version,
      versions: await publishedVersions(app),
      document: recordOf(notice, notice.languages.find(one => one === wanted) ?? notice.languages[0] ?? 'fi'),
      looks,
      due: lookDue(looks) ?? null,
      processors: (await processorsFor(ask)).map(one => processorOf(ask, one)),
    }
  },
})

export const lookedThrough = plainRoute({
  method: 'post',
  path: '/accountability/record/looks',
  summary: 'accountability.api.look',
  body: z.strictObject({
    version: z.int().min(1).describe('The version in force, as it was read: another is refused with 409'),
    remark: z.string().trim().max(2000).describe('What was found'),
  }),
  status: 204,
  answer: nothing,
  handler: async (ask, { body }) => {
    const { app, now } = await standing(ask)
    refuseMoved(body.version, now)
    return lookThrough(app, now.version, body.remark, act(ask))
  },
})

export const file = plainRoute({
  method: 'get',
  path: '/accountability/files/{what}',
  summary: 'accountability.api.file',
  params: z.object({ what: z.enum(exports) }),
  query: z.object({
    format,
    lang: z.enum(langs).optional(),
    interest: z.string().max(100).optional().describe('Of the balancing tests this one alone'),
    version,
  }),
  answer: fileAnswer,
  handler: async (ask, { params, query }) => {
    const { app, now } = await standing(ask)
    const wanted = { ...params, ...query, lang: query.lang ?? ask.lang }
    const { name, type, bytes } = await exportFile(app, now, wanted, ask.clock.now())
    return { name, type, base64: bytes.toString('base64') }
  },
})
