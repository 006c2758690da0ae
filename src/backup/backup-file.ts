/** The inside of a backup's file: a header that says what is in it, then table by table its columns and rows, each with its hash. */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import type { Opener } from '../files/encrypted.ts'
import { readWhole } from './whole-file.ts'

/** Another number is another form, which only a program that knows it can read. */
export const format = 1

const headerShape = z.object({
  format: z.literal(format),
  /** Of the program that took it. */
  program: z.string(),
  takenAt: z.iso.datetime(),
  noticeVersion: z.int(),
  /** Every migration that the database had been through. */
  migrations: z.array(z.string()),
  /** The tables, in the order in which they follow and in which they can be filled. */
  tables: z.array(z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  /** The last number that each sequence has given. */
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.int() })),
})

export type Header = z.output<typeof headerShape>
export type TablePart = Header['tables'][number]

/** A table's rows as PostgreSQL's binary COPY has them, and what to tell when they are at an end. */
export interface TableRows {
  readonly table: TablePart
  readonly rows: AsyncIterable<Uint8Array>
}

/** SHA-256 of a table's rows, in hexadecimal digits. */
export type Hash = string

// ── Frames: a letter, the length in four bytes, so many bytes ───────────────────────────────────────────────────────

type Kind = 'H' | 'D' | 'E'
const headLength = 5
/** No piece of a COPY comes near it: a longer one is no frame. */
const longest = 1 << 28

function head(kind: Kind, length: number): Buffer {
  const bytes = Buffer.alloc(headLength, kind)
  bytes.writeUInt32BE(length, 1)
  return bytes
}

function frame(kind: Kind, text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([head(kind, bytes.length), bytes])
}

/** The content of a file: `rowsOf` gives the rows of one table after the other. */
export async function* contentOf(
  header: Header,
  rowsOf: (table: TablePart) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield frame('H', JSON.stringify(header))
  for (const table of header.tables) {
    const hash = createHash('sha256')
    for await (const piece of rowsOf(table)) {
      hash.update(piece)
      yield head('D', piece.length)
      yield piece
    }
    yield frame('E', hash.digest('hex'))
  }
}

interface Frame {
  readonly kind: string
  readonly bytes: Buffer
}

async function* framesOf(content: AsyncIterable<Buffer>, damaged: () => Refused): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of content) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    for (;;) {
      if (rest.length < headLength) break
      const end = headLength + rest.readUInt32BE(1)
      if (end > longest) throw damaged()
      if (rest.length < end) break
      yield { kind: rest.toString('latin1', 0, 1), bytes: rest.subarray(headLength, end) }
      rest = rest.subarray(end)
    }
  }
  if (rest.length > 0) throw damaged()
}

export interface OpenBackup {
  readonly header: Header
  /** The tables in their order. The rows of each must be read to their end, which refuses what does not have its hash, before the next. */
  tables(): AsyncGenerator<TableRows & { readonly hash: () => Hash }>
  close(): Promise<void>
}

/** Opens the file as far as its header. */
export async function openBackup(path: string, opener: Opener): Promise<OpenBackup> {
  const damaged = (): Refused => new Refused('backup.damaged', 'invalid', { file: path })
  const frames = framesOf(readWhole(path, opener), damaged)
  const next = async (): Promise<Frame> => {
    const { done, value } = await frames.next()
    if (done) throw damaged()
    return value
  }
  const first = await next()
  if (first.kind !== 'H') throw damaged()
  const header = headerOf(first.bytes, path)
  return {
    header,
    close: async () => void (await frames.return(undefined)),
    async *tables() {
      for (const table of header.tables) {
        let hash: Hash | undefined
        const rows = async function* (): AsyncGenerator<Uint8Array> {
          const sum = createHash('sha256')
          for (let one = await next(); ; one = await next()) {
            if (one.kind === 'D') {
              sum.update(one.bytes)
              yield one.bytes
              continue
            }
            hash = sum.digest('hex')
            if (one.kind !== 'E' || one.bytes.toString() !== hash) throw damaged()
            return
          }
        }
        yield { table, rows: rows(), hash: () => hash ?? '' }
      }
      // Beyond the last table there is nothing, and the end of the file is the end that was written.
      if (!(await frames.next()).done) throw damaged()
    },
  }
}

function headerOf(bytes: Buffer, path: string): Header {
  const said: unknown = JSON.parse(bytes.toString())
  const { format: form } = z.object({ format: z.int() }).parse(said)
  if (form !== format) throw new Refused('backup.other-format', 'conflict', { file: path, format: form, known: format })
  return headerShape.parse(said)
}

/** Reads the whole file, so that nothing is begun with one that is damaged. */
export async function checkBackup(path: string, opener: Opener): Promise<Header> {
  const backup = await openBackup(path, opener)
  try {
    for await (const { rows } of backup.tables()) for await (const _ of rows);
    return backup.header
  } finally {
    await backup.close()
  }
}
