/** The administrator's backups: what there is, one more, whether it can be restored, and its file. */

import { createReadStream, existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { fileRoute, idField, moment, plainRoute } from '../http/route.ts'
import { enqueue } from '../jobs/job.ts'
import { textIfAny } from '../texts/texts.ts'
import { closerOf } from './backup-key.ts'
import {
  askForBackup,
  askForDrill,
  isUnderWay,
  keptBackups,
  keptDays,
  keptFile,
  listBackups,
  listDrills,
} from './record.ts'

const state = z.enum(['waiting', 'done', 'failed'])
const work = {
  id: idField,
  state,
  askedAt: moment,
  share: z.number().min(0).max(1).openapi({ description: 'How much of it is done.' }),
  takenAt: moment.nullable(),
  persons: z.int().nullable(),
  rows: z.int().nullable(),
  why: z.string().nullable().openapi({ description: 'Why it failed, in words.' }),
}

export const list = plainRoute({
  method: 'get',
  path: '/backups',
  summary: 'backup.api.list',
  answer: z.object({
    backups: z.array(
      z.object({
        ...work,
        place: z.enum(['home', 'file']),
        bytes: z.int().nullable(),
        keptUntil: moment.nullable().openapi({ description: 'null: the file is not on this machine.' }),
      }),
    ),
    drills: z.array(z.object({ ...work, backup: idField.nullable() })),
  }),
  handler: async ({ program, lang }) => {
    const { database, home } = program
    const [backups, drills, kept] = await Promise.all([
      listBackups(database.app),
      listDrills(database.app),
      keptBackups(database.app, home),
    ])
    const inWords = <Row extends { readonly why: string | null }>(row: Row): Row => ({
      ...row,
      why: row.why && (textIfAny(lang, `errors.${row.why}`) ?? row.why),
    })
    const until = (id: string): Date | null => {
      const file = kept.find(one => one.id === id)
      return file ? new Date(file.takenAt.getTime() + keptDays * 86_400_000) : null
    }
    return {
      backups: backups.map(backup => ({ ...inWords(backup), keptUntil: until(backup.id) })),
      drills: drills.map(inWords),
    }
  },
})

export const take = plainRoute({
  method: 'post',
  path: '/backups',
  summary: 'backup.api.take',
  status: 202,
  answer: z.object({
    id: idField,
    recoveryKey: z.string().nullable().openapi({ description: 'With the first backup, once: keep it elsewhere.' }),
  }),
  handler: async ({ program, asker, clock }) => {
    const { home, database } = program
    const id = await transaction(database.app, async client => {
      await refuseIfUnderWay(client)
      const backup = await askForBackup(client, 'home', { at: clock.now(), by: asker.actor })
      await enqueue(client, 'backup.take', { backup })
      return backup
    })
    return { id, recoveryKey: (await closerOf(home, clock)).fresh ?? null }
  },
})

export const drill = plainRoute({
  method: 'post',
  path: '/backups/{id}/drill',
  summary: 'backup.api.drill',
  params: z.object({ id: idField }),
  status: 202,
  answer: z.object({ id: idField }),
  handler: async ({ program, asker, clock }, { params }) => {
    if (!existsSync(keptFile(program.home, params.id))) throw new Refused('backup.absent', 'absent')
    return transaction(program.database.app, async client => {
      await refuseIfUnderWay(client)
      const id = await askForDrill(client, params.id, { at: clock.now(), by: asker.actor })
      await enqueue(client, 'backup.drill', { drill: id, backup: params.id })
      return { id }
    })
  },
})

async function refuseIfUnderWay(client: Parameters<typeof isUnderWay>[0]): Promise<void> {
  if (await isUnderWay(client)) throw new Refused('backup.under-way', 'conflict')
}

export const file = fileRoute({
  path: '/backups/{id}/file',
  summary: 'backup.api.file',
  params: z.object({ id: idField }),
  handler: async ({ program }, { params }) => {
    const kept = (await keptBackups(program.database.app, program.home)).find(({ id }) => id === params.id)
    if (kept === undefined) throw new Refused('backup.absent', 'absent')
    const path = keptFile(program.home, params.id)
    return {
      name: `seloste-${dateInHelsinki(kept.takenAt)}.backup`,
      bytes: (await stat(path)).size,
      content: createReadStream(path),
    }
  },
})
