/** Every finding has one place in the document: the sentence that says what it is about, or the nearest part around it. */

import type { NoticeDocument, ToldFinding } from './notice-answers.ts'

type Section = NoticeDocument['sections'][number]
type Heading = Section['sections'][number]
type Block = Heading['blocks'][number]

/** A part of the document that can carry notes. Known by identity: the same path may be said in several places. */
export interface Statement {
  readonly path: string
  readonly also?: readonly string[] | undefined
}

/** A finding with its number, in the order in which the document is read. */
export interface NumberedFinding extends ToldFinding {
  readonly number: number
  /** Among so many findings that whole notes would outgrow the document: only the first line of each is shown. */
  readonly isOneOfMany: boolean
}

const many = 16

export interface MarginNotes {
  /** In the document's order; those of the whole notice first. */
  readonly all: readonly NumberedFinding[]
  /** Findings that no sentence says anything of. */
  readonly ofWhole: readonly NumberedFinding[]
  readonly at: ReadonlyMap<Statement, readonly NumberedFinding[]>
}

/** Of a document that is shown without what check says of it. */
export const noNotes: MarginNotes = { all: [], ofWhole: [], at: new Map() }

/** Parts of a block that say one thing each. */
function statementsIn(block: Block): readonly Statement[] {
  switch (block.kind) {
    case 'paragraph':
      return [block]
    case 'table':
      return block.rows
    case 'entries':
      return block.items.flatMap(entry => [entry, ...entry.details])
    default:
      return block.items
  }
}

const statementsOf = (heading: Heading): readonly Statement[] => heading.blocks.flatMap(statementsIn)

const statementsUnder = (section: Section): readonly Statement[] => [
  ...statementsOf(section),
  ...section.sections.flatMap(statementsOf),
]

/** In the order in which they are read. */
function readingOrder(document: NoticeDocument): readonly Statement[] {
  return [
    ...document.opening.flatMap(statementsIn),
    ...statementsUnder(document.summary),
    ...(document.objection ? statementsUnder(document.objection) : []),
    ...document.sections.flatMap(statementsUnder),
    ...document.closing.flatMap(statementsIn),
  ]
}

const says = (statement: Statement, path: string): boolean =>
  statement.path === path || (statement.also?.includes(path) ?? false)

const saysPartOf = (statement: Statement, path: string): boolean =>
  [statement.path, ...(statement.also ?? [])].some(own => own.startsWith(`${path}.`))

/** The sentence of this path; else one of its parts; else the same for the part around it. */
function placeOf(path: string, statements: readonly Statement[]): Statement | undefined {
  for (let part = path; part !== '' && part !== 'notice'; part = part.slice(0, Math.max(part.lastIndexOf('.'), 0))) {
    const found = statements.find(one => says(one, part)) ?? statements.find(one => saysPartOf(one, part))
    if (found) return found
  }
  return undefined
}

/** The findings at their sentences. The summary repeats what the sections say: a note stands there only when they do not. */
export function placeNotes(document: NoticeDocument, findings: readonly ToldFinding[]): MarginNotes {
  const read = readingOrder(document)
  const repeated = new Set(statementsUnder(document.summary))
  const preferred = [...read.filter(one => !repeated.has(one)), ...repeated]
  const placed = findings
    .map(finding => ({ finding, statement: placeOf(finding.path, preferred) }))
    .map(({ finding, statement }) => ({ finding, statement, at: statement ? read.indexOf(statement) : -1 }))
    .sort((a, b) => a.at - b.at)
    .map(({ finding, statement }, index) => ({
      statement,
      finding: { ...finding, number: index + 1, isOneOfMany: findings.length >= many },
    }))
  const at = new Map<Statement, NumberedFinding[]>()
  for (const { statement, finding } of placed) {
    if (statement) at.set(statement, [...(at.get(statement) ?? []), finding])
  }
  return {
    all: placed.map(({ finding }) => finding),
    ofWhole: placed.filter(({ statement }) => statement === undefined).map(({ finding }) => finding),
    at,
  }
}
