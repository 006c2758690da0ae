/** Contact cards of every version come out as one table, whatever program wrote them; a broken one is refused with its line. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Refused } from '../base/errors.ts'
import { cardColumns, readCardTable } from './card-table.ts'
import { inspect } from './inspect.ts'
import { outlineOf } from './outline.ts'
import { startScan } from './scan.ts'

async function* inPieces(bytes: Uint8Array, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Each card as an object of what it says, with its line. */
async function read(file: string | Uint8Array, size = 7) {
  const bytes = Buffer.from(file)
  const { columns, dropped } = await cardColumns(inPieces(bytes, size))
  const cards: Record<string, string | number>[] = []
  for await (const records of readCardTable(inPieces(bytes, size), columns))
    for (const { line, cells } of records)
      cards.push({ line, ...Object.fromEntries(columns.flatMap((name, n) => (cells[n] ? [[name, cells[n]]] : []))) })
  return { columns, dropped, cards: cards.slice(1) }
}

const refusal = async (file: string) => {
  try {
    await read(file)
    return 'nothing was refused'
  } catch (error) {
    if (error instanceof Refused) return [error.key, error.args.line]
    throw error
  }
}

const old = [
  'BEGIN:VCARD',
  'VERSION:2.1',
  'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=A4kel=C3=A4;Bert=',
  'ta;;;',
  'TEL;CELL;PREF:040 765 4321',
  'TEL;WORK;FAX:09 1234 567',
  'NOTE;ENCODING=QUOTED-PRINTABLE:yksi=0D=0A=',
  'kaksi',
  'PHOTO;ENCODING=BASE64;TYPE=JPEG:',
  ' AAAA',
  'BBBB',
  '',
  'EMAIL;INTERNET:bertta@example.org',
  'END:VCARD',
  '',
]

test('2.1: bare types, quoted-printable with soft breaks, pictures dropped', async () => {
  for (const size of [1, 7, 4096]) {
    const { cards, dropped } = await read(old.join('\r\n'), size)
    expect(cards).toEqual([
      {
        line: 1,
        'N family': 'Mäkelä',
        'N given': 'Bertta',
        TEL: '040 765 4321',
        'TEL fax': '09 1234 567',
        EMAIL: 'bertta@example.org',
        NOTE: 'yksi\r\nkaksi',
      },
    ])
    expect(dropped).toBe(1)
  }
})

test('3.0 and 4.0: escapes, folds, groups, preferred ones first, several of each', async () => {
  const { cards } = await read(
    [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Virtanen;Aino;Maria,Helena;;',
      'item1.EMAIL;type=INTERNET:aino.tyo@example.fi',
      'EMAIL;TYPE="home,pref":aino@exam',
      ' ple.fi',
      'item2.TEL:+358 9 123',
      'item2.X-ABLabel:_$!<AssistantPhone>!$_',
      'ADR;TYPE=HOME:;as. 5;Esimerkkikatu 1\\, B;Helsinki;;00100;Suomi',
      'ADR;TYPE=WORK:;;Toinen katu 2;Turku;;20100;',
      'ORG:Yritys\\; Oy;Myynti',
      'NOTE:puolipiste; sellaisenaan\\njatkuu',
      'END:VCARD',
      'begin:vcard',
      'VERSION:4.0',
      'FN:Bertta Mäkelä',
      'TEL;VALUE=uri;PREF=2:tel:+358-40-111',
      'TEL;VALUE=uri;PREF=1:tel:+358-40-222;ext=3',
      'BDAY:19800322',
      'END:vcard',
    ].join('\n'),
  )
  expect(cards).toEqual([
    {
      line: 1,
      'N family': 'Virtanen',
      'N given': 'Aino',
      'N middle': 'Maria Helena',
      EMAIL: 'aino@example.fi',
      'EMAIL 2': 'aino.tyo@example.fi',
      'TEL assistant': '+358 9 123',
      'ADR extended': 'as. 5',
      'ADR street': 'Esimerkkikatu 1, B',
      'ADR city': 'Helsinki',
      'ADR postcode': '00100',
      'ADR country': 'Suomi',
      'ADR 2 street': 'Toinen katu 2',
      'ADR 2 city': 'Turku',
      'ADR 2 postcode': '20100',
      ORG: 'Yritys; Oy',
      'ORG unit': 'Myynti',
      NOTE: 'puolipiste; sellaisenaan\njatkuu',
    },
    { line: 14, FN: 'Bertta Mäkelä', TEL: '+358-40-222', 'TEL 2': '+358-40-111', BDAY: '1980-03-22' },
  ])
})

