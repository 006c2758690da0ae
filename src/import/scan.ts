/** One pass over a file's bytes tells what they can be: which encodings are possible, how lines end, how long the longest is. */

import { Refused } from '../base/errors.ts'
import { type FileKind, kindOf, startBytes } from './kind.ts'
import { maxFileBytes, maxRecordBytes } from './limits.ts'

export interface Scan {
  readonly kind: FileKind
  readonly bytes: number
  /** Line breaks of each kind; in UTF-16 the bytes are counted all the same. */
  readonly newlines: { readonly lf: number; readonly crlf: number; readonly cr: number }
  /** Zero bytes at even and at odd offsets: ASCII in UTF-16 has one in every character. */
  readonly zeros: { readonly even: number; readonly odd: number }
  /** Complete UTF-8 characters of two bytes and more. */
  readonly multibyte: number
  /** Bytes that belong to no UTF-8 character, and the line of the first. */
  readonly stray: number
  readonly firstStrayLine: number | undefined
  readonly firstMultibyteLine: number | undefined
}

export interface Scanner {
  push(chunk: Uint8Array): void
  end(): Scan
}

const lf = 0x0a
const cr = 0x0d

/** How many continuation bytes follow a UTF-8 lead byte; undefined for a byte that cannot lead. */
function following(byte: number): number | undefined {
  if (byte >= 0xc2 && byte <= 0xdf) return 1
  if (byte >= 0xe0 && byte <= 0xef) return 2
  if (byte >= 0xf0 && byte <= 0xf4) return 3
  return undefined
}

/** Refuses (`import.too-large`, `import.line-too-long`, and what `kindOf` refuses) as soon as a limit is passed, not at the end of the file. */
export function startScan(): Scanner {
  let bytes = 0
  let [lfs, crs, crlfs] = [0, 0, 0]
  let [even, odd] = [0, 0]
  let [multibyte, stray] = [0, 0]
  let firstStrayLine: number | undefined
  let firstMultibyteLine: number | undefined
  let line = 1
  let lineStart = 0
  let previous = -1
  let expected = 0 // continuation bytes still to come
  let length = 0 // of the character under way
  const start: number[] = []
  let kind: FileKind | undefined

  const strayBytes = (count: number) => {
    stray += count
    firstStrayLine ??= line
  }

  const take = (byte: number) => {
    if (expected > 0) {
      if ((byte & 0xc0) === 0x80) {
        expected--
        length++
        if (expected === 0) {
          multibyte++
          firstMultibyteLine ??= line
        }
        return
      }
      strayBytes(length)
      expected = 0
    }
    if (byte < 0x80) return
    const more = following(byte)
    if (more === undefined) return strayBytes(1)
    expected = more
    length = 1
  }

  return {
    push(chunk) {
      if (start.length < startBytes) start.push(...chunk.subarray(0, startBytes - start.length))
      if (start.length === startBytes) kind ??= kindOf(Uint8Array.from(start))
      for (const byte of chunk) {
        if (byte >= 0x80 || expected > 0) take(byte)
        else if (byte === 0) {
          if (bytes % 2 === 0) even++
          else odd++
        }
        if (byte === lf) {
          if (previous === cr) crlfs++
          else lfs++
        } else if (byte === cr) crs++
        if (byte === lf || byte === cr) {
          if (!(byte === lf && previous === cr)) line++
          lineStart = bytes
        }
        previous = byte
        bytes++
        if (bytes - lineStart > maxRecordBytes && kind === 'text') {
          throw new Refused(
            'import.line-too-long',
            'invalid',
            { line, megabytes: maxRecordBytes / 1024 / 1024 },
            { line },
          )
        }
      }
      if (bytes > maxFileBytes) {
        throw new Refused('import.too-large', 'invalid', { megabytes: maxFileBytes / 1024 / 1024 })
      }
    },
    end() {
      if (expected > 0) strayBytes(length)
      return {
        kind: kind ?? kindOf(Uint8Array.from(start)),
        bytes,
        newlines: { lf: lfs, crlf: crlfs, cr: crs - crlfs },
        zeros: { even, odd },
        multibyte,
        stray,
        firstStrayLine,
        firstMultibyteLine,
      }
    },
  }
}
