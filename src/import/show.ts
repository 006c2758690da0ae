/** An import as its importer sees it, at whatever step it is, in the importer's language. */

import { Refused } from '../base/errors.ts'
import { type NameActor, nameActors } from '../register/actors.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'
import { type TextLang, textIfAny } from '../texts/texts.ts'
import type { ImportAnswer, ImportList, ImportState } from './answers.ts'
import type { ImportAsking } from './asking.ts'
import type { Destination, FindPlace } from './destination.ts'
import { knownFormats } from './formats/known.ts'
import { inspectFile } from './imports.ts'
import { type Inspection, samplesOf } from './inspect.ts'
import type { FileKind } from './kind.ts'
import { type Meaning, value, words } from './meaning.ts'
import type { ImportRecord } from './record.ts'
import { refusalsOf, refusalText, remarksOf } from './rows.ts'
import { placesFor } from './rules.ts'
import { statementTargets, targetOf } from './target.ts'
import { progressOf, undoCounts } from './work.ts'

/** Every text of this file stands under `import.`; a key that has none shows itself. */
const say = (lang: TextLang, key: string, args = {}): string => textIfAny(lang, `import.${key}`, args) ?? key

export async function showImport(ask: ImportAsking, record: ImportRecord): Promise<ImportAnswer> {
  const { lang } = ask
  const scope = await scopeFor(ask)
  const state = stateOf(record)
  const place = record.origin && placesFor(scope, record.origin)
  const inspection = await inspectionOf(ask, record)
  const isKnown = state === 'previewed' || state === 'done' || state === 'interrupted'
  return {
    ...brief(record, await nameActors(ask, [record.uploaded_by])),
    bytes: record.bytes,
    sha256: record.sha256,
    purpose: record.purpose,
    origin: record.origin && {
      source: record.origin.source,
      basis: record.origin.basis,
      purpose: record.origin.purpose ?? null,
      obtained: record.origin.obtained,
      evidence: record.origin.evidence ?? null,
      productGroup: record.origin.productGroup ?? null,
      onlyKnown: record.origin.onlyKnown ?? false,
      arrangement: record.origin.arrangement ?? null,
      contract: record.origin.contract ?? null,
    },
    informBy: record.inform_by,
    remembered: record.mapping?.remembered ?? false,
    reading: inspection && readingOf(record.scan.kind, inspection),
    sheets: [...(record.scan.sheets ?? [])],
    wholeFile: record.mapping?.wholeFile ?? null,
    rule: record.overwrite ? 'overwrite' : 'fill-empty',
    columns: place ? columnsOf(lang, record, place, inspection) : [],
    targets: place ? targetsOf(lang, scope, place) : [],
    warnings: (inspection?.warnings ?? []).map(({ key, line, args }) => ({
      text: say(lang, `warning.${key}`, args),
      line,
    })),
    problem: record.problem && {
      text: textIfAny(lang, `errors.${record.problem.key}`, record.problem.args) ?? record.problem.key,
      line: record.problem.line,
    },
    refusals: isKnown
      ? (await refusalsOf(ask, record.id)).map(({ reason, lacks, count }) => ({
          reason,
          text: refusalText(lang, scope, reason, lacks),
          rows: count,
        }))
      : [],
    remarks: isKnown
      ? (await remarksOf(ask, record.id)).map(({ reason, count }) => ({
          reason,
          text: say(lang, `remark.${reason}`),
          cells: count,
        }))
      : [],
    progress: progressOf(record.id) ?? null,
    undo: state === 'done' ? await undoCounts(ask, record.id) : record.undo,
  }
}

