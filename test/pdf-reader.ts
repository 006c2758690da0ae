/** A PDF file as its objects, its pages' content as operators: enough of ISO 32000 to look at what we write ourselves. */

import { inflateSync } from 'node:zlib'

export type Value = null | boolean | number | string | Name | Ref | readonly Value[] | Dict
export interface Dict {
  readonly [key: string]: Value
}
/** `/Artifact` */
export class Name {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
/** `12 0 R` */
export class Ref {
  readonly id: number
  constructor(id: number) {
    this.id = id
  }
}

export interface PdfObject {
  readonly value: Value
  /** Of a stream, decoded. */
  readonly data?: Buffer
}

export interface Operator {
  readonly name: string
  readonly operands: readonly Value[]
}

export interface Pdf {
  readonly trailer: Dict
  readonly objects: ReadonlyMap<number, PdfObject>
  /** What a value is, references followed. */
  readonly at: (value: Value | undefined) => Value | undefined
  readonly dict: (value: Value | undefined) => Dict
  readonly list: (value: Value | undefined) => readonly Value[]
}

export const isDict = (value: Value | undefined): value is Dict =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Name) &&
  !(value instanceof Ref)

export const nameOf = (value: Value | undefined): string | undefined => (value instanceof Name ? value.name : undefined)

export function readPdf(file: Buffer): Pdf {
  const text = file.toString('latin1')
  const objects = new Map<number, PdfObject>()
  for (const found of text.matchAll(/(?<=^|\n)(\d+) 0 obj\n/g)) {
    const reader = readerOf(text, found.index + found[0].length)
    const value = reader.value()
    const start = /^\s*stream\r?\n/.exec(text.slice(reader.at(), reader.at() + 20))?.[0]
    if (start === undefined || !isDict(value)) objects.set(Number(found[1]), { value })
    else {
      const from = reader.at() + start.length
      const raw = file.subarray(from, from + Number(value.Length))
      objects.set(Number(found[1]), { value, data: nameOf(value.Filter) === 'FlateDecode' ? inflateSync(raw) : raw })
    }
  }
  const trailer = readerOf(text, text.lastIndexOf('trailer') + 'trailer'.length).value()
  const at = (value: Value | undefined): Value | undefined =>
    value instanceof Ref ? objects.get(value.id)?.value : value
  return {
    trailer: isDict(trailer) ? trailer : {},
    objects,
    at,
    dict: value => {
      const found = at(value)
      return isDict(found) ? found : {}
    },
    list: value => {
      const found = at(value)
      return Array.isArray(found) ? found : found === undefined || found === null ? [] : [found]
    },
  }
}

/** The operators of a page's content in their order. */
export function operatorsOf(content: Buffer): readonly Operator[] {
  const text = content.toString('latin1')
  const reader = readerOf(text, 0)
  const operators: Operator[] = []
  let operands: Value[] = []
  for (;;) {
    const word = reader.word()
    if (word === undefined) return operators
    if (word === '') operands.push(reader.value())
    else if (word === 'true' || word === 'false') operands.push(word === 'true')
    else {
      operators.push({ name: word, operands })
      operands = []
    }
  }
}

function readerOf(text: string, start: number) {
  let at = start
  const skip = (): void => {
    at += /^(?:\s|%[^\n]*\n)*/.exec(text.slice(at, at + 2000))?.[0].length ?? 0
  }
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(text.slice(at, at + 200))?.[0]
    at += found?.length ?? 0
    return found
  }
  function value(): Value {
    skip()
    if (take(/^<</) !== undefined) return dictionary()
    if (take(/^\[/) !== undefined) return array()
    if (text[at] === '(') return literal()
    if (text[at] === '<') return hexadecimal()
    if (text[at] === '/') return new Name((take(/^\/[^\s/<>[\](){}%]*/) ?? '').slice(1))
    const reference = /^(\d+) 0 R(?![A-Za-z])/.exec(text.slice(at, at + 40))
    if (reference) {
      at += reference[0].length
      return new Ref(Number(reference[1]))
    }
    const word = take(/^[^\s/<>[\](){}%]+/) ?? ''
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    if (word === '') throw new Error(`not understood: ${text.slice(at, at + 40)}`)
    return Number(word)
  }
  function dictionary(): Dict {
    const entries: [string, Value][] = []
    for (;;) {
      skip()
      if (take(/^>>/) !== undefined) return Object.fromEntries(entries)
      const key = value()
      entries.push([nameOf(key) ?? '', value()])
    }
  }
  function array(): readonly Value[] {
    const items: Value[] = []
    for (;;) {
      skip()
      if (take(/^\]/) !== undefined) return items
      items.push(value())
    }
  }
  /** As bytes; UTF-16 with its mark becomes text. */
  function literal(): string {
    let depth = 0
    let out = ''
    do {
      const letter = text[at++] ?? ''
      if (letter === '\\') {
        const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0]
        const next = octal === undefined ? (text[at] ?? '') : octal
        at += next.length
        const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
        out += octal === undefined ? (named[next] ?? next) : String.fromCharCode(Number.parseInt(octal, 8))
        continue
      }
      if (letter === '(') depth++
      if (letter === ')') depth--
      if ((depth > 1 || letter !== '(') && depth > 0) out += letter
    } while (depth > 0 && at < text.length)
    return out.startsWith('\xfe\xff') ? Buffer.from(out.slice(2), 'latin1').swap16().toString('utf16le') : out
  }
  function hexadecimal(): string {
    const end = text.indexOf('>', at)
    const hex = text.slice(at + 1, end).replaceAll(/\s/g, '')
    at = end + 1
    return Buffer.from(hex, 'hex').toString('latin1')
  }
  return {
    value,
    at: () => at,
    /** The next operator; '' when an operand comes, undefined at the end. */
    word: (): string | undefined => {
      skip()
      if (at >= text.length) return undefined
      return take(/^[A-Za-z'"*][A-Za-z0-9'"*]*/) ?? ''
    },
  }
}
