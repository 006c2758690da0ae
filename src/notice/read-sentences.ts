/** Where sentences end in Finnish, Swedish and English prose that is full of abbreviations, dates, sections of laws and addresses. */

import type { Span } from './read-things.ts'

/** What a full stop after it does not end a sentence; "jne." and "etc." may end one, so they are not here. */
const abbreviation =
  /(?:^|[\s(/"”'’])(?:mm|esim|ts|ks|vrt|ns|nk|ao|em|ko|ym|yms|tms|puh|tel|tfn|os|s-posti|nro|n:o|nr|no|klo|kl|art|kpl|mom|kohd|alk|huom|sis|max|min|n|noin|ent|tj|toim\.?joht|toim|dir|osoite|o\.s|t\.ex|bl\.a|m\.m|dvs|d\.v\.s|s\.k|ev|inkl|exkl|st|ca|e\.g|i\.e|e|i|t|bl|d|o|m|vs|cf|incl|mr|mrs|ms|dr|prof|ltd|inc|co|para|sec|p|s)$/i

const longestSentence = 1500

/** The sentences of one line, with nothing between them but blanks; a line without an end of a sentence is one. */
export function sentencesIn(line: string): readonly Span[] {
  const found: Span[] = []
  let start = 0
  const close = (end: number) => {
    const raw = line.slice(start, end)
    const lead = raw.length - raw.trimStart().length
    const length = raw.trim().length
    if (length > 0) found.push(...cut(line, start + lead, start + lead + length))
    start = end
  }
  for (const stop of line.matchAll(/[.!?…]+["”'’)\]]{0,3}(?=\s)/g)) {
    const end = stop.index + stop[0].length
    if (endsSentence(line, stop.index, stop[0], end)) close(end)
  }
  close(line.length)
  return found
}

function endsSentence(line: string, at: number, sign: string, end: number): boolean {
  if (!sign.startsWith('.') || sign.length > 1) return true
  const before = line.slice(Math.max(0, at - 24), at)
  const after = line.slice(end, end + 24).trimStart()
  if (/(?:^|\s)[\d.]{1,4}$/.test(before) && (at - 4 <= 0 || /^\d/.test(after) || /^\p{Ll}/u.test(after))) return false // "1. ", "12. tammikuuta"
  if (/(?:^|[^\p{L}\d])\d{1,2}$/u.test(before) && !/^\p{Lu}/u.test(after)) return false
  if (abbreviation.test(before)) return false
  return !/^\p{Ll}/u.test(after) || /[)”"]/.test(sign)
}

/** A sentence longer than anybody writes is cut at blanks, so that nothing has to look far. */
function cut(line: string, start: number, end: number): readonly Span[] {
  const pieces: Span[] = []
  let from = start
  while (end - from > longestSentence) {
    const blank = line.lastIndexOf(' ', from + longestSentence)
    const to = blank > from + longestSentence / 2 ? blank : from + longestSentence
    pieces.push({ start: from, end: to })
    from = line[to] === ' ' ? to + 1 : to
  }
  pieces.push({ start: from, end })
  return pieces
}
