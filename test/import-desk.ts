/** Somebody who imports files into the course register of the tests, step by step or all at once. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { ImportAsking } from '../src/import/asking.ts'
import { changeMapping, tellOrigin, upload } from '../src/import/imports.ts'
import { findImport, type ImportRecord } from '../src/import/record.ts'
import type { MappingRequest, OriginRequest } from '../src/import/requests.ts'
import { preview, run, undo } from '../src/import/work.ts'
import { type CourseRegister, courseRegister } from './course-register.ts'

export const customers: OriginRequest = { source: 'forms', basis: 'contract', obtained: '2026-02-01' }

export interface ImportDesk extends CourseRegister {
  readonly home: string
  as(purpose: string): ImportAsking
  /** Upload, origin, the mapping given and preview. */
  previewed(file: Uint8Array | string, name?: string, more?: Options): Promise<ImportRecord>
  /** The same, and run with the counts of the preview. */
  imported(file: Uint8Array | string, name?: string, more?: Options): Promise<ImportRecord>
  undone(id: string, purpose?: string): Promise<ImportRecord>
}

interface Options {
  readonly origin?: OriginRequest
  readonly purpose?: string
  readonly mapping?: Partial<MappingRequest>
}

export async function importDesk(notice?: string): Promise<ImportDesk> {
  return importingInto(await courseRegister(notice))
}

/** The same at a register that is there already; closing it closes the register. */
export function importingInto(register: CourseRegister): ImportDesk {
  const home = mkdtempSync(join(tmpdir(), 'seloste-import-'))
  const { db } = register
  const as = (purpose: string): ImportAsking => ({
    ...register.ask(purpose),
    program: { database: db, home, sign: claim => signActor(db.actorKey, claim) },
    asker: { kind: 'staff', actor: 'staff:test' },
    clock: db.clock,
    requestId: newId(),
  })
  const desk: ImportDesk = {
    ...register,
    home,
    as,
    previewed: async (file, name = 'file.csv', { origin = customers, purpose = 'customer-care', mapping } = {}) => {
      const ask = as(purpose)
      const id = await upload(ask, name, bytesOf(file))
      await tellOrigin(ask, id, origin)
      if (mapping) await changeMapping(ask, id, { reading: {}, columns: [], ...mapping })
      await (await preview(ask, id)).finished
      return findImport(ask, id)
    },
    imported: async (file, name, more = {}) => {
      const { id, counts, problem } = await desk.previewed(file, name, more)
      if (!counts) throw new Error(`no preview: ${JSON.stringify(problem)}`)
      const ask = as(more.purpose ?? 'customer-care')
      await (await run(ask, id, counts)).finished
      return findImport(ask, id)
    },
    undone: async (id, purpose = 'customer-care') => {
      const ask = as(purpose)
      await (await undo(ask, id)).finished
      return findImport(ask, id)
    },
    close: async () => {
      await register.close()
      rmSync(home, { recursive: true })
    },
  }
  return desk
}

/** The bytes in pieces, as they come over a network. */
async function* bytesOf(file: Uint8Array | string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file)
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000)
}
