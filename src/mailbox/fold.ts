/** Of a message its own words are told from what it quotes and from how it is signed: these are folded, and never thrown away. */

export interface Fold {
  readonly kind: 'own' | 'quoted' | 'signature'
  readonly text: string
}

/** A line above which everything is new: how mail programs begin the message that is answered. */
const begins = [
  /^-{2,}\s*(?:Alkuperäinen viesti|Original [Mm]essage|Ursprungligt meddelande|Ursprüngliche Nachricht|Forwarded message|Välitetty viesti|Vidarebefordrat meddelande|Message d'origine)\s*-{2,}/i,
  /^_{20,}$/,
  /^(?:>\s*)?(?:On|At|Am|Le|El|Il)\b.{6,250}\b(?:wrote|schrieb|a écrit|escribió|ha scritto)\s*:\s*$/i,
  /^.{4,250}\b(?:kirjoitti|skrev|wrote)\s*:\s*$/i,
  /^(?:Den|Il|Op)\b.{6,250}\bskrev\b.{0,120}:\s*$/i,
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,120}<[^>]+@[^>]+>:?\s*$/,
]
/** Headers of the message that is answered, as Outlook writes them: three of them in a row or more. */
const head =
  /^\*?(?:Lähettäjä|Lähetetty|Vastaanottaja|Aihe|Kopio|Päivämäärä|From|Sent|To|Subject|Date|Cc|Från|Skickat|Till|Ämne|Kopia|Datum|Von|Gesendet|An|Betreff)\s?:\*?/i

const signs = [
  /^--\s?$/,
  /^__+$/,
  /^(?:Lähetetty|Sent|Skickat|Skickades)\b.{0,12}\b(?:from|via|iPhone|iPad|Android|minun|min|my|laitteesta|puhelimesta|Samsung|Outlook|BlackBerry|Huawei|Yahoo|Mail)\b.{0,60}$/i,
  /^(?:Lähetetty|Skickat från)\s.{2,60}$/i,
  /^Hanki Outlook\b|^Get Outlook for\b|^Hämta Outlook\b|^Envoyé de\b|^Von meinem\b/i,
]

/** In the order in which they stand; the text of all of them together is the whole. */
export function foldMail(text: string): readonly Fold[] {
  const lines = text.split('\n')
  const marks = lines.map((_, at) => markOf(lines, at))
  // Once a message is quoted whole, everything after it belongs to it.
  const whole = marks.indexOf('rest')
  if (whole >= 0) marks.fill('quoted', whole)
  const sign = lines.findIndex((line, at) => marks[at] === 'own' && signs.some(one => one.test(line.trim())))
  if (sign >= 0) for (let at = sign; at < lines.length && marks[at] === 'own'; at++) marks[at] = 'signature'
  const folds: { kind: Fold['kind']; lines: string[] }[] = []
  for (const [at, line] of lines.entries()) {
    const mark = marks[at]
    const kind = mark === undefined || mark === 'rest' ? 'quoted' : mark
    const last = folds.at(-1)
    if (last && (last.kind === kind || line.trim() === '')) last.lines.push(line)
    else folds.push({ kind, lines: [line] })
  }
  return folds.map(({ kind, lines: some }) => ({ kind, text: some.join('\n') }))
}

/** What the sender wrote now, without what they quote and how they sign. */
export const ownWords = (text: string): string =>
  foldMail(text)
    .filter(({ kind }) => kind === 'own')
    .map(one => one.text)
    .join('\n')
    .trim()

const isBeginning = (line: string): boolean => begins.some(one => one.test(line))

/** The line that names whom is answered may be wrapped over two. */
const isWrapped = (first: string, second: string): boolean =>
  /^(?:On|ti|ma|ke|to|pe|la|su|Den)\b/i.test(first) && !isBeginning(first) && isBeginning(`${first} ${second}`)

function markOf(lines: readonly string[], at: number): Fold['kind'] | 'rest' {
  const line = lines[at]?.trim() ?? ''
  if (line === '') return 'own'
  if (line.startsWith('>')) return 'quoted'
  const above = lines[at - 1]?.trim() ?? ''
  if (isWrapped(above, line)) return 'quoted'
  if (isBeginning(line) || isWrapped(line, lines[at + 1]?.trim() ?? '')) {
    const next = lines.slice(at + 1).find(one => one.trim() !== '' && !/:\s*$/.test(one))
    // What follows is quoted line by line, and there may be more of their own below it.
    return next?.trim().startsWith('>') ? 'quoted' : 'rest'
  }
  const following = lines.slice(at, at + 6).filter(one => head.test(one.trim()))
  return head.test(line) && following.length >= 3 ? 'rest' : 'own'
}
