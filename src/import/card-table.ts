/** Contact cards become records under one header, so that everything after reading is the same for them as for any other file. */

import { Refused } from '../base/errors.ts'
import { type Card, type Property, readCards } from './card.ts'
import { maxColumns, maxRows } from './limits.ts'
import type { FileRecord } from './read.ts'

/** The parts of a name and of an address, in the order in which a card has them; a blank one is left. */
const nameParts = ['family', 'given', 'middle', 'prefix', 'suffix']
const addressParts = ['po box', 'extended', 'street', 'city', 'region', 'postcode', 'country']

/** Every column that some card of the file fills, in the order in which cards have them. */
export async function cardColumns(bytes: AsyncIterable<Uint8Array>) {
  const columns = new Set<string>()
  let [dropped, rows] = [0, 0]
  for await (const cards of readCards(bytes)) {
    rows += cards.length
    if (rows > maxRows) throw new Refused('import.too-many-rows', 'invalid', { max: maxRows })
    for (const card of cards) {
      dropped += card.dropped
      for (const name of cellsOf(card).keys()) if (columns.size < maxColumns) columns.add(name)
    }
  }
  return { columns: [...columns].sort((a, b) => placeOf(a) - placeOf(b)), dropped }
}

const order = ['N', 'FN', 'EMAIL', 'TEL', 'ADR', 'ORG', 'TITLE', 'URL', 'BDAY', 'LANG', 'CATEGORIES', 'NOTE']
const placeOf = (column: string): number => {
  const at = order.indexOf(/^[\w-]+/.exec(column)?.[0] ?? '')
  return at < 0 ? order.length : at
}

/** The header, then a record a card. */
export async function* readCardTable(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly string[],
): AsyncGenerator<readonly FileRecord[]> {
  yield [{ line: 1, cells: columns }]
  for await (const cards of readCards(bytes)) {
    yield cards.map(card => {
      const cells = cellsOf(card)
      return { line: card.line, cells: columns.map(name => cells.get(name) ?? '') }
    })
  }
}

/** What a card says, by column. Of several addresses or numbers each has its own; the preferred one is the first. */
function cellsOf(card: Card): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  const put = (name: string, text: string) => {
    const tidy = text.trim()
    if (tidy !== '' && !cells.has(name)) cells.set(name, tidy)
  }
  const putNext = (name: string, parts: readonly (readonly [string, string])[]) => {
    if (parts.every(([, text]) => text.trim() === '')) return
    let number = 1
    while (parts.some(([part]) => cells.has(columnName(name, number, part)))) number++
    for (const [part, text] of parts) put(columnName(name, number, part), text)
  }
  const text = (property: Property) => unescaped(property.value, card.escapes)
  const parts = (property: Property) => partsOf(property.value, card.escapes)
  const labels = new Map(
    card.properties.flatMap(({ name, group, value }) => (name === 'X-ABLABEL' && group !== '' ? [[group, value]] : [])),
  )

  for (const property of [...card.properties].sort((a, b) => (a.preferred ?? 101) - (b.preferred ?? 101))) {
    const { name, types } = property
    switch (name) {
      case 'N':
        for (const [index, part] of parts(property).entries()) put(`N ${nameParts[index] ?? index}`, part)
        break
      case 'EMAIL':
        putNext('EMAIL', [['', text(property).replace(/^mailto:/i, '')]])
        break
      case 'TEL': {
        const isAssistant = /assistant/i.test(labels.get(property.group) ?? '')
        const isMachine = types.some(type => ['FAX', 'PAGER', 'MODEM', 'BBS', 'TELEX', 'TTY-TDD'].includes(type))
        const column = isAssistant ? 'TEL assistant' : isMachine ? 'TEL fax' : 'TEL'
        const number = text(property)
          .replace(/^tel:/i, '')
          .replace(/;ext=.*$/i, '')
        if (column === 'TEL') putNext('TEL', [['', number]])
        else put(column, number)
        break
      }
      case 'ADR':
        putNext(
          'ADR',
          parts(property).flatMap((part, index) => {
            const label = addressParts[index]
            return label === undefined ? [] : [[label, part.replace(/\s*\n\s*/g, ', ')]]
          }),
        )
        break
      case 'ORG': {
        const [organisation = '', ...units] = parts(property)
        put('ORG', organisation)
        put('ORG unit', units.filter(Boolean).join(', '))
        break
      }
      case 'BDAY':
        put(
          'BDAY',
          text(property)
            .replace(/^(\d{4})(\d\d)(\d\d)(T.*)?$/, '$1-$2-$3')
            .replace(/T00:00(:\d\d)?Z?$/, ''),
        )
        break
      case 'CATEGORIES':
        put('CATEGORIES', text(property))
        break
      case 'URL':
        putNext('URL', [['', text(property)]])
        break
      case 'X-ABLABEL':
      case 'X-ABADR':
      case 'PRODID':
      case 'UID':
      case 'REV':
      case 'LABEL':
        break // derived from other properties, or the program's own
      default:
        put(name, text(property))
    }
  }
  return cells
}

/** `TEL`, `TEL 2`, `ADR 2 city`. */
const columnName = (name: string, number: number, part: string): string =>
  [name, ...(number > 1 ? [number] : []), ...(part === '' ? [] : [part])].join(' ')

function unescaped(value: string, escapes: boolean): string {
  return escapes
    ? value.replace(/\\([nN,;:\\])/g, (_, character: string) => (character.toLowerCase() === 'n' ? '\n' : character))
    : value.replace(/\\([;:\\])/g, '$1')
}

/** Between semicolons that are not escaped; several words of one part, between commas, stand beside each other. */
function partsOf(value: string, escapes: boolean): readonly string[] {
  const parts = value.match(/(?:\\.|[^;\\])*(?:;|$)/gs) ?? []
  return parts.map(part => {
    const bare = part.replace(/;$/, '')
    const words = escapes ? (bare.match(/(?:\\.|[^,\\])+/gs) ?? []) : [bare]
    return words.map(word => unescaped(word, escapes).trim()).join(' ')
  })
}
