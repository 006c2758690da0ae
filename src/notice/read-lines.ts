/** What was pasted as lines: cleaned of signs that are not seen, freed of Markdown, unwrapped, each character with its place. */

import { htmlLines, looksLikeHtml } from './read-html.ts'

/** A line of the text to read. `from[i]` is where its i-th unit stands in what was pasted. */
export interface Line {
  readonly text: string
  readonly from: readonly number[]
  /** A `term` is that of a definition list, with what it means behind a colon. */
  readonly mark?: 'heading' | 'item' | 'term' | 'row'
  /** A blank line or a new block came before it. */
  readonly gap: boolean
  /** It is of the page and not of the notice: a menu, a button, a banner. */
  readonly page?: 'page' | 'cookie-banner'
}

/** The lines of a text in plain writing, Markdown or HTML. */
export function linesOfPasted(pasted: string): readonly Line[] {
  if (looksLikeHtml(pasted)) return htmlLines(pasted).flatMap(line => (line.text.trim() === '' ? [] : [tidied(line)]))
  return unwrapped(markdownLines(plainLines(pasted)))
}

const lineEnd = /\r\n|[\n\r\f\v\u0085\u2028\u2029]/g

function plainLines(pasted: string): readonly Line[] {
  const lines: Line[] = []
  let gap = true
  const add = (start: number, end: number) => {
    const line = tidied({ text: pasted.slice(start, end), from: numbersFrom(start, end - start), gap })
    if (line.text === '') gap = true
    else {
      lines.push(line)
      gap = false
    }
  }
  let start = 0
  for (const found of pasted.matchAll(lineEnd)) {
    add(start, found.index)
    start = found.index + found[0].length
  }
  add(start, pasted.length)
  return lines
}

const numbersFrom = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i)

const unseen = /[^\P{C}\t]|\ufffd/u // controls, formats such as soft hyphens, halves of pairs, private use; but tabs stay
const blank = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
const anyOdd = new RegExp(`${unseen.source}|${blank.source}|\\p{M}|  `, 'u')

/** Without characters that are not seen, with one kind of blank, accents on their letters, and nothing at its ends. */
export function tidied(line: Line): Line {
  if (!anyOdd.test(line.text)) return trimmed(line)
  const text: string[] = []
  const from: number[] = []
  let at = 0
  for (const character of line.text) {
    const place = line.from[at] ?? 0
    const units = character.length
    at += units
    if (unseen.test(character)) continue
    const last = text.at(-1) ?? ''
    if (/\p{M}/u.test(character)) {
      const whole = (last + character).normalize('NFC')
      if (last !== '' && whole.length === 1) text[text.length - 1] = whole
      continue // a mark that makes no letter with what is before it is not of our languages
    }
    const plain = blank.test(character) ? ' ' : character
    if (plain === ' ' && last === ' ') continue
    text.push(...plain.split(''))
    for (let i = 0; i < units; i++) from.push(place + i)
  }
  return trimmed({ ...line, text: text.join(''), from })
}

function trimmed(line: Line): Line {
  const start = line.text.length - line.text.trimStart().length
  const end = line.text.trimEnd().length
  return part(line, start, Math.max(end, start))
}

/** A piece of a line as a line. */
export const part = (line: Line, start: number, end: number): Line =>
  start === 0 && end === line.text.length
    ? line
    : { ...line, text: line.text.slice(start, end), from: line.from.slice(start, end) }

/** A line without the given pieces, which are in order and do not overlap. */
function without(line: Line, pieces: readonly { readonly start: number; readonly end: number }[]): Line {
  if (pieces.length === 0) return line
  const kept: Line[] = []
  let at = 0
  for (const { start, end } of pieces) {
    kept.push(part(line, at, start))
    at = end
  }
  kept.push(part(line, at, line.text.length))
  return { ...line, text: kept.map(one => one.text).join(''), from: kept.flatMap(one => one.from) }
}

const bullet = /^(?:[-*+•●○▪■□◦‣⁃·–—»>✓✔→]|o(?= ))[ \t]+/
const rule = /^(?:[-=_*~ ]{3,}|\|?[ :|-]{3,}\|?)$/

