/** What an editor holds is what a letter keeps: its document is made of a letter's pieces, and becomes them again. */

import { type Attrs, type Mark, type MarkSpec, Node, type NodeSpec, Schema } from 'prosemirror-model'
import type { Paragraph, Piece } from './content.ts'
import { isLink } from './link.ts'

/** `line`: one line without marks; `words`: a text message, with breaks; `text`: paragraphs, lists, marks and links. */
export type Kind = 'line' | 'words' | 'text'

const field: NodeSpec = {
  group: 'inline',
  inline: true,
  atom: true,
  attrs: { field: { validate: 'string' }, fallback: { validate: 'string' } },
  toDOM: ({ attrs }) => ['span', { 'data-field': attrs.field, 'data-fallback': attrs.fallback }, attrs.fallback],
  parseDOM: [
    {
      tag: 'span[data-field]',
      getAttrs: at => ({ field: at.getAttribute('data-field'), fallback: at.getAttribute('data-fallback') }),
    },
  ],
}

const lineBreak: NodeSpec = {
  group: 'inline',
  inline: true,
  selectable: false,
  toDOM: () => ['br'],
  parseDOM: [{ tag: 'br' }],
}

const paragraph: NodeSpec = {
  group: 'block',
  content: 'inline*',
  toDOM: () => ['p', 0],
  parseDOM: [{ tag: 'p' }],
}

const list = (tag: 'ul' | 'ol'): NodeSpec => ({
  group: 'block',
  content: 'item+',
  toDOM: () => [tag, 0],
  parseDOM: [{ tag }],
})

const marks: Readonly<Record<'link' | 'italic' | 'bold', MarkSpec>> = {
  link: {
    attrs: { href: { validate: 'string' } },
    inclusive: false,
    toDOM: ({ attrs }) => ['a', { href: attrs.href }, 0],
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: at => {
          const href = at.getAttribute('href') ?? ''
          return isLink(href) && { href }
        },
      },
    ],
  },
  italic: { toDOM: () => ['em', 0], parseDOM: [{ tag: 'i' }, { tag: 'em' }] },
  bold: { toDOM: () => ['strong', 0], parseDOM: [{ tag: 'b' }, { tag: 'strong' }] },
}

export const schemas: Readonly<Record<Kind, Schema>> = {
  line: new Schema({ nodes: { doc: { content: 'paragraph' }, paragraph, text: { group: 'inline' }, field } }),
  words: new Schema({
    nodes: { doc: { content: 'paragraph' }, paragraph, text: { group: 'inline' }, break: lineBreak, field },
  }),
  text: new Schema({
    nodes: {
      doc: { content: 'block+' },
      paragraph,
      bullets: list('ul'),
      numbers: list('ol'),
      item: { content: 'paragraph', toDOM: () => ['li', 0], parseDOM: [{ tag: 'li' }] },
      text: { group: 'inline' },
      break: lineBreak,
      field,
    },
    marks,
  }),
}

// ── From a letter ───────────────────────────────────────────────────────────────────────────────────────────────────

/** What an editor begins with. A line is a single paragraph. */
export function documentOf(kind: Kind, paragraphs: readonly Paragraph[]): Node {
  const schema = schemas[kind]
  const content = paragraphs.map(one =>
    one.kind === 'paragraph'
      ? jsonParagraph(one.content)
      : {
          type: one.numbered ? 'numbers' : 'bullets',
          content: one.items.map(item => ({ type: 'item', content: [jsonParagraph(item)] })),
        },
  )
  return Node.fromJSON(schema, { type: 'doc', content: content.length === 0 ? [jsonParagraph([])] : content })
}

const jsonParagraph = (pieces: readonly Piece[]) => ({ type: 'paragraph', content: pieces.flatMap(jsonPiece) })

function jsonPiece(piece: Piece): readonly object[] {
  const marks = [
    ...(piece.href ? [{ type: 'link', attrs: { href: piece.href } }] : []),
    ...(piece.italic ? [{ type: 'italic' }] : []),
    ...(piece.bold ? [{ type: 'bold' }] : []),
  ]
  const marked = marks.length === 0 ? {} : { marks }
  if ('field' in piece) return [{ type: 'field', attrs: { field: piece.field, fallback: piece.fallback }, ...marked }]
  return piece.text
    .split('\n')
    .flatMap((text, at) => [
      ...(at > 0 ? [{ type: 'break', ...marked }] : []),
      ...(text === '' ? [] : [{ type: 'text', text, ...marked }]),
    ])
}

// ── Into a letter ───────────────────────────────────────────────────────────────────────────────────────────────────

/** What an editor says. Nothing that only the clipboard brought stays: no control characters, no marks that a letter has not. */
export const paragraphsOf = (document: Node): Paragraph[] =>
  document.children.map(one =>
    one.type.name === 'paragraph'
      ? { kind: 'paragraph', content: piecesOf(one) }
      : {
          kind: 'list',
          numbered: one.type.name === 'numbers',
          items: one.children.map(item => piecesOf(item.firstChild)),
        },
  )

function piecesOf(paragraph: Node | null): Piece[] {
  const pieces: Piece[] = []
  for (const node of paragraph?.children ?? []) {
    const piece = pieceOf(node)
    const last = pieces.at(-1)
    if (last && 'text' in last && 'text' in piece && sameMarks(last, piece))
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text }
    else if (!('text' in piece) || piece.text !== '') pieces.push(piece)
  }
  return pieces
}

const sameMarks = (one: Piece, other: Piece): boolean =>
  one.bold === other.bold && one.italic === other.italic && one.href === other.href

function pieceOf(node: Node): Piece {
  const marks = marksOf(node.marks)
  if (node.type.name === 'field') return { ...fieldOf(node.attrs), ...marks }
  return { text: node.type.name === 'break' ? '\n' : (node.text ?? '').replace(unwritten, ''), ...marks }
}
const unwritten = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu

/** The field that a node stands for. */
export const fieldOf = (attrs: Attrs): { readonly field: string; readonly fallback: string } => ({
  field: String(attrs.field),
  fallback: String(attrs.fallback),
})

function marksOf(marks: readonly Mark[]): Pick<Piece, 'bold' | 'italic' | 'href'> {
  const has = (name: string) => marks.find(({ type }) => type.name === name)
  const link = has('link')
  return {
    ...(has('bold') && { bold: true }),
    ...(has('italic') && { italic: true }),
    ...(link && { href: String(link.attrs.href) }),
  }
}
