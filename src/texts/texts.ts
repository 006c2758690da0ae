/** Every sentence that a person reads comes from here, by key, in fi, sv and en; a key that does not exist does not compile. */

import i18next from 'i18next'
import type { TextArguments } from '../base/errors.ts'
import en from './en.json' with { type: 'json' }
import fi from './fi.json' with { type: 'json' }
import sv from './sv.json' with { type: 'json' }

type Paths<Node, Prefix extends string = ''> = {
  [Key in keyof Node & string]: Node[Key] extends string ? `${Prefix}${Key}` : Paths<Node[Key], `${Prefix}${Key}.`>
}[keyof Node & string]

/** A key of the texts: `errors.import.no-email`. i18next's plural suffixes (`_one`, `_other`) are part of the file, not of the key. */
export type TextKey =
  Paths<typeof fi> extends infer Key ? (Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key) : never

export type TextLang = 'fi' | 'sv' | 'en'

const texts = i18next.createInstance()
await texts.init({
  resources: { fi: { translation: fi }, sv: { translation: sv }, en: { translation: en } },
  fallbackLng: 'fi',
  interpolation: { escapeValue: false }, // the door that writes HTML escapes there
  returnEmptyString: false,
})

/** The text of a key in a language. `args` fill {{name}}; `count` chooses the plural form. */
export const text = (lang: TextLang, key: TextKey, args: TextArguments = nothing): string =>
  (args === nothing ? whole(lang, key) : filled(lang, key, args)) ?? texts.t(key, { lng: lang, ...args })

/** The same for a key that is put together while running (a refusal's, a finding's); undefined when there is no such text. */
export const textIfAny = (lang: TextLang, key: string, args: TextArguments = nothing): string | undefined => {
  if (args === nothing) return whole(lang, key)
  return texts.exists(key, { lng: lang, ...args }) ? texts.t(key, { lng: lang, ...args }) : undefined
}

const nothing: TextArguments = {}

// A notice is read and drawn at each keystroke and asks for hundreds of texts into which nothing is put: each is sought once.
const found: Readonly<Record<TextLang, Map<string, string>>> = { fi: new Map(), sv: new Map(), en: new Map() }

function whole(lang: TextLang, key: string): string | undefined {
  const known = found[lang].get(key)
  if (known !== undefined || !texts.exists(key, { lng: lang })) return known
  const said = texts.t(key, { lng: lang })
  found[lang].set(key, said)
  return said
}

/** As i18next fills a text that has neither a plural nor another text in it; a copy of Art. 15 has a thousand of them. Undefined: one that has. */
function filled(lang: TextLang, key: string, args: TextArguments): string | undefined {
  if ('count' in args) return undefined
  const known = plain[lang].get(key) ?? texts.getResource(lang, 'translation', key)
  if (typeof known !== 'string' || known.includes('$t(')) return undefined
  plain[lang].set(key, known)
  return known.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(args[name] ?? ''))
}

const plain: Readonly<Record<TextLang, Map<string, string>>> = { fi: new Map(), sv: new Map(), en: new Map() }

/** The best of the three languages for an Accept-Language header (RFC 9110 §12.5.4); Finnish when none fits. */
export function langFor(acceptLanguage: string | undefined): TextLang {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map(part => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';')
      const q = params.map(p => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(value => value !== undefined)
      return { lang: tag.split('-')[0], q: q === undefined ? 1 : Number(q) }
    })
    .sort((a, b) => b.q - a.q)
  for (const { lang, q } of wanted) if (q > 0 && (lang === 'fi' || lang === 'sv' || lang === 'en')) return lang
  return 'fi'
}
