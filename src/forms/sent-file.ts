/** A file that came by a form lies encrypted from its first byte: of nobody until the form's message has its row, and then with that row alone. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { unsealDelivery } from '../arrivals/sealed.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { removeSealed, writeSealed } from '../files/sealed-file.ts'
import { readWhole, removeOthers } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { ComingFile } from '../http/multipart.ts'
import type { Program } from '../http/program.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { withoutControls } from '../register/plain-text.ts'
import { endedBy, watchType } from './sent-type.ts'

/** Named after the table that tells of them (rights.files_of). */
const folder = 'sent_files'

/** Bytes of one file, of all that one form brings, and of all files that are of nobody yet. */
export const fileLimits = { count: 3, file: 10_000_000, form: 20_000_000, held: 2_000_000_000 } as const

const day = 86_400_000
/** As long as what was sent is kept for another try (forms/form.ts), and a day in which it may be tried. */
const heldDays = 15

export const sentFile = z.strictObject({
  id: z.uuid(),
  name: z.string().max(220),
  type: z.string().max(100),
  bytes: z.int().max(fileLimits.file),
  hash: z.string().length(64),
})
export type SentFile = z.infer<typeof sentFile>

/** Why a file is not taken: the text is `forms.files.wrong.<why>`. */
type Why = 'empty' | 'too-large' | 'too-many' | 'together' | 'unknown-type' | 'full'

/** The files of one form while it comes, and what became of them. */
export interface Taking {
  readonly files: readonly SentFile[]
  readonly wrong: { readonly why: Why; readonly name: string } | undefined
  readonly take: (file: ComingFile) => Promise<void>
  /** The form was not taken: nothing of its files stays. */
  readonly drop: () => Promise<void>
}

type Keeping = Pick<Program, 'clock' | 'database' | 'home'>

export function takeFiles({ clock, database: { app }, home }: Keeping): Taking {
  const files: SentFile[] = []
  let wrong: Taking['wrong']
  const forget = async (id: Id): Promise<void> => {
    await removeSealed({ home, folder, id })
    await app.query('delete from forms.held where id = $1', [id])
  }
  const take = async ({ name: called, content, isCut }: ComingFile): Promise<void> => {
    if (wrong) return
    const refuse = (why: Why) => {
      wrong = { why, name: cleanName(called) }
    }
    if (files.length >= fileLimits.count) return refuse('too-many')
    const id = newId()
    const expires = new Date(clock.now().getTime() + heldDays * day)
    const { rowCount } = await app.query(
      `insert into forms.held (id, bytes, expires_at) select $1, $2, $3 where (select coalesce(sum(bytes), 0) from forms.held) < $4`,
      [id, fileLimits.file, expires, fileLimits.held],
    )
    if (rowCount === 0) return refuse('full')
    const watch = watchType()
    const hash = createHash('sha256')
    const bytes = await writeSealed({ home, folder, id }, seen(content, watch, hash)).catch(async fault => {
      await forget(id)
      throw fault
    })
    const type = watch.type()
    const together = files.reduce((sum, file) => sum + file.bytes, bytes)
    const why: Why | undefined =
      bytes === 0
        ? 'empty'
        : isCut()
          ? 'too-large'
          : type === undefined
            ? 'unknown-type'
            : together > fileLimits.form
              ? 'together'
              : undefined
    if (why !== undefined || type === undefined) {
      await forget(id)
      return refuse(why ?? 'unknown-type')
    }
    await app.query('update forms.held set bytes = $2 where id = $1', [id, bytes])
    files.push({ id, name: endedBy(cleanName(called), type), type, bytes, hash: hash.digest('hex') })
  }
  return {
    files,
    get wrong() {
      return wrong
    },
    take,
    drop: async () => {
      for (const { id } of files) await forget(id)
    },
  }
}

async function* seen(
  content: ComingFile['content'],
  ...watching: readonly ({ see(chunk: Uint8Array): void } | { update(chunk: Uint8Array): unknown })[]
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    for (const one of watching) 'see' in one ? one.see(chunk) : one.update(chunk)
    yield chunk
  }
}

/** A name to be shown and saved under: no path, nothing invisible or reversing, no identity code. */
export function cleanName(called: string): string {
  const bare = withoutControls(called).split(/[\\/]/).at(-1) ?? ''
  const line = bare.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '').replace(/^[\s.]+|[\s.]+$/g, '')
  return maskIdentityCodes(line.normalize('NFC')).text.slice(0, 200).toWellFormed() || 'tiedosto'
}

/** What waited is delivered: so long its files are kept from now on. */
export const holdLonger = (app: Pool, files: readonly SentFile[], now: Date): Promise<unknown> =>
  app.query('update forms.held set expires_at = $2 where id = any ($1)', [
    files.map(({ id }) => id),
    new Date(now.getTime() + heldDays * day),
  ])

/** Files of what waits for a confirmed address go with it. */
export const holdUntil = (app: Pool, files: readonly SentFile[], until: Date): Promise<unknown> =>
  app.query('update forms.held set expires_at = $2 where id = any ($1)', [files.map(({ id }) => id), until])

/** The files of an arrival that is written become its row's; may be done again without harm. */
export async function placeFiles(
  { database, home, sign }: Pick<Program, 'database' | 'home' | 'sign'>,
  arrival: Id,
  filesIn: (delivery: ReturnType<typeof unsealDelivery>) => readonly SentFile[],
): Promise<void> {
  const { rows } = await database.app.query<{ connection: Id; purpose: string; sealed: Buffer | null }>(
    `select c.id as connection, c.purpose, a.sealed from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id where a.id = $1`,
    [arrival],
  )
  const [found] = rows
  if (!found?.sealed) return // past its date, or its person has left
  const files = filesIn(unsealDelivery(home, arrival, found.sealed))
  const token = sign({ actor: `connection:${found.connection}`, purpose: found.purpose, request: newId() })
  await database.purpose(found.purpose).query('select forms.place($1, $2, $3)', [token, arrival, JSON.stringify(files)])
}

export interface KeptFile {
  readonly id: Id
  readonly category: string
  readonly row_id: Id
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly at: Date
}

export async function filesOf(
  { reader, token }: Pick<PurposeAsk, 'reader' | 'token'>,
  person: Id,
): Promise<readonly KeptFile[]> {
  const { rows } = await reader.query<KeptFile>(
    'select id, category, row_id, name, type, bytes, at from forms.files_of($1, $2)',
    [token, person],
  )
  return rows
}

/** Refuses (`forms.no-file`) what the purpose does not see. */
export async function openFile(ask: PurposeAsk, person: Id, id: Id): Promise<KeptFile & { readonly content: Buffer }> {
  const found = (await filesOf(ask, person)).find(one => one.id === id)
  if (!found) throw new Refused('forms.no-file', 'absent')
  return { ...found, content: await readWhole({ home: ask.program.home, folder, id }) }
}

/** Removes what is past its time, and files that no row tells of. */
export async function clearFiles({ clock, database: { app }, home }: Keeping): Promise<void> {
  await removeOthers(
    home,
    folder,
    async () => (await app.query<{ id: Id }>('select * from forms.tidy_files($1) as id', [clock.now()])).rows,
  )
}
