/** A workbook is opened part by part, each within its limit as it inflates; nothing that it points to outside itself is followed. */

import type { Readable } from 'node:stream'
import { Parser } from 'htmlparser2'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Refused } from '../base/errors.ts'
import { maxHeldBytes, maxParts, maxWorkbookBytes } from './limits.ts'
import { type NumberFormat, numberFormat } from './number-format.ts'

export interface Sheet {
  readonly name: string
  /** Not shown to whoever opens the workbook. */
  readonly hidden: boolean
}

export interface Workbook {
  readonly sheets: readonly Sheet[]
  /** The XML of a sheet, by its place, in pieces; refuses (`import.workbook-too-large`) beyond the limit. */
  sheetText(index: number, limit: number): AsyncGenerator<string>
  /** Texts that cells name by their number. */
  sharedTexts(): Promise<readonly string[]>
  /** What each style of a cell makes of a number. */
  formats(): Promise<readonly NumberFormat[]>
  /** Days are counted from 1904. */
  readonly from1904: boolean
}

const mostSheets = 500
const mostTexts = 5_000_000

const damaged = () => new Refused('import.workbook-damaged', 'invalid')

/** Opens a workbook. Refuses what is no workbook that can be read, and says what it is instead. */
export async function openWorkbook(bytes: AsyncIterable<Uint8Array>): Promise<Workbook> {
  const parts = await partsOf(await wholeOf(bytes))
  const text = (name: string) => parts.text(name, maxHeldBytes)
  const main = await mainPart(parts)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const links = await linksOf(parts, `${folder}_rels/${main.slice(folder.length)}.rels`, folder)
  const found: { name: string; hidden: boolean; part: string }[] = []
  let from1904 = false
  await readXml(text(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const link = links.get(attributes['r:id'] ?? '')
      if (link?.type !== 'worksheet' || !parts.has(link.target)) return // a chart
      if (found.length === mostSheets) throw damaged()
      found.push({
        name: (attributes.name ?? '').slice(0, 120),
        hidden: attributes.state !== undefined && attributes.state !== 'visible',
        part: link.target,
      })
    },
  })
  if (found.length === 0) throw damaged()
  const linked = (type: string) =>
    [...links.values()].find(link => link.type === type && parts.has(link.target))?.target
  return {
    sheets: found.map(({ name, hidden }) => ({ name, hidden })),
    from1904,
    sheetText: (index, limit) => {
      const part = found[index]?.part
      if (part === undefined) throw new Refused('import.no-such-sheet', 'invalid')
      return parts.text(part, limit)
    },
    sharedTexts: async () => {
      const part = linked('sharedStrings')
      return part === undefined ? [] : readShared(text(part))
    },
    formats: async () => {
      const part = linked('styles')
      return part === undefined ? [] : readFormats(text(part))
    },
  }
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of bytes) {
    size += piece.byteLength
    if (size > maxWorkbookBytes)
      throw new Refused('import.workbook-too-large', 'invalid', { megabytes: maxWorkbookBytes / 1024 / 1024 })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

interface Parts {
  has(name: string): boolean
  /** A part as text, in pieces. */
  text(name: string, limit: number): AsyncGenerator<string>
}

async function partsOf(whole: Buffer): Promise<Parts> {
  const entries = new Map<string, Entry>()
  const zip = await fromBufferPromise(whole, { strictFileNames: false }).catch(() => {
    throw damaged()
  })
  try {
    if (zip.entryCount > maxParts) throw damaged()
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw damaged()
      entries.set(entry.fileName, entry)
    }
  } catch {
    throw damaged()
  }
  return {
    has: name => entries.has(name),
    text: (name, limit) => inflated(zip, entries.get(name), limit),
  }
}

