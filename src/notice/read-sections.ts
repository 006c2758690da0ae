/** The lines of a notice as sections with a heading, and sentences under it; every character of the text is in exactly one of them. */

import { headingRights, isTitle, type Topic, topicsOf } from './lexicon/topics.ts'
import type { Lang, RightId } from './notice.ts'
import type { Line } from './read-lines.ts'
import { hasVerb } from './read-phrases.ts'
import { sentencesIn } from './read-sentences.ts'
import type { Span, Stretch } from './read-things.ts'

/** A sentence, a list item or a table row. */
export interface Unit extends Span {
  readonly text: string
  readonly kind: 'sentence' | 'item' | 'row'
  readonly page?: Line['page']
  /** Of a row: its cells, with the topics of the column's heading. */
  readonly cells?: readonly (Span & { readonly text: string; readonly topics: readonly Topic[] })[]
  /** The line that it stands on, from 0. */
  readonly line: number
}

export interface Section {
  readonly heading?: Span & { readonly text: string }
  readonly topics: readonly Topic[]
  /** The single rights that the heading names. */
  readonly rights: readonly RightId[]
  readonly units: readonly Unit[]
}

/** The text that is read, and the way from it back to what was pasted. */
export function assembled(lines: readonly Line[]): { readonly text: string; readonly stretches: readonly Stretch[] } {
  const stretches: { at: number; from: number; length: number }[] = []
  let at = 0
  for (const line of lines) {
    for (const [i, from] of line.from.entries()) {
      const last = stretches.at(-1)
      if (last !== undefined && last.at + last.length === at + i && last.from + last.length === from) last.length++
      else stretches.push({ at: at + i, from, length: 1 })
    }
    at += line.text.length + 1
  }
  return { text: lines.map(line => line.text).join('\n'), stretches }
}

const numbering =
  /^(?:§ ?)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|\d{1,2}[a-d][.):]?|[IVX]{1,4}[.)]|[A-ZÅÄÖ][.)])[ \t]+(?=\S)/

/** Letters number the sections of some notices and the items of lists in others. */
const lettering = /^[a-zåäö]\)[ \t]+(?=\S)/

/** "5.1 Asukkaat" is a part of section 5. */
const partNumber = /^\d{1,2}\.\d{1,2}[.):]?[ \t]+(?=\S)/

interface Heading {
  readonly topics: readonly Topic[]
  readonly rights: readonly RightId[]
  /** Within the line: the heading's own words, without its number. */
  readonly text: string
  readonly end: number
  /** What follows on the same line belongs to it and, with `only`, nothing else does. */
  readonly only: boolean
  /** It stands on the line of its text and not apart: the next paragraph is about something else. */
  readonly brief: boolean
}

/** Sections in the order of the text; the first has no heading when the text begins without one. */
export function sectionsOf(lines: readonly Line[], lang: Lang): readonly Section[] {
  const style = styleOf(lines, lang)
  const sections: (Section & { readonly units: Unit[] })[] = []
  const open = (
    topics: readonly Topic[],
    rights: readonly RightId[] = [],
    heading?: Section['heading'],
  ): Section & { units: Unit[] } => {
    const made: Section & { units: Unit[] } = { topics, rights, units: [], ...(heading && { heading }) }
    sections.push(made)
    return made
  }
  let current = open([])
  let columns: readonly (readonly Topic[])[] = []
  let brief = false
  let parent: readonly Topic[] = []
  let at = 0
  for (const [index, line] of lines.entries()) {
    const start = at
    at += line.text.length + 1
    if (line.mark !== 'row') columns = []
    const heading = headingOf(line, lang, style, lines[index - 1])
    if (heading === undefined && brief && line.gap && line.mark === undefined) {
      current = open([])
      brief = false
    }
    if (heading !== undefined) {
      const before = current
      const own = heading.topics.length === 0 && partNumber.test(line.text) ? parent : heading.topics
      if (!partNumber.test(line.text)) parent = heading.topics
      current = open(own, heading.rights, { start, end: start + heading.end, text: heading.text })
      const rest = part(line, heading.end)
      if (rest.text !== '')
        current.units.push(
          // what stands beside the heading of a form is running text
          ...unitsOf(
            { ...line, mark: rest.text.includes('\t') ? line.mark : undefined, text: rest.text },
            start + rest.start,
            index,
            columns,
          ),
        )
      brief = heading.brief && !heading.only
      if (heading.only) current = open(before.topics, before.rights)
      continue
    }
    if (line.mark === 'row') {
      const named = line.text.split('\t').map(cell => topicsOf(lang, plain(cell)))
      if (columns.length === 0 && named.filter(one => one.length > 0).length >= 2) {
        columns = named
        current.units.push({ start, end: start + line.text.length, text: line.text, kind: 'row', line: index })
        continue
      }
    }
    current.units.push(...unitsOf(line, start, index, columns))
  }
  return sections.filter(one => one.heading !== undefined || one.units.length > 0)
}

