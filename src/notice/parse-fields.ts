/** The fields of a category: those of the vocabulary by name, and the author's own with their types. */

import { fieldShape, fieldTypes } from './language.ts'
import { keysOf } from './language-shape.ts'
import type { Column, Field } from './notice.ts'
import type { Part, Reading } from './reading.ts'
import { isReservedColumn, snakeCase, vocabularyText } from './vocabulary.ts'
import type { KnownCategory, KnownField } from './vocabulary-categories.ts'

const maxFields = 200

/** What a field of one's own may be, in plain words, and the column that it becomes. */
const types: Readonly<Record<(typeof fieldTypes)[number], Omit<Column, 'name'>>> = {
  text: { type: 'text' },
  number: { type: 'integer' },
  money: { type: 'money' },
  date: { type: 'date' },
  time: { type: 'time' },
  'yes-no': { type: 'boolean' },
  choice: { type: 'text' },
  email: { type: 'text', format: 'email' },
  phone: { type: 'text', format: 'phone' },
  url: { type: 'text', format: 'url' },
  country: { type: 'text', format: 'country' },
  language: { type: 'text', format: 'language' },
}

export interface FieldsPlace {
  /** The category's own part, for a finding about fields that were not written. */
  readonly category: Part
  readonly id: string
  readonly known: KnownCategory | undefined
  readonly fields: Part | undefined
  readonly required: Part | undefined
  readonly about: Part | undefined
}

/** The fields of one category in their order, each column's name once. */
export function fieldsOf(read: Reading, place: FieldsPlace): readonly Field[] {
  const found = declaredFields(read, place)
  const also = companions(
    place.known,
    found.map(field => field.id),
  ).map(field => knownField(place, field, place.fields ?? place.category))
  const fields = withAbout(read, place, [...found, ...also])
  refuseCollisions(read, place, fields)
  const required = requiredOf(read, place, fields)
  return fields.map(field => ({ ...field, required: required.includes(field.id) }))
}

function declaredFields(read: Reading, place: FieldsPlace): readonly Field[] {
  const { fields, known, category } = place
  if (fields === undefined) {
    if (known === undefined) {
      read.missing(category, 'fields')
      return []
    }
    return known.fields.filter(one => !one.onlyIfNamed).map(one => knownField(place, one, category))
  }
  const knownIds = known?.fields.map(one => one.id) ?? []
  if (fields.tree.kind !== 'mapping' && known !== undefined) {
    const named = read.someOf(fields, knownIds, 'L10', 'field')
    if (named.length === 0 && read.list(fields).length === 0)
      read.find('L08', fields, fields.at, { context: 'no-fields' })
    return named.flatMap(id => known.fields.filter(one => one.id === id).map(one => knownField(place, one, fields)))
  }
  const entries = read.entries(fields)
  if (entries.length === 0) read.find('L08', fields, fields.at, { context: 'no-fields' })
  if (entries.length > maxFields) read.find('L02', fields, fields.at, { context: 'count', limit: maxFields })
  return entries.slice(0, maxFields).flatMap(([id, part]) => {
    const one = known?.fields.find(field => field.id === id)
    if (one === undefined) return customField(read, id, part, knownIds) ?? []
    const name = read.text(read.keys(part, ['name']).name)
    return { ...knownField(place, one, part), ...(name !== undefined && { name }) }
  })
}

const knownField = (place: FieldsPlace, field: KnownField, part: Part): Field => ({
  id: field.id,
  name: vocabularyText(`fields.${place.id}.${field.id}`),
  columns: field.columns,
  required: false,
  at: part.at,
})

function customField(read: Reading, id: string, part: Part, knownIds: readonly string[]): Field | undefined {
  if (!read.isId(id, part, part.at)) return undefined
  if (part.tree.kind !== 'mapping') return read.unknown('L10', part, part.at, id, knownIds, 'field')
  const parts = read.keys(part, keysOf(fieldShape))
  if (parts.type === undefined) return read.missing(part, 'type')
  const typeWord = read.oneOf(parts.type, fieldTypes)
  const type = typeWord === undefined ? undefined : types[typeWord]
  if (typeWord === undefined || type === undefined) return undefined
  if (parts.name === undefined) return read.missing(part, 'name')
  const codes = read.wordList(parts.choices).map(one => one.word)
  if ((typeWord === 'choice') !== codes.length > 0)
    return read.find('L11', parts.choices ?? part, (parts.choices ?? part).at, { context: 'choices' })
  const searched = read.yesOrNo(parts.search) ?? false
  return {
    id,
    name: read.text(parts.name) ?? {},
    columns: [
      {
        name: snakeCase(id),
        ...type,
        ...(codes.length > 0 && { codes }),
        ...(searched && { search: searchOf(type, codes) }),
      },
    ],
    required: false,
    at: part.at,
  }
}

function searchOf({ type, format }: Omit<Column, 'name'>, codes: readonly string[]): NonNullable<Column['search']> {
  if (type === 'text') return codes.length > 0 || format === 'country' || format === 'language' ? 'equal' : 'prefix'
  return type === 'boolean' ? 'equal' : 'range'
}

/** `about` says what the inferences of this register are about: it narrows the codes of the column of that name. */
function withAbout(read: Reading, place: FieldsPlace, fields: readonly Field[]): readonly Field[] {
  if (place.about === undefined) return fields
  const codes = place.known?.fields.find(field => field.id === 'about')?.columns[0]?.codes
  if (codes === undefined) {
    read.find('L06', place.about, place.about.at, { found: 'about', known: 'fields' })
    return fields
  }
  const chosen = read.someOf(place.about, codes)
  const narrowed = (column: Column): Column => (column.name === 'about' ? { ...column, codes: chosen } : column)
  return fields.map(field => ({ ...field, columns: field.columns.map(narrowed) }))
}

/** Two fields that would be one column, or a field that would be one of the table's own. */
function refuseCollisions(read: Reading, place: FieldsPlace, fields: readonly Field[]) {
  const owners = new Map<string, string>()
  for (const field of fields)
    for (const column of field.columns) {
      const owner = owners.get(column.name)
      const part = { ...place.category, path: `${place.category.path}.fields.${field.id}` }
      if (owner !== undefined) read.find('L14', part, field.at, { context: 'column', found: field.id, other: owner })
      else if (isReservedColumn(column.name)) read.find('L14', part, field.at, { context: 'reserved', found: field.id })
      owners.set(column.name, field.id)
    }
}

/** `required: [email]`, or `required: none` to say that nothing is. */
function requiredOf(read: Reading, place: FieldsPlace, fields: readonly Field[]): readonly string[] {
  if (place.required?.tree.kind === 'word' && place.required.tree.word === 'none') return []
  return read.someOf(
    place.required,
    fields.map(field => field.id),
    'L10',
    'field',
  )
}

/** The fields of a known category that come with those named; none is named twice. */
export const companions = (known: KnownCategory | undefined, named: readonly string[]): readonly KnownField[] =>
  (known?.fields ?? []).filter(
    ({ id, comesWith }) => !named.includes(id) && comesWith?.some(one => named.includes(one)),
  )
