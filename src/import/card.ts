/** A contact card of vCard 2.1, 3.0 or 4.0 is read line by line; what its charset, folding and encodings hide comes out as text. */

import { Refused } from '../base/errors.ts'
import { maxCardBytes } from './limits.ts'

export interface Property {
  /** In capitals: `EMAIL`, `X-ABLABEL`. */
  readonly name: string
  /** Of Apple's cards: `item1`, which ties a label to a value. */
  readonly group: string
  /** In capitals: `HOME`, `CELL`, `PREF`. */
  readonly types: readonly string[]
  /** 1 to 100, where the card says which of several is preferred. */
  readonly preferred: number | undefined
  /** Decoded; its escapes still stand, because they tell its parts apart. */
  readonly value: string
}

export interface Card {
  /** The line of the file, from 1, that it begins on. */
  readonly line: number
  /** 2.1 escapes nothing but semicolons. */
  readonly escapes: boolean
  readonly properties: readonly Property[]
  /** Pictures, sounds and keys in it, which are not read. */
  readonly dropped: number
}

const binary = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-EVOLUTION-X509)[;:]/i

/** The cards of a file. Refuses one that is not closed (`import.card-not-closed`) or too long (`import.card-too-long`), by its line. */
export async function* readCards(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Card[]> {
  let batch: Card[] = []
  const collector = cardCollector(card => batch.push(card))
  for await (const lines of linesOf(bytes)) {
    for (const line of lines) collector.take(line)
    if (batch.length === 0) continue
    const full = batch
    batch = []
    yield full
  }
  collector.end()
  if (batch.length > 0) yield batch
}

function cardCollector(done: (card: Card) => void) {
  let number = 0
  let begun:
    | { line: number; properties: Property[]; dropped: number; escapes: boolean; size: number; depth: number }
    | undefined
  let open = '' // the property under way; its next lines may belong to it
  let isBinary = false

  const finish = () => {
    const line = open
    open = ''
    if (line === '' || begun === undefined) return
    const [, what = ''] = /^(?:[\w-]+\.)?(BEGIN|END)\s*:\s*VCARD\s*$/i.exec(line) ?? []
    if (what.toUpperCase() === 'BEGIN')
      begun.depth++ // an agent within: somebody else's card
    else if (what.toUpperCase() === 'END') {
      if (--begun.depth > 0) return
      const { line: at, properties, dropped, escapes } = begun
      begun = undefined
      done({ line: at, properties, dropped, escapes })
    } else if (begun.depth === 1) {
      const property = propertyOf(line)
      if (property?.name === 'VERSION') begun.escapes = property.value.trim() !== '2.1'
      else if (property) begun.properties.push(property)
    }
  }

  return {
    /** One line of the file, its bytes as characters. */
    take(line: string) {
      number++
      if (begun === undefined) {
        if (/^(?:\ufeff|\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCARD\s*$/i.test(line))
          begun = { line: number, properties: [], dropped: 0, escapes: true, size: 0, depth: 1 }
        return
      }
      const isFolded = line.startsWith(' ') || line.startsWith('\t')
      const isSoft = open.endsWith('=') && /^[^:]*quoted-printable/i.test(open)
      if (isBinary && (isFolded || !line.includes(':'))) return
      begun.size += line.length
      if (isFolded && open !== '' && !isSoft) open += line.slice(1)
      else if (isSoft) open = open.slice(0, -1) + (isFolded ? line.slice(1) : line)
      else {
        finish()
        isBinary = binary.test(line)
        if (isBinary && begun !== undefined) begun.dropped++
        else open = line
        if (isBinary && begun !== undefined) begun.size -= line.length
        if (/^END\s*:/i.test(line)) finish()
      }
      if (begun !== undefined && begun.size > maxCardBytes)
        throw new Refused(
          'import.card-too-long',
          'invalid',
          { line: begun.line, kilobytes: maxCardBytes / 1024 },
          { line: begun.line },
        )
    },
    end() {
      finish()
      if (begun !== undefined)
        throw new Refused('import.card-not-closed', 'invalid', { line: begun.line }, { line: begun.line })
    },
  }
}

/** Lines, a character a byte; of UTF-16 as UTF-8. A photograph may be one line, and no line may be longer than one. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const longest = 8 * 1024 * 1024
  let open: string[] = [] // pieces of a line that has not ended
  let [length, number] = [0, 1]
  for await (const piece of asBytes(bytes)) {
    const text = piece.toString('latin1')
    open.push(text)
    length += text.length
    if (/[\r\n]/.test(text)) {
      const lines = open.join('').split(/\r\n|\n|\r(?!$)/)
      const rest = lines.pop() ?? ''
      open = [rest]
      length = rest.length
      number += lines.length
      yield lines
    }
    if (length > longest) {
      const args = { line: number, megabytes: longest / 1024 / 1024 }
      throw new Refused('import.line-too-long', 'invalid', args, { line: number })
    }
  }
  yield [open.join('').replace(/\r$/, '')]
}

async function* asBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined
  let isFirst = true
  for await (const piece of bytes) {
    if (isFirst) {
      isFirst = false
      const [a, b] = piece
      if ((a === 0xff && b === 0xfe) || b === 0) decoder = new TextDecoder('utf-16le')
      else if ((a === 0xfe && b === 0xff) || a === 0) decoder = new TextDecoder('utf-16be')
    }
    yield decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : Buffer.from(piece)
  }
}

/** `item1.TEL;TYPE="work,voice";PREF=1:+358…`; undefined for a line that is none. */
function propertyOf(line: string): Property | undefined {
  const match = /^((?:[^":]|"[^"]*")*):(.*)$/s.exec(line)
  const [head = '', ...params] = match?.[1]?.match(/(?:[^";]|"[^"]*")+/g) ?? []
  const [, group = '', name = ''] = /^(?:([\w-]+)\.)?([\w-]+)$/.exec(head.trim()) ?? []
  if (name === '') return undefined
  const read = paramsOf(params)
  return {
    name: name.toUpperCase(),
    group: group.toUpperCase(),
    types: read.types,
    preferred: read.preferred ?? (read.types.includes('PREF') ? 1 : undefined),
    value: decoded(match?.[2] ?? '', read.encoding, read.charset),
  }
}

function paramsOf(params: readonly string[]) {
  const types: string[] = []
  let [encoding, charset]: (string | undefined)[] = []
  let preferred: number | undefined
  for (const param of params) {
    const [, key = '', raw = ''] = /^([^=]+)(?:=(.*))?$/s.exec(param) ?? []
    const text = raw.replaceAll('"', '')
    const name = key.trim().toUpperCase()
    if (param.includes('=')) {
      if (name === 'TYPE') types.push(...text.toUpperCase().split(','))
      else if (name === 'ENCODING') encoding = text.toUpperCase()
      else if (name === 'CHARSET') charset = text
      else if (name === 'PREF' && /^\d{1,3}$/.test(text)) preferred = Number(text)
    } else if (/^(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/.test(name)) encoding = name
    else types.push(name) // 2.1 writes HOME for TYPE=HOME
  }
  return { types: types.map(type => type.trim()), encoding, charset, preferred }
}

/** What the bytes of a value say. Without a charset: UTF-8 where they can be it, else as old Western programs wrote. */
function decoded(value: string, encoding: string | undefined, charset: string | undefined): string {
  if (encoding === 'B' || encoding === 'BASE64') return ''
  const plain =
    encoding === 'QUOTED-PRINTABLE'
      ? value.replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      : value
  const bytes = Buffer.from(plain, 'latin1')
  for (const label of [charset, 'utf-8']) {
    try {
      if (label) return new TextDecoder(label, { fatal: true }).decode(bytes)
    } catch {
      // another charset than the card says
    }
  }
  return new TextDecoder('windows-1252').decode(bytes)
}
