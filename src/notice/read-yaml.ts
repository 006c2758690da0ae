/** Lines of a notice.yaml written so that the parser reads back exactly the words that went in. */

const widest = 120

/** Words that stand as they are: no sign of YAML in them, nothing that begins or ends oddly. */
const plain = /^[\p{L}\d][\p{L}\d ./()&%+@_–’-]*$/u

/** A word or words on one line, quoted where YAML would misread them. */
export const word = (words: string): string => {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  return plain.test(line) && !/^(?:none|same as .*)$/i.test(line) ? line : JSON.stringify(line)
}

/** A key and its text: on one line when it fits, else folded below it. */
export function entry(indent: string, key: string, text: string): readonly string[] {
  const short = `${indent}${key}: ${word(text)}`
  return short.length <= widest ? [short] : [`${indent}${key}: >-`, ...wrapped(text, `${indent}  `)]
}

/** A list item that is a text. */
export function item(indent: string, text: string): readonly string[] {
  const short = `${indent}- ${word(text)}`
  return short.length <= widest ? [short] : [`${indent}- >-`, ...wrapped(text, `${indent}  `)]
}

/** Comment lines. */
export const comment = (indent: string, text: string): readonly string[] => wrapped(text, `${indent}# `)

/** The words in lines; a word that is longer than a line keeps it for itself. */
function wrapped(text: string, lead: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const one of text.split(/\s+/).filter(part => part !== '')) {
    if (line !== '' && lead.length + line.length + 1 + one.length > widest) {
      lines.push(`${lead}${line}`)
      line = one
    } else line = line === '' ? one : `${line} ${one}`
  }
  return line === '' ? lines : [...lines, `${lead}${line}`]
}

const letters: Readonly<Record<string, string>> = {
  ä: 'a',
  å: 'a',
  ö: 'o',
  æ: 'ae',
  ø: 'o',
  ß: 'ss',
  đ: 'd',
  ŋ: 'n',
  ŧ: 't',
}

/** An id made of words: "Tilausten hoitaminen" → tilausten-hoitaminen; `taken` ones get a number. */
export function idOf(words: string, taken: ReadonlySet<string>, otherwise: string): string {
  const base = words
    .toLowerCase()
    .replaceAll(/[äåöæøßđŋŧ]/g, letter => letters[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 36)
    .replace(/-+$/, '')
  const id = base === '' ? otherwise : base
  if (!taken.has(id)) return id
  for (let n = 2; ; n++) if (!taken.has(`${id}-${n}`)) return `${id}-${n}`
}