async function* inflated(zip: ZipFile, entry: Entry | undefined, limit: number): AsyncGenerator<string> {
  const tooLarge = () => new Refused('import.workbook-too-large', 'invalid', { megabytes: limit / 1024 / 1024 })
  if (entry === undefined || !entry.canDecodeFileData()) throw damaged()
  if (entry.uncompressedSize > limit) throw tooLarge()
  let size = 0
  let decoder: TextDecoder | undefined
  let stream: Readable | undefined
  try {
    stream = await zip.openReadStreamPromise(entry)
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.byteLength
      if (size > limit) throw tooLarge()
      decoder ??= new TextDecoder(piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : 'utf-8')
      yield decoder.decode(piece, { stream: true })
    }
  } catch (error) {
    throw error instanceof Refused ? error : damaged()
  } finally {
    stream?.destroy()
  }
}

export interface XmlEvents {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** No workbook nests deeper, and none has an element or an attribute that is longer. */
const deepest = 64
const longest = 4 * 1024 * 1024

/**
 * A parser that tells names without their prefixes. A DTD, which could make entities, is refused; so is what would only fill
 * the memory: an attribute without an end, a thousand elements within each other.
 */
export function xmlParser({ open, text, close }: XmlEvents): { write(piece: string): void } {
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  let [depth, silent] = [0, 0]
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        silent = 0
        if (++depth > deepest) throw damaged()
        open?.(local(name), attributes)
      },
      ontext: part => {
        silent = 0
        text?.(part)
      },
      onclosetag: name => {
        depth--
        close?.(local(name))
      },
      onprocessinginstruction: name => {
        if (name.toLowerCase() === '!doctype') throw new Refused('import.workbook-dtd', 'invalid')
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  return {
    write: piece => {
      silent += piece.length
      if (silent > longest) throw damaged()
      parser.write(piece)
    },
  }
}

async function readXml(pieces: AsyncIterable<string>, events: XmlEvents): Promise<void> {
  const parser = xmlParser(events)
  for await (const piece of pieces) parser.write(piece)
}

interface Link {
  /** The last word of what it is: `worksheet`, `styles`. */
  readonly type: string
  readonly target: string
}

/** What a part is tied to within the workbook. Ties that lead out of it are left. */
async function linksOf(parts: Parts, name: string, folder: string): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>()
  if (!parts.has(name)) return links
  await readXml(parts.text(name, maxHeldBytes), {
    open: (tag, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (tag !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : resolved(folder + Target)
      links.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  return links
}

/** Without `.` and `..`. */
function resolved(path: string): string {
  const way: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') way.pop()
    else if (step !== '.') way.push(step)
  }
  return way.join('/')
}

/** The part that lists the sheets. What else a zip can be is said in words. */
async function mainPart(parts: Parts): Promise<string> {
  const links = await linksOf(parts, '_rels/.rels', '')
  const main = [...links.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (parts.has(main) && main.endsWith('.xml') && !/^(word|ppt)\//.test(main)) return main
  if (main.endsWith('.bin')) throw new Refused('import.binary-workbook', 'invalid')
  throw new Refused(parts.has('content.xml') ? 'import.open-document' : 'import.packed', 'invalid')
}

/** `_x000D_` is how a text holds what XML cannot. */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text

/** Collects the text of one thing after another, without its reading aids (furigana). */
export function textCollector() {
  let [collects, aids, text] = [false, 0, '']
  return {
    open: (name: string) => {
      if (name === 'rPh') aids++
      if (name === 't' && aids === 0) collects = true
    },
    text: (part: string) => {
      if (collects) text += part
    },
    close: (name: string) => {
      if (name === 'rPh') aids--
      if (name === 't') collects = false
    },
    take: (): string => {
      const taken = unescaped(text)
      text = ''
      return taken
    },
  }
}

async function readShared(pieces: AsyncIterable<string>): Promise<readonly string[]> {
  const texts: string[] = []
  const collector = textCollector()
  await readXml(pieces, {
    open: collector.open,
    text: collector.text,
    close: name => {
      collector.close(name)
      if (name === 'si' && texts.push(collector.take()) > mostTexts) throw damaged()
    },
  })
  return texts
}

async function readFormats(pieces: AsyncIterable<string>): Promise<readonly NumberFormat[]> {
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let inCells = false
  await readXml(pieces, {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode)
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) formats.push(numberFormat(Number(numFmtId), codes.get(Number(numFmtId))))
    },
    close: name => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}
