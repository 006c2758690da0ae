/** HTML of a stranger becomes plain text: nothing of it is loaded, run or shown, and what it hides by its markup is not read either. */

import { Parser } from 'htmlparser2'

const unseen = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'object', 'iframe'])
const blocks = new Set([
  ...['p', 'div', 'section', 'article', 'header', 'footer', 'table', 'tr', 'ul', 'ol', 'li', 'pre', 'center', 'form'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'hr', 'dl', 'dt', 'dd', 'address'],
])
/** How mail programs mark what they quote. */
const quoting = /\b(?:gmail_quote|moz-cite|yahoo_quoted|OutlookMessageHeader|protonmail_quote|WordSection_quote)\b/i

/** Characters, and elements within each other. */
const most = { length: 2_000_000, depth: 500 }
const step = 5_000

/** Quoted parts have `> ` before their lines, as in plain text. */
export function textOfHtml(html: string): string {
  const lines: string[] = []
  let line = ''
  let hidden = 0
  let depth = 0
  const quotes: string[] = []
  const end = (): void => {
    const words = line.replace(/[ \t\f\r\n\u00a0]+/g, ' ').trim()
    lines.push(words === '' ? '' : `${'> '.repeat(Math.min(quotes.length, 3))}${words}`)
    line = ''
  }
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth++
        if (unseen.has(name)) hidden++
        else if (name === 'br') end()
        else if (blocks.has(name)) {
          if (line.trim() !== '') end()
          if (name === 'li') line += '- '
          if (name === 'p') lines.push('')
        } else if (name === 'td' && line.trim() !== '') line += ' '
        if (name === 'blockquote' || quoting.test(attributes.class ?? '')) quotes.push(name)
      },
      ontext: text => {
        if (hidden === 0) line += text
      },
      onclosetag: name => {
        depth--
        if (unseen.has(name)) hidden = Math.max(0, hidden - 1)
        if (blocks.has(name) && line.trim() !== '') end()
        if (name === 'blockquote' && quotes.at(-1) === name) quotes.pop()
      },
    },
    { decodeEntities: true },
  )
  // The parser's work grows with the square of the depth: no letter is as deep as this, and what lies deeper is not read.
  for (let at = 0; at < Math.min(html.length, most.length) && depth < most.depth; at += step)
    parser.write(html.slice(at, at + step))
  parser.end()
  if (line.trim() !== '') end()
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
