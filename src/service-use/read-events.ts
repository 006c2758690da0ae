/** A table or JSON lines become events as the intake takes them; a line that is none is told and holds up no other. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { headBytes, inspect } from '../import/inspect.ts'
import { readRecords } from '../import/read.ts'
import { startScan } from '../import/scan.ts'
import { event, type ServiceEvent } from './service.ts'

/** Told before it is sent, where the door would refuse it by itself afterwards. */
const sendable = event.extend({ at: z.iso.datetime({ offset: true }) })

const fields = ['id', 'at', 'action', 'service', 'email'] as const
type Written = Readonly<Partial<Record<(typeof fields)[number], unknown>>>

export interface ReadEvents {
  readonly events: readonly ServiceEvent[]
  /** What cannot be sent: the line of the file, and the field that is amiss. */
  readonly wrong: readonly { readonly line: number; readonly field: string }[]
}

const most = 50 * 1024 * 1024 // bytes: half a million events

/** Refuses a file that is not there (`service-use.no-file`), is too large, or has no columns of events (`service-use.no-columns`). */
export async function readEvents(file: string): Promise<ReadEvents> {
  const bytes = await readFile(file).catch(() => {
    throw new Refused('service-use.no-file', 'absent', { file })
  })
  if (bytes.length > most) throw new Refused('service-use.too-large', 'invalid', { most: most / 1024 / 1024 })
  const isLines = /^\uFEFF?\s*\{/.test(bytes.subarray(0, 100).toString())
  const events: ServiceEvent[] = []
  const wrong: { line: number; field: string }[] = []
  for await (const { line, written } of isLines ? linesOf(bytes) : rowsOf(bytes, file)) {
    const read = written === undefined ? undefined : sendable.safeParse(withId(written))
    if (read?.success) events.push(read.data)
    else wrong.push({ line, field: String(read?.error.issues[0]?.path[0] ?? 'json') })
  }
  return { events, wrong }
}

/** Without an id of the sender's an event is known by what it says: the same line sent again counts once. */
const withId = (written: Written): Written => ({
  ...written,
  id:
    written.id ||
    createHash('sha256')
      .update(JSON.stringify(fields.slice(1).map(field => written[field])))
      .digest('base64url'),
})

interface Line {
  readonly line: number
  /** Undefined where it is no JSON object. */
  readonly written: Written | undefined
}

function* linesOf(bytes: Buffer): Generator<Line> {
  for (const [n, text] of bytes
    .toString()
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (text.trim() !== '') yield { line: n + 1, written: objectIn(text) }
  }
}

function objectIn(text: string): Written | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

async function* rowsOf(bytes: Buffer, file: string): AsyncGenerator<Line> {
  const scan = startScan()
  scan.push(bytes)
  const { mapping } = await inspect(scan.end(), bytes.subarray(0, headBytes), file)
  const header = mapping.header.map(word => word.toLowerCase())
  const missing = fields.filter(field => field !== 'id' && !header.includes(field))
  if (missing.length > 0) throw new Refused('service-use.no-columns', 'invalid', { missing: missing.join(', ') })
  let isHeader = true
  for await (const batch of readRecords(Readable.from([bytes]), mapping.dialect)) {
    for (const { line, cells } of batch) {
      const isEmpty = cells.every(cell => cell.trim() === '')
      const written = Object.fromEntries(fields.map(field => [field, (cells[header.indexOf(field)] ?? '').trim()]))
      if (!isHeader && !isEmpty) yield { line, written }
      isHeader = false
    }
  }
}
