/** A table of persons as it comes becomes persons to compare: its columns are recognised as an import's are. */

import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Refused } from '../base/errors.ts'
import { headBytes, inspect } from '../import/inspect.ts'
import type { Word } from '../import/meaning.ts'
import { readRecords } from '../import/read.ts'
import { startScan } from '../import/scan.ts'
import { splitAddress, splitName } from '../import/split.ts'
import { type Columns, startColumns } from './columns.ts'
import type { Address, Compared } from './compared.ts'

/** What a column is to the comparison; beside an import's words those that only tables of persons have. */
type Role = Word | 'number' | 'former' | 'other' | 'id' | 'nothing'

/** Headers that an import has no use for, or leaves out. */
const headers: readonly (readonly [Role, RegExp])[] = [
  ['id', /^(rec(ord)?[ _]?)?(id|no|nro|number)$|^(row|unique|customer|person|asiakas)[ _]?(id|no|nro|numero)$/],
  // Which rows are one person, and identity codes, are never evidence.
  ['nothing', /\b(cluster|entity|truth|match|label|duplicate|dup)\b|\bid\b|tunnus|\b(ssn|hetu)\b/],
  ['given-name', /^(f ?name|fore ?names?|first|given|given ?names?|first names?)$/],
  ['family-name', /^(l ?name|last|family|surname ?\d?)$/],
  [
    'former',
    /^(maiden|former|previous|birth)( (sur|family |last )?name)?$|tyttönimi|(entinen|aiempi|ent) sukunimi|^omaa sukua$|tidigare/,
  ],
  ['number', /^(street|house|building)[ _]?(number|no|nro)$|^talon?(numero|nro)$|^husnummer$/],
  ['city', /^(suburb|locality|municipality|place|kunta|kommun)$/],
  ['street', /^(street ?name|katu|gata|road)$/],
]

/** `ignore`: headers of columns that are not compared. Refuses a file that is not there or no table (`import.…`). */
export async function readTable(file: string, ignore: readonly string[] = []): Promise<Columns> {
  const bytes = await readFile(file).catch(() => {
    throw new Refused('import.no-file', 'absent', { file })
  })
  const scan = startScan()
  scan.push(bytes)
  const { mapping, records: head } = await inspect(scan.end(), bytes.subarray(0, headBytes), file)
  const unwanted = new Set(ignore.map(simple))
  const roles = mapping.header.map((header, at): Role => {
    const meaning = mapping.meanings[at]
    const named = headers.find(([, pattern]) => pattern.test(simple(header)))?.[0]
    if (unwanted.has(simple(header)) || header === '') return 'nothing'
    if (named !== undefined) return named
    return meaning?.is === 'value' && meaning.word !== 'birthday' && meaning.word !== 'street-2'
      ? meaning.word
      : 'other'
  })
  const others = mapping.header.filter(
    (_, at) => roles[at] === 'other' && isTelling(head.map(({ cells }) => cells[at] ?? '')),
  )
  const columns = startColumns(others)
  let isHeader = true
  for await (const batch of readRecords(Readable.from([bytes]), mapping.dialect)) {
    for (const { cells, line } of batch) {
      if (!isHeader) columns.add(personOf(cells, roles, mapping.header, String(line)))
      isHeader = false
    }
  }
  return columns.done()
}

const simple = (header: string): string =>
  header
    .toLowerCase()
    .replace(/[_.:*]+/g, ' ')
    .trim()

/** A column of one value, or of none, tells nothing. */
const isTelling = (cells: readonly string[]): boolean => new Set(cells.filter(cell => cell.trim() !== '')).size > 1

function personOf(cells: readonly string[], roles: readonly Role[], header: readonly string[], line: string): Compared {
  const of = (role: Role): readonly string[] =>
    cells.flatMap((cell, at) => (roles[at] === role && cell.trim() !== '' ? [cell.trim()] : []))
  const first = (role: Role): string => of(role)[0] ?? ''
  const whole = splitName(first('full-name'))
  const address: Address =
    first('address') === ''
      ? { street: first('street'), number: first('number'), postcode: first('postcode'), city: first('city') }
      : splitAddress(first('address'))
  return {
    id: first('id') || line,
    given: first('given-name') || (whole.given ?? ''),
    family: first('family-name') || (whole.family ?? ''),
    former: of('former'),
    emails: of('email'),
    phones: of('phone'),
    addresses: [address],
    organisations: of('organisation'),
    language: first('language'),
    others: Object.fromEntries(
      cells.flatMap((cell, at) => (roles[at] === 'other' && cell.trim() !== '' ? [[header[at] ?? '', cell]] : [])),
    ),
  }
}
