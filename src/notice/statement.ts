/** What the notice says of a part of itself: the statement of the document that carries the part's path, and where it stands. */

import { type Block, type Document, type Prose, type Section, type Sourced, wordsOf } from './render-model.ts'

/** A sentence of the document, an item of a list, what an entry says, or a row of a table. */
export interface Statement {
  /** The part of the document itself. */
  readonly of: Sourced
  /** Anchor of the section in which it stands; the opening and the closing have none. */
  readonly section: string | undefined
  readonly heading: string
  readonly words: string
}

/** Every statement in the order in which it is read, the short form at the top last: the sections say the same in full. */
export function statementsOf(document: Document): readonly Statement[] {
  const outside = (blocks: readonly Block[]): readonly Statement[] =>
    blocks.flatMap(block => statements(block, document.title))
  const of = ({ id, heading, blocks, sections }: Section): readonly Statement[] => [
    ...blocks.flatMap(block => statements(block, heading, id)),
    ...sections.flatMap(of),
  ]
  return [
    ...outside(document.opening),
    ...(document.objection === undefined ? [] : of(document.objection)),
    ...document.sections.flatMap(of),
    ...outside(document.closing),
    ...of(document.summary),
  ]
}

function statements(block: Block, heading: string, section?: string): readonly Statement[] {
  const statement = (of: Sourced, ...words: readonly Prose[]): Statement => {
    const said = words.map(wordsOf).filter(one => one !== '')
    return { of, section, heading, words: said.join(' – ') }
  }
  switch (block.kind) {
    case 'paragraph':
      return [statement(block, block.text)]
    case 'list':
    case 'lines':
      return block.items.map(item => statement(item, item.text))
    case 'entries':
      return block.items.flatMap(entry => [
        statement(entry, entry.term, entry.text),
        ...entry.details.map(detail => statement(detail, detail.text)),
      ])
    case 'table':
      return block.rows.map(row => statement(row, ...row.cells))
  }
}

/** The statement of this path; else the first of its parts; else the same for the part around it. */
export function statementAt(all: readonly Statement[], path: string): Statement | undefined {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(part.lastIndexOf('.'), 0))) {
    const found = all.find(({ of }) => pathsOf(of).includes(part)) ?? all.find(({ of }) => isWithin(of, part))
    if (found) return found
  }
  return undefined
}

const pathsOf = ({ path, also = [] }: Sourced): readonly string[] => [path, ...also]
const isWithin = (of: Sourced, path: string): boolean => pathsOf(of).some(own => own.startsWith(`${path}.`))
