/** What a shop's export tells of orders comes in as if the shop had delivered it: so the same order is never there twice. */

import { Refused } from '../base/errors.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Program } from '../http/program.ts'
import { headBytes, inspect } from '../import/inspect.ts'
import { outlineOf } from '../import/outline.ts'
import { startScan } from '../import/scan.ts'
import { readTable } from '../import/table.ts'
import { scopeFor } from '../register/scope.ts'
import { textIfAny } from '../texts/texts.ts'
import { type Adapter, contactingIn, type FileRow, isIgnored, type OfFile } from './adapter.ts'
import type { TakenFile } from './arrival-answers.ts'
import { adapterOf, findConnection } from './connection.ts'
import type { Door } from './receive.ts'

/** So large may an export be: it is held while its rows are put together by their orders. */
export const maxOrdersBytes = 50 * 1024 * 1024

interface Group {
  readonly line: number
  readonly rows: FileRow[]
}

/**
 * Reads an export of the connection's sender. `tries`: nothing is kept. Refuses (`arrivals.no-file-of`) a sender that has none,
 * and (`arrivals.not-its-file`) a file whose header is another one's.
 */
export async function takeFile(
  ask: Pick<PurposeAsk, 'published' | 'purpose' | 'lang' | 'clock'> & { readonly program: Pick<Program, 'database'> },
  { adapters, door }: { readonly adapters: readonly Adapter[]; readonly door: Door },
  id: string,
  file: { readonly bytes: AsyncIterable<Uint8Array>; readonly name: string; readonly tries: boolean },
): Promise<TakenFile> {
  const connection = await findConnection(ask.program.database.app, id)
  if (connection.purpose !== ask.purpose) throw new Refused('arrivals.no-connection', 'absent')
  const adapter = adapterOf(adapters, connection.kind)
  const { ofFile } = adapter
  if (ofFile === undefined) throw new Refused('arrivals.no-file-of', 'invalid', { kind: adapter.kind })
  const groups = await groupsOf(file.bytes, file.name, ofFile)
  const { notice } = await scopeFor(ask)
  const via = {
    connection: connection.id,
    settings: connection.settings,
    at: ask.clock.now(),
    lang: notice.languages[0] ?? 'fi',
    contacting: contactingIn(notice),
  }
  const refused: { line: number; text: string }[] = []
  let [taken, ignored] = [0, 0]
  for (const { line, rows } of groups) {
    try {
      const delivery = ofFile.delivery(rows)
      if (isIgnored(await adapter.translate(delivery, via))) {
        ignored++
        continue
      }
      if (!file.tries) await door.keep(connection, delivery, false)
      taken++
    } catch (fault) {
      if (!(fault instanceof Refused) || fault.kind === 'unavailable') throw fault
      refused.push({ line, text: textIfAny(ask.lang, `errors.${fault.key}`, fault.args) ?? fault.key })
    }
  }
  return { found: groups.length, taken, ignored, refused }
}

/** The rows of each thing, in the order in which the file begins to tell of them. */
async function groupsOf(bytes: AsyncIterable<Uint8Array>, name: string, ofFile: OfFile): Promise<readonly Group[]> {
  const whole = await wholeOf(bytes)
  const again = async function* () {
    for (let at = 0; at < whole.length; at += headBytes) yield whole.subarray(at, at + headBytes)
  }
  const scanner = startScan()
  scanner.push(whole)
  const scan = scanner.end()
  if (scan.bytes === 0) throw new Refused('import.empty-file', 'invalid')
  const outline = await outlineOf(scan.kind, again)
  const { mapping } = await inspect(
    { ...scan, ...outline },
    scan.kind === 'workbook' ? whole : whole.subarray(0, headBytes),
    name,
  )
  const header = mapping.header.map(word => word.toLowerCase())
  const missing = ofFile.marks.filter(mark => !header.includes(mark))
  if (missing.length > 0) throw new Refused('arrivals.not-its-file', 'invalid', { missing: missing.join(', ') })
  const groups = new Map<string, Group>()
  let isHeader = true
  for await (const batch of readTable(again(), outline, mapping.dialect)) {
    for (const { line, cells } of batch) {
      if (isHeader) {
        isHeader = false
        continue
      }
      // An apostrophe shields what a spreadsheet would take for a number: `'+358…`, `'1001`.
      const row: FileRow = word => (cells[header.indexOf(word)] ?? '').trim().replace(/^'(?=[\d+=@-])/, '')
      const key = ofFile.key(row)
      if (key === '') continue
      const group = groups.get(key) ?? { line, rows: [] }
      group.rows.push(row)
      groups.set(key, group)
    }
  }
  return [...groups.values()]
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}