const part = (line: Line, from: number): { readonly text: string; readonly start: number } => {
  const rest = line.text.slice(from)
  const lead = rest.length - rest.trimStart().length
  return { text: rest.trim(), start: from + lead }
}

function unitsOf(
  line: Pick<Line, 'text' | 'page'> & { readonly mark?: Line['mark'] | undefined },
  start: number,
  index: number,
  columns: readonly (readonly Topic[])[],
): readonly Unit[] {
  const shared = { line: index, ...(line.page && { page: line.page }) }
  if (line.mark === 'row') {
    let at = start
    const cells = line.text.split('\t').map((text, i) => {
      const cell = { start: at, end: at + text.length, text: text.trim(), topics: columns[i] ?? [] }
      at += text.length + 1
      return cell
    })
    return [{ start, end: start + line.text.length, text: line.text, kind: 'row', cells, ...shared }]
  }
  const isItem = line.mark === 'item' || line.mark === 'term' || /^(?:[a-zåäö]|\d{1,2})[.)] /.test(line.text)
  const sentences = sentencesIn(line.text)
  return sentences.map((one, i) => ({
    start: start + one.start,
    end: start + one.end,
    text: line.text.slice(one.start, one.end),
    kind: isItem && i === 0 ? 'item' : 'sentence',
    ...shared,
  }))
}

/** How the headings of this text are told from the rest of it. */
interface Style {
  readonly marked: boolean
  readonly numbered: boolean
  readonly shouted: boolean
  readonly lettered: boolean
  readonly gaps: boolean
}

function styleOf(lines: readonly Line[], lang: Lang): Style {
  const some = lines.slice(0, 3000)
  const count = (test: (line: Line) => boolean) => some.filter(test).length
  const numbered = count(line => numbering.test(line.text) && topicsOf(lang, label(line.text)).length > 0)
  return {
    marked:
      count(line => line.mark === 'heading' && line.text.length < 150 && topicsOf(lang, plain(line.text)).length > 0) >=
      3,
    numbered: numbered >= 3,
    lettered: count(line => lettering.test(line.text) && topicsOf(lang, label(line.text)).length > 0) >= 4,
    shouted: count(line => isShouted(plain(line.text)) && topicsOf(lang, plain(line.text)).length > 0) >= 3,
    gaps: count(line => line.gap) > some.length / 8,
  }
}

const plain = (text: string): string =>
  text
    .replace(numbering, '')
    .replace(lettering, '')
    .replace(/[\s:.?…]+$/, '')
    .trim()
const isShouted = (words: string): boolean => /\p{Lu}{3}/u.test(words) && words === words.toUpperCase()
const label = (text: string): string => plain(text.slice(0, 120).split(':')[0] ?? '')
const words = (text: string): number => text.split(/\s+/).length
const longestHeading = 110
const gathers = /^(?:muut |övriga |other )?(?:yhteystie|kontaktuppg|kontaktinfo|contact (?:details|info))/iu
const asks =
  /\?$|^(?:mi[htktsl]|mitä|mistä|miksi|miten|mihin|kuka|keiden|kenelle|kenen|keitä|ketkä|kuinka|kauanko|näin|vad|varför|var|vart|varifrån|vem|vilka|vilken|vilket|hur|(?:till|åt|med) vem|what|why|who|whose|where|how|which|when|(?:with|to) whom)(?!\p{Ll})/iu