test('charsets: what a card says, else UTF-8, else as old Western programs wrote; UTF-16 with its mark and without', async () => {
  const card = (name: string) => `BEGIN:VCARD\nVERSION:3.0\nFN${name}\nEND:VCARD\n`
  const family = async (bytes: Uint8Array) => (await read(bytes)).cards[0]?.FN
  expect(await family(Buffer.from(card(':Åke Öhman')))).toBe('Åke Öhman')
  expect(await family(Buffer.from(card(':Åke Öhman'), 'latin1'))).toBe('Åke Öhman')
  expect(await family(Buffer.from(card(';CHARSET=windows-1250;ENCODING=QUOTED-PRINTABLE:=8Aimek')))).toBe('Šimek')
  expect(await family(Buffer.from(card(';CHARSET=no-such:Åke')))).toBe('Åke')
  expect(await family(Buffer.from(`\ufeff${card(':Åke')}`, 'utf16le'))).toBe('Åke')
  expect(await family(Buffer.from(card(':Åke'), 'utf16le').swap16())).toBe('Åke')
})

test('a card within a card is somebody else; one that is not closed or too long is refused with its line', async () => {
  const within = 'BEGIN:VCARD\nFN:Aino\nAGENT:\nBEGIN:VCARD\nFN:Kaarlo\nEND:VCARD\nEND:VCARD\n'
  expect((await read(within)).cards).toEqual([{ line: 1, FN: 'Aino' }])
  expect(await refusal('\nBEGIN:VCARD\nFN:Aino\n')).toEqual(['import.card-not-closed', 2])
  expect(await refusal(`BEGIN:VCARD\nNOTE:${'x'.repeat(300_000)}\nEND:VCARD\n`)).toEqual(['import.card-too-long', 1])
  const photo = `BEGIN:VCARD\nFN:Aino\nPHOTO;ENCODING=b:${'A'.repeat(3_000_000)}\nEND:VCARD\n`
  expect((await read(photo, 65_536)).cards).toEqual([{ line: 1, FN: 'Aino' }])
})

test('a file of cards is known by how it begins, a table with such a header is none', async () => {
  const inspected = async (text: string) => {
    const bytes = Buffer.from(text)
    const scanner = startScan()
    scanner.push(bytes)
    const scan = scanner.end()
    return inspect({ ...scan, ...(await outlineOf(scan.kind, () => inPieces(bytes))) }, bytes, 'file')
  }
  const cards = await inspected(`\ufeff\n${old.join('\n')}`)
  expect([cards.mapping.format, cards.warnings]).toEqual([
    'vcard',
    [{ key: 'dropped', line: null, args: { count: 1 } }],
  ])
  expect((await inspected('EMAIL;FN;TEL\na@example.fi;Aino;040\n')).mapping.format).toBeNull()
})

const samples = join(import.meta.dirname, '../../../shared/samples/vcard')
test.skipIf(!existsSync(samples))('cards of other programs, as they wrote them: nobody is lost', async () => {
  for (const name of readdirSync(samples).filter(name => name.endsWith('.vcf'))) {
    const bytes = readFileSync(join(samples, name))
    const { cards } = await read(bytes, 4096)
    expect(cards.length, name).toBe(bytes.toString('latin1').match(/^BEGIN:VCARD/gim)?.length)
    expect(
      cards.every(card => Object.keys(card).length > 1),
      name,
    ).toBe(true)
  }
})
