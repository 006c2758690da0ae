/** The steps of an import up to its preview: a file is kept, its origin told before anything is read, its columns shown and mapped. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { scopeFor } from '../register/scope.ts'
import { arrangementFor } from './arrangement.ts'
import type { ImportAsking } from './asking.ts'
import { type Chosen, fingerprintOf, type Inspection, inspect, type Mapping } from './inspect.ts'
import { keepFile, readHead, removeFile } from './kept-file.ts'
import type { Meaning } from './meaning.ts'
import {
  addImport,
  advance,
  findImport,
  forgotten,
  type ImportRecord,
  problemOf,
  recordFileGone,
  rememberedMapping,
} from './record.ts'
import type { MappingRequest, OriginRequest } from './requests.ts'
import { checkOrigin, informBy } from './rules.ts'
import { clear } from './stage.ts'
import { meaningOf } from './target.ts'

/** Keeps the file; nothing in it is read but how its bytes lie. Answers the import. */
export async function upload(ask: ImportAsking, fileName: string, stream: AsyncIterable<Uint8Array>): Promise<Id> {
  await throwAwayForgotten(ask)
  const id = newId()
  const file = await keepFile(ask.program.home, id, stream)
  if (file.scan.bytes === 0) {
    await removeFile(ask.program.home, id)
    throw new Refused('import.empty-file', 'invalid')
  }
  await addImport(ask, id, baseName(fileName), file)
  return id
}

/** How long the file of an import that nobody finishes is kept. */
const keptDays = 7

/** Files and staged rows of imports that were left in the middle go when the next file comes. */
async function throwAwayForgotten({ program, clock }: ImportAsking): Promise<void> {
  const { app } = program.database
  for (const id of await forgotten(app, new Date(clock.now().getTime() - keptDays * 24 * 3600 * 1000))) {
    await removeFile(program.home, id)
    await transaction(app, async client => {
      await clear(client, id)
      await recordFileGone(client, id, clock.now())
    })
  }
}

/** A name without folders and control characters: it is shown, and becomes the reference of every value. */
const baseName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}|]/gu, '')
    .trim()
    .slice(-120) || 'import.csv'

/**
 * Tells where the file is from and on what basis; then, and only then, its beginning is read and the columns proposed. A file
 * that cannot be read as it is (two encodings, no header) keeps its origin and waits for another reading to be chosen.
 */
export async function tellOrigin(ask: ImportAsking, id: Id, origin: OriginRequest): Promise<void> {
  const record = await findImport(ask, id)
  const { notice } = await scopeFor(ask)
  const source = checkOrigin(notice, origin, dateInHelsinki(ask.clock.now()))
  const { app } = ask.program.database
  const under = origin.arrangement && (await arrangementFor(app, origin.arrangement, origin.source, ask.clock.now()))
  const read = record.mapping ?? (await proposeMapping(ask, record, {}))
  const isProblem = read instanceof Refused
  await advance(app, ask, id, ['uploaded', 'mapping', 'previewed'], 'mapping', {
    source: origin.source,
    origin: under ? { ...origin, agreed: under.fields, contract: `${under.partner}: ${under.contract}` } : origin,
    inform_by: informBy(source, origin.obtained),
    ...(isProblem ? { problem: problemOf(read) } : { mapping: read, problem: null }),
  })
}

async function proposeMapping(ask: ImportAsking, record: ImportRecord, chosen: Chosen): Promise<Mapping | Refused> {
  try {
    return await withRemembered(ask, (await inspectFile(ask, record, chosen)).mapping)
  } catch (error) {
    if (error instanceof Refused && error.kind === 'invalid') return error
    throw error
  }
}

/** Changes how the file is read, what columns mean, or what happens to values that the register has otherwise. */
export async function changeMapping(ask: ImportAsking, id: Id, request: MappingRequest): Promise<void> {
  const record = await findImport(ask, id)
  if (record.origin === null) throw new Refused('import.wrong-state', 'conflict')
  const isRead = record.mapping !== null && Object.keys(request.reading).length === 0
  const chosen = { ...record.mapping?.chosen, ...request.reading }
  const base = isRead ? record.mapping : await proposeMapping(ask, record, chosen)
  if (base instanceof Refused) throw base
  const meanings = [...base.meanings]
  for (const { index, target, group } of request.columns) {
    if (index >= meanings.length) throw new Refused('import.no-such-column', 'invalid', { column: index + 1 })
    meanings[index] = chooseMeaning(meanings[index], target, group)
  }
  const touched = request.columns.map(({ index }) => index)
  await advance(ask.program.database.app, ask, id, ['mapping', 'previewed'], 'mapping', {
    mapping: {
      ...base,
      meanings,
      suggested: base.suggested.filter(index => !touched.includes(index)),
      wholeFile: request.wholeFile ?? base.wholeFile,
    },
    overwrite: request.rule === undefined ? record.overwrite : request.rule === 'overwrite',
    problem: null,
  })
}

/** A format's own status words are better than the general ones: choosing the same again keeps them. */
function chooseMeaning(known: Meaning | undefined, target: string, group: number): Meaning {
  const meaning = meaningOf(target, group)
  const same = known?.is === 'status' && meaning.is === 'status' && known.channel === meaning.channel
  return same && target.startsWith('status-') ? known : meaning
}

/** What the file's beginning shows. */
export async function inspectFile(ask: ImportAsking, record: ImportRecord, chosen: Chosen): Promise<Inspection> {
  const head = await readHead(ask.program.home, record.id, record.scan.kind)
  return inspect(record.scan, head, record.file_name, chosen)
}

/** A file that no format knows is mapped as the last one with the same header was. */
async function withRemembered(ask: ImportAsking, mapping: Mapping): Promise<Mapping> {
  if (mapping.format !== null) return mapping
  const remembered = await rememberedMapping(ask.program.database.app, fingerprintOf(mapping.header))
  if (remembered === undefined) return mapping
  return { ...mapping, meanings: remembered.meanings, wholeFile: remembered.wholeFile, suggested: [], remembered: true }
}