/** Headings, list items and table rows by their signs, which go; so do the signs of emphasis and of links. */
function markdownLines(lines: readonly Line[]): readonly Line[] {
  const made: Line[] = []
  for (const line of lines) {
    const { text } = line
    if (rule.test(text)) {
      const above = made.at(-1)
      // A row of signs right below a short line makes it a heading.
      if (
        above !== undefined &&
        !line.gap &&
        above.mark === undefined &&
        above.text.length < 120 &&
        /^[-=]{3,}$/.test(text)
      )
        made[made.length - 1] = { ...above, mark: 'heading' }
      continue
    }
    const heading = /^#{1,6}[ \t]+/.exec(text)
    const item = bullet.exec(text)
    const plain = withoutInlineSigns(part(line, (heading ?? item)?.[0].length ?? 0, text.length))
    if (plain.text.trim() === '') continue
    if (heading !== null) made.push(trimmed({ ...plain, mark: 'heading' }))
    else if (item !== null) made.push(trimmed({ ...plain, mark: 'item' }))
    else if (/^\|.*\|$/.test(text)) made.push(row(plain))
    else if (text.includes('\t')) made.push({ ...plain, mark: 'row' })
    else if (/^(\*\*|__).{2,120}(\*\*|__):?$/.test(text)) made.push({ ...plain, mark: 'heading' })
    else made.push(plain)
  }
  return made
}

const inlineSigns =
  /\*\*|__|(?<![\p{L}\d])[*_](?=\p{L})|(?<=[\p{L}.!?)])[*_](?![\p{L}\d])|`|!?\[(?=[^\]\n]{1,200}\]\([^)\n]{0,500}\))|\]\([^)\n]{0,500}\)|<(?=[^<>\s]{1,200}@[^<>\s]{1,200}>)|(?<=@[^<>\s]{1,200})>|<(?=https?:[^<>\s]{1,500}>)|(?<=<https?:[^<>\s]{1,500})>|\\(?=[-#*_.()[\]!+|>])/gu

const withoutInlineSigns = (line: Line): Line =>
  /[*_`[\]<>\\]/.test(line.text)
    ? trimmed(
        without(
          line,
          [...line.text.matchAll(inlineSigns)].map(found => ({
            start: found.index,
            end: found.index + found[0].length,
          })),
        ),
      )
    : line

/** `| a | b |` becomes a row with a tab between its cells. */
function row(line: Line): Line {
  const inner = trimmed(part(line, 1, line.text.length - 1))
  return { ...inner, text: inner.text.replaceAll('|', '\t'), mark: 'row' }
}

const longestWrapped = 130

/** Lines that were broken only because a line was full are put together again, and words that were divided there. */
function unwrapped(lines: readonly Line[]): readonly Line[] {
  const lengths = lines.map(line => line.text.length)
  const width = Math.max(0, ...sample(lengths.filter(length => length <= longestWrapped)))
  const full = lengths.filter(length => length >= width * 0.8 && length <= width).length
  const long = lengths.filter(length => length > longestWrapped).length
  const wraps = width >= 40 && full >= 3 && full > long * 3
  const groups: Line[][] = []
  for (const line of lines) {
    const group = groups.at(-1)
    const above = group?.at(-1)
    const first = group?.[0]
    const joins =
      above !== undefined &&
      !line.gap &&
      line.mark === undefined &&
      first?.mark !== 'heading' &&
      first?.mark !== 'row' &&
      !/^(\d{1,2}[.)]|[a-z]\)) /i.test(line.text) &&
      (isDivided(above.text, line.text) ||
        (wraps &&
          above.text.length + 1 + firstWord(line.text) > width - 6 &&
          !isShouted(line.text) &&
          !(isHeadingLike(above.text) && /^\p{Lu}/u.test(line.text))))
    if (joins) group?.push(line)
    else groups.push([line])
  }
  return groups.map(joined)
}

/** Enough of the numbers to know their greatest; `Math.max` takes only so many arguments. */
const sample = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => b - a).slice(0, 1)

const firstWord = (text: string): number => /^\S*/.exec(text)?.[0].length ?? 0
const isShouted = (text: string): boolean => /\p{Lu}{3}/u.test(text) && text === text.toUpperCase()

/** A numbered line, or one in capitals, is rather a heading than the beginning of a sentence that goes on with a capital. */
const isHeadingLike = (text: string): boolean => isShouted(text) || /^\d{1,2}[.)]? \p{Lu}[^.]*$/u.test(text)

const hanging = /^(ja|tai|sekä|eli|että|och|eller|samt|and|or)\b/ // "asiakas- ja": the hyphen is the word's own
const isDivided = (above: string, below: string): boolean => /\p{L}{2}-$/u.test(above) && /^\p{Ll}/u.test(below)

/** The lines as one, with a blank between them, or nothing where a word was divided. */
function joined(group: readonly Line[]): Line {
  const [first, ...others] = group
  if (first === undefined || others.length === 0) return first ?? { text: '', from: [], gap: true }
  const pieces = group.map((line, i): Pick<Line, 'text' | 'from'> => {
    const below = group[i + 1]
    if (below === undefined) return line
    if (isDivided(line.text, below.text) && !hanging.test(below.text)) return part(line, 0, line.text.length - 1)
    return { text: `${line.text} `, from: [...line.from, (line.from.at(-1) ?? 0) + 1] }
  })
  return { ...first, text: pieces.map(one => one.text).join(''), from: pieces.flatMap(one => one.from) }
}
