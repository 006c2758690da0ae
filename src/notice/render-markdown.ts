/** A document as Markdown (CommonMark with GitHub's tables) in which nothing that a name holds can act as markup. */

import type { Block, Document, Entry, Prose, Section, Span, Table } from './render-model.ts'

/** Text as Markdown on one line: what could open markup, a link or an entity stands behind a backslash. */
export const escapeMarkdown = (words: string): string =>
  words
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>|~&@$^]/g, '\\$&')
    .replaceAll('://', '\\://') // GitHub makes links of bare addresses
    .replaceAll(/\bwww\./gi, found => `${found.slice(0, 3)}\\.`)
    .replace(/^(\s*)([#+=-])(?=[\s#+=-]|$)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')

/** The notice as one Markdown file. */
export const renderMarkdown = (document: Document): string =>
  `${[
    `# ${escapeMarkdown(document.title)}`,
    `**${prose(document.register)}**`,
    ...(document.past === undefined ? [] : [`> ${prose(document.past)}`]),
    ...blocks(document.opening),
    ...section(document.summary, 2),
    ...(document.objection === undefined ? [] : section(document.objection, 2)),
    ...document.sections.flatMap(one => section(one, 2)),
    '---',
    ...blocks(document.closing),
  ].join('\n\n')}\n`

/** The objection stands apart as a quotation, the strongest frame that Markdown has. */
function section(one: Section, level: number): readonly string[] {
  const number = one.number === undefined ? '' : `${one.number} `
  const title = `${'#'.repeat(level)} <a id="${one.id}"></a>${number}${escapeMarkdown(one.heading)}`
  const inside = blocks(one.blocks)
  return [
    title,
    ...(one.prominent ? [inside.join('\n\n').replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>')] : inside),
    ...one.sections.flatMap(below => section(below, level + 1)),
  ]
}

const blocks = (all: readonly Block[]): readonly string[] => all.map(block)

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return prose(one.text)
    case 'list':
      return one.items.map(item => `- ${prose(item.text)}`).join('\n')
    case 'lines':
      return one.items.map(item => prose(item.text)).join('\\\n')
    case 'entries':
      return one.items.map(entry).join('\n')
    case 'table':
      return table(one)
  }
}

function entry({ term, text, details }: Entry): string {
  const head = `- **${prose(term)}**${text.length === 0 ? '' : `: ${prose(text)}`}`
  return [head, ...details.map(detail => `  - ${prose(detail.text)}`)].join('\n')
}

function table({ caption, columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `**${escapeMarkdown(caption)}**`,
    '',
    row(columns.map(escapeMarkdown)),
    row(columns.map(() => '---')),
    ...rows.map(({ cells }) => row(cells.map(prose))),
  ].join('\n')
}

const prose = (words: Prose): string =>
  words.map(part => (typeof part === 'string' ? escapeMarkdown(part) : span(part))).join('')

function span({ text, href, strong, lang }: Span): string {
  const escaped = escapeMarkdown(text)
  const bold = strong ? `**${escaped}**` : escaped
  const linked = href === undefined ? bold : `[${bold}](<${href.replaceAll(/[<>\\\s]/g, encodeURIComponent)}>)`
  return lang === undefined ? linked : `<span lang="${lang}">${linked}</span>`
}
