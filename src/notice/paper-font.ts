/** Every letter of a name is printed as it is written: a font for paper is put together of the parts for its alphabets. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)

/** The order in which a letter is sought. WOFF and not WOFF2: of the latter fontkit cannot make a part of a font. */
const alphabets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const

export type Weight = 400 | 600
/** The sans of letters, the serif of the notice. */
export type Family = 'source-sans-3' | 'source-serif-4'

export interface Run {
  /** As `registerFont` knows it. */
  readonly font: string
  readonly text: string
}

interface Fonts {
  readonly registerFont: (name: string, source: Buffer) => unknown
}

const nameOf = (alphabet: string, weight: Weight): string => `${alphabet}-${weight}`

/** Makes the font known to a document; what is not used is not put into it. */
export function registerFonts(document: Fonts, family: Family): void {
  for (const weight of [400, 600] as const)
    for (const alphabet of alphabets) document.registerFont(nameOf(alphabet, weight), fileOf(family, alphabet, weight))
}

const files = new Map<string, Buffer>()

function fileOf(family: Family, alphabet: string, weight: Weight): Buffer {
  // The serif has no ancient Greek; the sans has everything.
  const from = alphabet === 'greek-ext' ? 'source-sans-3' : family
  const name = `${from}-${alphabet}-${weight}-normal.woff`
  const file = files.get(name) ?? readFileSync(resolve(`@fontsource/${from}/files/${name}`))
  files.set(name, file)
  return file
}

// As the package's own unicode.json cuts the font; Latin holds what no other part does.
const ranges: readonly (readonly [alphabet: (typeof alphabets)[number], letters: RegExp])[] = [
  ['latin', /^[ -\u00ffıŒœʻʼˆ˚˜\u2000-\u206f€™−←-↙�]$/u],
  ['cyrillic', /^[\u0301\u0400-\u045f\u0490\u0491\u04b0\u04b1№]$/u],
  ['cyrillic-ext', /^[\u0460-\u052f\u1c80-\u1c8a\u20b4\u2de0-\u2dff\ua640-\ua69f]$/u],
  ['greek-ext', /^[\u1f00-\u1fff]$/u],
  ['greek', /^[\u0370-\u03ff]$/u],
  ['vietnamese', /^[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9₫]$/u],
]

/** The text in runs of one font each. */
export function runsOf(text: string, weight: Weight): readonly Run[] {
  const runs: { font: string; text: string }[] = []
  for (const letter of text.normalize('NFC')) {
    const alphabet = ranges.find(([, letters]) => letters.test(letter))?.[0] ?? 'latin-ext'
    const font = nameOf(alphabet, weight)
    const last = runs.at(-1)
    if (last && (last.font === font || letter === ' ')) last.text += letter
    else runs.push({ font, text: letter })
  }
  return runs
}
