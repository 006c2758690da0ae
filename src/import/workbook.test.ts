/** A workbook is read as people see it in Excel, nothing in it reaches outside, and one that was made to hurt is refused in words. */

import { describe, expect, test } from 'vitest'
import { textRows, workbookParts, zipOf } from '../../test/workbook.ts'
import { Refused } from '../base/errors.ts'
import { inspect } from './inspect.ts'
import { numberFormat, numberText } from './number-format.ts'
import { outlineOf } from './outline.ts'
import type { FileRecord } from './read.ts'
import { startScan } from './scan.ts'
import { readTable } from './table.ts'

async function* inPieces(bytes: Uint8Array, size = 1000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, chosen = {}) {
  const scanner = startScan()
  for await (const piece of inPieces(bytes)) scanner.push(piece)
  const scan = scanner.end()
  const outline = await outlineOf(scan.kind, () => inPieces(bytes))
  const inspected = await inspect({ ...scan, ...outline }, bytes, 'file.xlsx', chosen)
  const records: FileRecord[] = []
  for await (const batch of readTable(inPieces(bytes), outline, inspected.mapping.dialect)) records.push(...batch)
  return { ...inspected, outline, records, cells: records.map(({ cells }) => cells) }
}

const refusal = async (bytes: Buffer): Promise<string> => {
  try {
    await read(bytes)
    return 'nothing was refused'
  } catch (error) {
    if (error instanceof Refused) return error.key
    throw error
  }
}

test('dates, numbers and texts come out as they are seen; a formula as it was last reckoned', async () => {
  const book = workbookParts(
    [
      {
        name: 'Asiakkaat',
        rows: `<row r="1">${['Nimi', 'Puhelin', 'Syntymäaika', 'Postinumero', 'Sähköposti', 'Summa']
          .map((name, n) => `<c r="${'ABCDEF'[n]}1" t="inlineStr"><is><t>${name}</t></is></c>`)
          .join('')}</row>
        <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="2"><v>401234567</v></c><c r="C3" s="1"><v>29221</v></c><c r="D3" s="3"><v>100</v></c>
          <c r="E3" t="str"><f>LOWER("X")</f><v>aino@example.fi</v></c><c r="F3"><v>0.30000000000000004</v></c></row>
        <row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>3.58407654321E11</v></c><c r="E4" t="e"><f>A1/0</f><v>#DIV/0!</v></c><c r="F4"><f>SUM(1)</f></c></row>`,
      },
    ],
    {
      shared: [
        '<t>Aino Virtanen</t>',
        '<r><t>Bertta </t></r><r><t xml:space="preserve">Mäkelä</t></r><rPh><t>x</t></rPh>',
      ],
      formats: ['"0"000000000', '00000'],
    },
  )
  const { cells, records, mapping, warnings } = await read(zipOf(book))
  expect(cells).toEqual([
    ['Nimi', 'Puhelin', 'Syntymäaika', 'Postinumero', 'Sähköposti', 'Summa'],
    ['Aino Virtanen', '0401234567', '1980-01-01', '00100', 'aino@example.fi', '0.3'],
    ['Bertta Mäkelä', '358407654321', '', '', '', ''],
  ])
  expect(records.map(({ line, lost }) => [line, lost])).toEqual([
    [1, undefined],
    [3, undefined],
    [4, [4, 5]],
  ])
  expect(mapping.dialect.headerLine).toBe(1)
  expect(warnings.map(({ key, args }) => [key, args.header])).toEqual([
    ['lost-values', 'Sähköposti'],
    ['lost-values', 'Summa'],
  ])
})

test('the first sheet that is shown is read; the others can be chosen, and hidden ones and rows are told', async () => {
  const sheets = [
    { name: 'Piilo', rows: textRows([['Nimi'], ['Kaarlo']]), hidden: true },
    {
      name: 'Lista',
      rows: `${textRows([['Etunimi'], ['Aino']])}<row hidden="1"><c t="inlineStr"><is><t>Bertta</t></is></c></row>`,
    },
    { name: 'Muut', rows: textRows([['Sukunimi'], ['Mäkelä']]) },
  ]
  const { cells, outline, warnings } = await read(zipOf(workbookParts(sheets)))
  expect(outline.sheets).toEqual([
    { name: 'Piilo', hidden: true },
    { name: 'Lista', hidden: false },
    { name: 'Muut', hidden: false },
  ])
  expect(cells).toEqual([['Etunimi'], ['Aino'], ['Bertta']])
  expect(warnings.map(({ key }) => key)).toEqual(['hidden-sheets', 'hidden-rows'])
  expect((await read(zipOf(workbookParts(sheets)), { sheet: 2 })).cells).toEqual([['Sukunimi'], ['Mäkelä']])
})

test('a title above the table is left unread', async () => {
  const rows = textRows([['Asiakkaat 2026'], ['Etunimi', 'Sukunimi', 'Puhelin'], ['Aino', 'Virtanen', '0401234567']])
  const { cells, mapping } = await read(zipOf(workbookParts([{ name: 'A', rows }])))
  expect(mapping.dialect.headerLine).toBe(2)
  expect(cells).toHaveLength(2)
})

