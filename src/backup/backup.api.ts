/** The administrator's backups: what there is, one more, whether it can be restored, and its file. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { z } from '@hono/zod-openapi'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { fileRoute, idField, moment, plainRoute } from '../http/route.ts'
import { enqueue } from '../jobs/job.ts'
import { textIfAny } from '../texts/texts.ts'
import { closerOf } from './backup-key.ts'
import { nextNightly, planNow, sayPlan } from './plan.ts'
import {
  askForBackup,
  askForDrill,
  fileOf,
  isUnderWay,
  keptBackups,
  keptDays,
  type Listed,
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

const planFields = {
  isOn: z.boolean(),
  hour: z.int().min(0).max(23).openapi({ description: 'In Finland.' }),
  kept: z
    .int()
    .min(1)
    .max(30)
    .openapi({ description: 'How many nightly backups there are at most; none for longer than 30 days.' }),
  folder: z.string().max(500).nullable().openapi({ description: 'On the machine of the server; null: in its home.' }),
  drills: z
    .boolean()
    .default(true)
    .openapi({ description: 'Once a week it is tried whether the newest can be restored.' }),
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
        folder: z.string().nullable().openapi({ description: 'Where the server keeps it, when not in its home.' }),
        nightly: z.string().nullable().openapi({ description: 'Of one that was taken by itself: the day.' }),
        keptUntil: moment.nullable().openapi({ description: 'null: the file is not on this machine.' }),
      }),
    ),
    drills: z.array(z.object({ ...work, backup: idField.nullable() })),
    nightly: z.object({ ...planFields, next: moment.nullable() }),
  }),
  handler: async ({ program, lang, clock }) => {
    const { database, home } = program
    const [backups, drills, kept, { since: _, ...plan }, next] = await Promise.all([
      listBackups(database.app),
      listDrills(database.app),
      keptBackups(database.app, home),
      planNow(database.app),
      nextNightly(database.app, clock.now()),
    ])
    const inWords = <Row extends Pick<Listed, 'why' | 'whyArgs'>>(row: Row): Row => ({
      ...row,
      why: row.why && (textIfAny(lang, `errors.${row.why}`, row.whyArgs ?? {}) ?? row.why),
    })
    const until = (id: string): Date | null => {
      const file = kept.find(one => one.id === id)
      return file ? new Date(file.takenAt.getTime() + keptDays * 86_400_000) : null
    }
    return {
      backups: backups.map(backup => ({ ...inWords(backup), keptUntil: until(backup.id) })),
      drills: drills.map(inWords),
      nightly: { ...plan, next: next ?? null },
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
    await keptOne(program, params.id)
    return transaction(program.database.app, async client => {
      await refuseIfUnderWay(client)
      const id = await askForDrill(client, params.id, { at: clock.now(), by: asker.actor })
      await enqueue(client, 'backup.drill', { drill: id, backup: params.id })
      return { id }
    })
  },
})

/** Those that are taken by themselves: whether, when, where and how many stay. */
export const sayNightly = plainRoute({
  method: 'put',
  path: '/backups/nightly',
  summary: 'backup.api.nightly',
  body: z.object(planFields),
  answer: z.object({
    next: moment.nullable(),
    recoveryKey: z.string().nullable().openapi({ description: 'When there was no key yet, once: keep it elsewhere.' }),
  }),
  handler: async ({ program, asker, clock }, { body }) => {
    const { home, database } = program
    await sayPlan(database.app, { ...body, folder: body.folder || null }, { at: clock.now(), by: asker.actor })
    const fresh = body.isOn ? (await closerOf(home, clock)).fresh : undefined
    return { next: (await nextNightly(database.app, clock.now())) ?? null, recoveryKey: fresh ?? null }
  },
})

async function keptOne(
  { database, home }: { readonly database: { readonly app: Pool }; readonly home: string },
  id: Id,
) {
  const kept = (await keptBackups(database.app, home)).find(one => one.id === id)
  if (kept === undefined) throw new Refused('backup.absent', 'absent')
  return kept
}

async function refuseIfUnderWay(client: Parameters<typeof isUnderWay>[0]): Promise<void> {
  if (await isUnderWay(client)) throw new Refused('backup.under-way', 'conflict')
}

export const file = fileRoute({
  path: '/backups/{id}/file',
  summary: 'backup.api.file',
  params: z.object({ id: idField }),
  handler: async ({ program }, { params }) => {
    const kept = await keptOne(program, params.id)
    const path = fileOf(program.home, kept)
    return {
      name: `seloste-${dateInHelsinki(kept.takenAt)}.backup`,
      bytes: (await stat(path)).size,
      content: createReadStream(path),
    }
  },
})
