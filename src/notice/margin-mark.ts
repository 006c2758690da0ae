/** Marks are laid over a document when it is shown: without them it is, byte for byte, the rendering of its version. */

import type { Block, Document, Mark, Prose, Section, Sourced } from './render-model.ts'
import { statementAt, statementsOf } from './statement.ts'

/** The document with each mark at the end of the statement of its path; a path that the document does not say is left out. */
export function withMarks(document: Document, marks: ReadonlyMap<string, Mark>): Document {
  const all = statementsOf(document)
  const at = new Map<Sourced, Mark>()
  for (const [path, mark] of marks) {
    const statement = statementAt(all, path)
    if (statement) at.set(statement.of, worse(at.get(statement.of), mark))
  }
  const blocks = (of: readonly Block[]): readonly Block[] => of.map(block => markedBlock(block, at))
  const section = (of: Section): Section => ({ ...of, blocks: blocks(of.blocks), sections: of.sections.map(section) })
  return {
    ...document,
    opening: blocks(document.opening),
    ...(document.objection !== undefined && { objection: section(document.objection) }),
    sections: document.sections.map(section),
    closing: blocks(document.closing),
  }
}

const worst: readonly Mark['kind'][] = ['broken', 'unknown', 'kept']

/** The one of two marks of a statement that it bears: no good news hides a bad one. */
export const worse = (known: Mark | undefined, mark: Mark): Mark =>
  known === undefined || worst.indexOf(mark.kind) < worst.indexOf(known.kind) ? mark : known

function markedBlock(block: Block, at: ReadonlyMap<Sourced, Mark>): Block {
  const marked = <Item extends Sourced & { readonly text: Prose }>(item: Item): Item => ({
    ...item,
    text: ended(item.text, at.get(item)),
  })
  switch (block.kind) {
    case 'paragraph':
      return marked(block)
    case 'list':
    case 'lines':
      return { ...block, items: block.items.map(marked) }
    case 'entries':
      return {
        ...block,
        items: block.items.map(entry => {
          const mark = at.get(entry)
          const own = entry.text.length > 0 ? { text: ended(entry.text, mark) } : { term: ended(entry.term, mark) }
          return { ...entry, ...own, details: entry.details.map(marked) }
        }),
      }
    case 'table':
      return {
        ...block,
        rows: block.rows.map(row => ({
          ...row,
          cells: row.cells.map((cell, index) => (index === row.cells.length - 1 ? ended(cell, at.get(row)) : cell)),
        })),
      }
  }
}

const ended = (prose: Prose, mark: Mark | undefined): Prose =>
  mark === undefined ? prose : [...prose, ' ', { text: mark.words, mark }]