function headingOf(line: Line, lang: Lang, style: Style, above: Line | undefined): Heading | undefined {
  const { text, mark } = line
  if (line.page !== undefined || (mark === 'item' && !(style.lettered && lettering.test(text)))) return undefined
  if (mark === 'row') return rowHeading(line, lang, style)
  const isLettered = style.lettered && lettering.test(text) && topicsOf(lang, label(text)).length > 0
  const number = numbering.exec(text)?.[0] ?? ''
  const distinct = mark === 'heading' || (number !== '' && style.numbered) || isLettered
  const sign = text.slice(0, longestHeading).search(/[:?](?=\s|$)/)
  if (sign > 0 && sign < text.length - 1) {
    const named = plain(text.slice(0, sign))
    const topics = words(named) <= 10 && !/[.!;@]/.test(named) ? topicsOf(lang, named) : []
    const says = !distinct && text[sign] === ':' && hasVerb(lang, named) && !asks.test(named)
    // Under marked headings "Yhteystiedot:" and "Tiedot:" name what follows on their own line and nothing more.
    const below = !distinct && (style.numbered || style.marked || (style.shouted && !isShouted(named)))
    const tells = !below || (topics.some(one => one !== 'data' && one !== 'general') && !gathers.test(named))
    if (topics.length > 0 && !says && tells && /^\p{Lu}/u.test(named))
      return { topics, rights: headingRights(lang, named), text: named, end: sign + 1, only: below, brief: !distinct }
    // "5.1 Asukkaat: nimi, osoite": the number belongs to the label, and what follows it is of the section.
    if (topics.length === 0 && partNumber.test(text) && words(named) <= 6)
      return { topics, rights: [], text: named, end: sign + 1, only: false, brief: false }
  }
  if (text.length > longestHeading + 60 || (text.length > longestHeading && !distinct)) return undefined
  const whole = plain(text)
  if (whole === '' || (mark !== 'heading' && !isLettered && !/^[\p{Lu}"”]/u.test(whole))) return undefined
  const topics = topicsOf(lang, whole)
  const made = { topics, rights: headingRights(lang, whole), text: whole, end: text.length, only: false, brief: false }
  if (mark === 'heading') return made
  const ends = /[.,;!]$/.test(text) && !/^\d+\.$/.test(text)
  if (ends || words(whole) > 14) return undefined
  if (isLettered || (number !== '' && (topics.length > 0 || style.numbered))) return made
  if (isShouted(whole) && (topics.length > 0 || isTitle(lang, whole))) return made
  if (hasVerb(lang, whole) && !asks.test(text)) return undefined
  if (topics.length === 0 || words(whole) > 10 || /@|https?:|\d{4}/.test(whole)) return undefined
  if (style.gaps && !line.gap && !text.endsWith(':')) return undefined
  const listed = above?.text.endsWith(':') === true && above.mark !== 'heading' && !text.endsWith('?')
  if (listed && topics.every(topic => ['contact', 'data', 'cookies', 'general'].includes(topic))) return undefined
  // Under numbered or marked headings a line without either is a heading only when it stands alone and asks or ends so.
  if ((style.numbered || style.marked) && !text.endsWith(':') && !line.gap) return undefined
  return made
}

/** The two-column form of the authority: the heading in the first cell, what it asks for in the second. */
function rowHeading(line: Line, lang: Lang, style: Style): Heading | undefined {
  const cells = line.text.split('\t').filter(cell => cell.trim() !== '')
  const [first = '', ...others] = cells
  if (others.length !== 1 || first.length > longestHeading) return undefined
  const topics = topicsOf(lang, plain(first))
  const tells = numbering.test(first) || (!style.numbered && !style.marked)
  if (topics.length === 0 || !tells) return undefined
  // Two headings side by side are those of columns; a long second cell is what the first one asks for.
  const second = plain(others[0] ?? '')
  if (!numbering.test(first) && second.length < 40 && topicsOf(lang, second).length > 0) return undefined
  return {
    topics,
    rights: headingRights(lang, plain(first)),
    text: plain(first),
    end: line.text.indexOf('\t'),
    only: false,
    brief: false,
  }
}