export async function showList(
  ask: ImportAsking,
  records: readonly ImportRecord[],
  limit: number,
): Promise<ImportList> {
  const page = records.slice(0, limit)
  const name = await nameActors(
    ask,
    page.map(({ uploaded_by }) => uploaded_by),
  )
  return {
    imports: page.map(record => brief(record, name)),
    next: records.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

function brief(record: ImportRecord, name: NameActor) {
  const format = knownFormats.find(({ id }) => id === record.mapping?.format)
  return {
    id: record.id,
    fileName: record.file_name,
    state: stateOf(record),
    uploadedAt: record.uploaded_at.toISOString(),
    uploadedBy: name(record.uploaded_by),
    format: format ? { id: format.id, name: format.name } : null,
    counts: record.counts,
    doneAt: record.done_at?.toISOString() ?? null,
    undoneAt: record.undone_at?.toISOString() ?? null,
  }
}

/** A state of work with nobody at work means that the program died, and that nothing of that work has happened. */
export function stateOf({ state, at_work }: Pick<ImportRecord, 'state' | 'at_work'>): ImportState {
  if (at_work) return state
  if (state === 'previewing') return 'mapping'
  if (state === 'running') return 'interrupted'
  return state === 'undoing' ? 'done' : state
}

/** The file's beginning, as long as there is something to choose about it. */
async function inspectionOf(ask: ImportAsking, record: ImportRecord): Promise<Inspection | null> {
  if (record.mapping === null || (record.state !== 'mapping' && record.state !== 'previewed')) return null
  try {
    return await inspectFile(ask, record, record.mapping.chosen)
  } catch (error) {
    if (error instanceof Refused) return null // the file is gone
    throw error
  }
}

function readingOf(
  kind: FileKind,
  { detected, mapping, dateGround }: Inspection,
): NonNullable<ImportAnswer['reading']> {
  const { dialect, grounds, newlines } = detected
  const isText = kind === 'text'
  return {
    kind,
    encoding: isText ? { value: dialect.encoding, ground: grounds.encoding } : null,
    separator: isText ? { value: dialect.separator, ground: grounds.separator } : null,
    sheet: kind === 'workbook' ? { value: dialect.sheet, ground: grounds.sheet } : null,
    headerLine: { value: dialect.headerLine, ground: grounds.headerLine },
    decimalComma: { value: dialect.decimalComma, ground: grounds.decimalComma },
    dateOrder: { value: mapping.dateOrder, ground: dateGround },
    newlines: [...newlines],
  }
}

function columnsOf(
  lang: TextLang,
  { mapping }: ImportRecord,
  place: FindPlace,
  inspection: Inspection | null,
): ImportAnswer['columns'] {
  if (mapping === null) return []
  return mapping.header.map((header, index) => {
    const meaning = mapping.meanings[index] ?? { is: 'left-out', why: 'unknown' }
    return {
      index,
      header,
      samples: [...new Set(samplesOf(inspection?.records ?? [], index))]
        .slice(0, 3)
        .map(sample => sample.slice(0, 200)),
      target: targetOf(meaning),
      group: 'group' in meaning ? meaning.group : 1,
      note: noteOf(lang, meaning, place, header),
      suggested: mapping.suggested.includes(index),
    }
  })
}

function noteOf(lang: TextLang, meaning: Meaning, place: FindPlace, header: string): string | null {
  if (meaning.is === 'left-out') return say(lang, `left-out.${meaning.why}`)
  const refused = place(meaning)
  if (typeof refused !== 'string') return null
  const what = meaning.is === 'value' ? say(lang, `words.${meaning.word}`) : header
  return say(lang, `refused-column.${refused}`, { what })
}

/** What a column may be made to mean: words that the notice has a place for, its other columns, permissions, nothing. */
function targetsOf(lang: TextLang, scope: PurposeScope, place: FindPlace): ImportAnswer['targets'] {
  const named = (texts: Readonly<Partial<Record<TextLang, string>>>, id: string) =>
    texts[lang] ?? texts[scope.notice.languages[0] ?? 'fi'] ?? id
  const known = words.flatMap(word => {
    const destination = place(value(word))
    return typeof destination === 'object' ? [{ word, destination }] : []
  })
  const taken = new Set(known.map(({ destination }) => columnId(destination)))
  const others = scope.categories.flatMap(({ category, columns }) =>
    category.fields.flatMap(field =>
      field.columns
        .filter(column => columns.includes(column) && !taken.has(`${category.id}.${column.name}`))
        .filter(column => typeof place(columnMeaning(category.id, column.name)) === 'object')
        .map(column => ({
          id: `${category.id}.${column.name}`,
          label:
            field.columns.length > 1 ? `${named(field.name, field.id)}: ${column.name}` : named(field.name, field.id),
          part: named(category.name, category.id),
          grouped: category.rows === 'many',
        })),
    ),
  )
  return [
    ...known.map(({ word, destination: { category } }) => ({
      id: word,
      label: say(lang, `words.${word}`),
      part: named(category.name, category.id),
      grouped: category.rows === 'many',
    })),
    ...others,
    ...statementTargets.map(id => ({
      id,
      label: say(lang, `targets.${id}`),
      part: say(lang, 'permissions'),
      grouped: false,
    })),
    { id: 'left-out', label: say(lang, 'targets.left-out'), part: '', grouped: false },
  ]
}

const columnId = ({ category, column }: Destination) => `${category.id}.${column.name}`
const columnMeaning = (category: string, column: string): Meaning => ({ is: 'column', category, column, group: 1 })