describe('numbers', () => {
  test.each([
    ['dd.mm.yyyy', '45992', '2025-12-01'],
    ['[$-40B]d\\.m\\.yyyy h:mm', '45992.5', '2025-12-01 12:00:00'],
    ['h:mm', '0.5', '12:00:00'],
    ['yyyy-mm-dd', '60', '1900-02-28'],
    ['yyyy-mm-dd', '1', '1900-01-01'],
    ['0.00" m"', '5', '5'],
    ['#,##0 "kpl"', '1234567', '1234567'],
    ['"+"0', '358401234567', '+358401234567'],
    ['0000', '7', '0007'],
    ['General', '1e-7', '0.0000001'],
    ['General', '12345678901234567890', '12345678901234600000'],
    ['[Red]0', '5', '5'],
  ])('%s of %s is %s', (code, written, expected) => {
    expect(numberText(written, numberFormat(200, code), false)).toBe(expected)
  })

  test('a workbook of a Mac counts from 1904', () => {
    expect(numberText('0', numberFormat(14, undefined), true)).toBe('1904-01-01')
    expect(numberText('36526', numberFormat(14, undefined), false)).toBe('2000-01-01')
    expect(numberText('35064', numberFormat(14, undefined), true)).toBe('2000-01-01')
  })
})

describe('what would hurt is refused in words', () => {
  const sheet = (rows: string) => workbookParts([{ name: 'A', rows }])
  test.each([
    [
      'an old workbook, or one behind a password',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'import.old-workbook',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'import.no-table'],
    ['a zip of tables', zipOf({ 'subscribed.csv': 'email\n' }), 'import.packed'],
    ['an OpenDocument', zipOf({ mimetype: 'x', 'content.xml': '<x/>' }), 'import.open-document'],
    [
      'a binary workbook',
      zipOf({
        '_rels/.rels': '<a><Relationship Id="1" Type="x/officeDocument" Target="xl/workbook.bin"/></a>',
        'xl/workbook.bin': '',
      }),
      'import.binary-workbook',
    ],
    ['a cut file', zipOf(sheet('')).subarray(0, 400), 'import.workbook-damaged'],
    [
      'a DTD',
      zipOf(sheet('<!DOCTYPE x [<!ENTITY a "aaaa">]><row><c t="inlineStr"><is><t>&a;</t></is></c></row>')),
      'import.workbook-dtd',
    ],
    [
      'a column beyond the last',
      zipOf(sheet('<row><c r="XFD1" t="inlineStr"><is><t>a</t></is></c></row>')),
      'import.too-many-columns',
    ],
    ['a column that no sheet has', zipOf(sheet('<row><c r="ZZZZZZZ1"><v>1</v></c></row>')), 'import.workbook-damaged'],
    ['a million columns', zipOf(sheet(`<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`)), 'import.too-many-columns'],
    ['a row that no sheet has', zipOf(sheet('<row r="99999999999"><c><v>1</v></c></row>')), 'import.workbook-damaged'],
    ['rows out of order', zipOf(sheet('<row r="5"/><row r="4"/>')), 'import.workbook-damaged'],
    ['elements within each other', zipOf(sheet('<x>'.repeat(100_000))), 'import.workbook-damaged'],
    [
      'a text without an end',
      zipOf(sheet(`<row><c><v>${'1'.repeat(5_000_000)}</v></c></row>`)),
      'import.record-too-long',
    ],
    [
      'an attribute without an end',
      zipOf(sheet(`<row x="${'1'.repeat(6_000_000)}"><c t="str"><v>a</v></c></row>`)),
      'import.workbook-damaged',
    ],
    ['an empty sheet', zipOf(sheet('')), 'import.empty-sheet'],
    [
      'a part larger than it says',
      zipOf(sheet(textRows([['Nimi']])), { 'xl/worksheets/sheet1.xml': 10 }),
      'import.workbook-damaged',
    ],
  ])('%s', async (_name, bytes, key) => {
    expect(await refusal(bytes)).toBe(key)
  })

  test('a bomb is refused by what it says to hold before any of it is inflated', async () => {
    const parts = { ...sheet(textRows([['Nimi']])), 'xl/sharedStrings.xml': `<sst>${' '.repeat(1_000_000)}</sst>` }
    const bomb = zipOf(parts, { 'xl/sharedStrings.xml': 4_000_000_000 })
    expect(await refusal(bomb)).toBe('import.workbook-too-large')
  })

  test('a reference to another workbook is read as its last value, and nothing is fetched', async () => {
    const rows = `<row><c t="inlineStr"><is><t>Nimi</t></is></c></row><row><c t="str"><f>[1]Sheet1!A1</f><v>Aino</v></c></row>`
    const more = {
      'xl/externalLinks/externalLink1.xml': '<externalLink/>',
      'xl/externalLinks/_rels/externalLink1.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/externalLinkPath" Target="http://example.org/x.xlsx" TargetMode="External"/></Relationships>',
    }
    expect((await read(zipOf(workbookParts([{ name: 'A', rows }], { more })))).cells).toEqual([['Nimi'], ['Aino']])
  })
})
