/** Any file is read as it is or refused with its line: every record once, nothing guessed silently, nothing half done. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refused } from '../base/errors.ts'
import { detect } from './detect.ts'
import { headBytes, inspect } from './inspect.ts'
import { type FileRecord, readRecords } from './read.ts'
import { startScan } from './scan.ts'

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(file: string | Uint8Array, piece = 7) {
  const bytes = Buffer.from(file)
  const scan = startScan()
  for await (const chunk of inPieces(bytes, piece)) scan.push(chunk)
  const detected = detect(scan.end(), bytes.subarray(0, headBytes))
  const records: FileRecord[] = []
  for await (const batch of readRecords(inPieces(bytes, piece), detected.dialect)) records.push(...batch)
  return { ...detected, records, cells: records.map(record => record.cells) }
}

const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('how a file is written', () => {
  const expected = [
    ['nimi', 'kaupunki'],
    ['Åke', 'Hämeenlinna'],
  ]
  const text = 'nimi;kaupunki\r\nÅke;Hämeenlinna\r\n'
  test.each([
    ['UTF-8', text, 'utf-8', 'seen'],
    ['UTF-8 with its mark', `\ufeff${text}`, 'utf-8', 'stated'],
    ['windows-1252', Buffer.from(text, 'latin1'), 'windows-1252', 'seen'],
    ['UTF-16LE with its mark', utf16(`\ufeff${text}`), 'utf-16le', 'stated'],
    ['UTF-16BE with its mark', utf16(`\ufeff${text}`, true), 'utf-16be', 'stated'],
    ['UTF-16LE without', utf16(text), 'utf-16le', 'seen'],
    ['UTF-16BE without', utf16(text, true), 'utf-16be', 'seen'],
  ] as const)('%s', async (_name, file, encoding, ground) => {
    const { dialect, grounds, cells } = await read(file)
    expect([dialect.encoding, grounds.encoding]).toEqual([encoding, ground])
    expect(cells).toEqual(expected)
  })

  test.each([
    [
      'a line that states it',
      'sep=;\r\na;b,c\r\n1;2,3\r\n',
      ';',
      [
        ['a', 'b,c'],
        ['1', '2,3'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2,5\n',
      '\t',
      [
        ['a', 'b'],
        ['1', '2,5'],
      ],
    ],
    [
      'pipes',
      'a|b\n1|2\n',
      '|',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Mac line breaks',
      'a,b\r"1\r1",2\r',
      ',',
      [
        ['a', 'b'],
        ['1\r1', '2'],
      ],
    ],
    [
      'several kinds of line breaks',
      'a,b\r\n1,2\n3,4\r5,6',
      ',',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'a preamble',
      'Notes:\n"About, this"\n\na,b,c\n1,2,3\n',
      ',',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
    ],
    [
      'formulas, kept as typed',
      'a,b\n=1+1,"@SUM(A1)"\n',
      ',',
      [
        ['a', 'b'],
        ['=1+1', '@SUM(A1)'],
      ],
    ],
    [
      'a stray quotation mark',
      'a,b\nx"y,""+$\n',
      ',',
      [
        ['a', 'b'],
        ['x"y', '""+$'],
      ],
    ],
  ] as const)('%s', async (_name, file, separator, cells) => {
    const found = await read(file)
    expect(found.dialect.separator).toBe(separator)
    expect(found.cells).toEqual(cells)
  })

  test('a decimal comma is seen', async () => {
    expect((await read('a;b\n1,50;x\n"2,25";y\n')).dialect.decimalComma).toBe(true)
    expect((await read('a;b\n1.50;x\n2.25;y\n')).dialect.decimalComma).toBe(false)
  })

  test('two encodings in one file are refused, unless one is chosen', async () => {
    const mixed = Buffer.concat([Buffer.from('a,b\nä,1\n'), Buffer.from('ö,2\n', 'latin1')])
    await expect(read(mixed)).rejects.toMatchObject({ key: 'import.mixed-encoding', args: { line: 3, other: 2 } })
  })
})

describe('lines', () => {
  test('a record knows the line that it begins on, whatever stands in its cells', async () => {
    const { records } = await read('a,b\r\n1,"x\r\ny\nz"\r\n\r\n2,3\r\n')
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5, 6])
  })

  test.each([
    ['a quotation mark that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', 'import.quote-not-closed', 3],
    ['a million columns', `${'a,'.repeat(100_000)}b\n`, 'import.too-many-columns', 1],
    ['a line without end', `a,b\n${'x'.repeat(2_000_000)}\n`, 'import.line-too-long', 2],
    ['a record without end', `a,b\n"${'x\n'.repeat(800_000)}"\n`, 'import.record-too-long', 2],
  ] as const)('%s is refused with its line', async (_name, file, key, line) => {
    await expect(read(file, 65_536)).rejects.toMatchObject({ key, place: { line } })
  })

  test('an empty file is refused', async () => {
    await expect(read('')).rejects.toMatchObject({ key: 'import.empty-file' })
    await expect(read('\n\n')).rejects.toMatchObject({ key: 'import.empty-file' })
  })
})

test('what is written as CSV is read again, wherever the pieces of the file end', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'ä', '€', ' ', ',', ';', '"', '\n', '\r\n', "'", '=', '\u{1F600}'),
  })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      async (rows, piece) => {
        const all = [['first', 'second', 'third'], ...rows]
        const file = Buffer.from(all.map(row => `${row.map(quoted).join(',')}\r\n`).join(''))
        const records: FileRecord[] = []
        const dialect = { encoding: 'utf-8', separator: ',', headerLine: 1 } as const
        for await (const batch of readRecords(inPieces(file, piece), dialect)) records.push(...batch)
        expect(records.map(({ cells }) => cells)).toEqual(all)
      },
    ),
  )
})

test('whatever the bytes are, the answer is records or a refusal', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .constantFrom('"', ',', ';', '\n', '\r', '\0', '\ufeff', 'sep=;\n', 'email,name\n', 'a@example.org')
      .map(text => Buffer.from(text)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async pieces => {
      const bytes = Buffer.concat(pieces)
      try {
        const scan = startScan()
        scan.push(bytes)
        await inspect(scan.end(), bytes, 'file.csv')
        await read(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(Refused)
      }
    }),
    { numRuns: 1000 },
  )
})

const samples = join(import.meta.dirname, '../../../shared/samples/csv-torture/spectrum')
const present = existsSync(samples)
describe.skipIf(!present)(`csv-spectrum${present ? '' : ' (the samples are not here)'}`, () => {
  const names = present ? readdirSync(join(samples, 'csvs')).map(file => file.replace('.csv', '')) : []
  test.each(names)('%s', async name => {
    const { cells } = await read(readFileSync(join(samples, 'csvs', `${name}.csv`)))
    const [header = [], ...rows] = cells
    const objects = rows.map(row => Object.fromEntries(header.map((key, index) => [key, row[index]])))
    // The samples' own line breaks went the way of a checkout: compare without them.
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('\\r\\n', '\\n'))
    expect(plain(objects)).toEqual(plain(JSON.parse(readFileSync(join(samples, 'json', `${name}.json`), 'utf8'))))
  })
})
