/** A ZIP (APPNOTE 6.3.10) is written as it goes out, one file in memory at a time; nothing is packed, for what it holds is packed already. */

import { crc32 } from 'node:zlib'
import type { Lang } from '../notice/notice.ts'

export interface ZipEntry {
  /** With `/` between folders; made safe and told apart here. */
  readonly name: string
  readonly bytes: Buffer
}

/** What the format holds without its extension for large files, in bytes; what is more fails (`RangeError`). */
const most = 0xffff_ffff
const utf8 = 0x0800 // names are UTF-8

/** `isOurs`: the names are the program's own, as a format wants them, and stay as they are. */
export async function* zipped(entries: AsyncIterable<ZipEntry>, at: Date, isOurs = false): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  const names = new Set<string>()
  let offset = 0
  for await (const { name: wished, bytes } of entries) {
    const name = Buffer.from(isOurs ? wished : ownName(wished, names))
    const fixed = Buffer.alloc(26) // what the entry and the directory say alike
    fixed.writeUInt16LE(20, 0) // version needed
    fixed.writeUInt16LE(utf8, 2)
    fixed.writeUInt16LE(0, 4) // stored
    fixed.writeUInt32LE(dosTime(at), 6)
    fixed.writeUInt32LE(crc32(bytes), 10)
    fixed.writeUInt32LE(bytes.length, 14)
    fixed.writeUInt32LE(bytes.length, 18)
    fixed.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([signature('PK\x01\x02'), Buffer.from([20, 3]), fixed, place, name]))
    const entry = Buffer.concat([signature('PK\x03\x04'), fixed, name])
    offset += entry.length + bytes.length
    if (offset > most) throw new RangeError('a ZIP without extensions holds no more than 4 GB')
    yield entry
    yield bytes
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  yield Buffer.concat([listed, signature('PK\x05\x06'), end])
}

const signature = (letters: string): Buffer => Buffer.from(letters, 'latin1')

/** Each part of the path without what a file system reads as something else; a name that is taken gets a number. */
function ownName(wished: string, taken: Set<string>): string {
  const parts = wished.split('/').map(part =>
    part
      .replace(/[\p{Cc}\p{Cf}\\:*?"<>|]/gu, '_')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 120),
  )
  const name = parts.map(part => part || '_').join('/')
  const [, stem = name, ending = ''] = /^(.*?)(\.[^./]*)?$/s.exec(name) ?? []
  let own = name
  for (let number = 2; taken.has(own.toLowerCase()); number++) own = `${stem}-${number}${ending}`
  taken.add(own.toLowerCase())
  return own
}

/** MS-DOS date and time, by the clocks of Helsinki nobody asks here: UTC. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  return date * 0x1_0000 + time
}

/** "231 kt", "1,4 Mt". */
export function sizeInWords(lang: Lang, bytes: number): string {
  const [size, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1000)), 'k'] : [bytes / 1_000_000, 'M']
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(size)
  return `${number} ${unit}${lang === 'fi' ? 't' : 'B'}`
}
