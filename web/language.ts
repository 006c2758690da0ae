/** Texts of one language are fetched when it is chosen; a key that does not exist does not compile. */

import { createInstance } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { TextArguments } from '../src/base/errors.ts'
import type { TextKey, TextLang } from '../src/texts/texts.ts'

const bundles = {
  fi: () => import('../src/texts/fi.json', { with: { type: 'json' } }),
  sv: () => import('../src/texts/sv.json', { with: { type: 'json' } }),
  en: () => import('../src/texts/en.json', { with: { type: 'json' } }),
}

/** What the screens after the first one say: vite.config.ts cuts each language in two. */
const further = {
  fi: () => import('../src/texts/fi.json?further'),
  sv: () => import('../src/texts/sv.json?further'),
  en: () => import('../src/texts/en.json?further'),
}

export const langs: readonly TextLang[] = ['fi', 'sv', 'en']

/** Each language in its own words: a person who has lost their way must recognise theirs. */
export const langNames: Readonly<Record<TextLang, string>> = { fi: 'Suomi', sv: 'Svenska', en: 'English' }

const texts = createInstance()

const spokenFurther = new Set<TextLang>()

/** Fetches the language and says everything in it from now on. */
export async function speak(lang: TextLang): Promise<void> {
  const [bundle] = await Promise.all([bundles[lang](), spokenFurther.size > 0 && speakFurther(lang)])
  if (!texts.isInitialized)
    await texts.use(initReactI18next).init({
      lng: lang,
      resources: {},
      fallbackLng: false,
      interpolation: { escapeValue: false }, // React escapes
      react: { useSuspense: false },
    })
  texts.addResourceBundle(lang, 'translation', bundle.default, true, true)
  await texts.changeLanguage(lang)
  document.documentElement.lang = lang
}

/** Fetches what the screens after the first one say; once a language. */
export async function speakFurther(lang = langNow()): Promise<void> {
  if (spokenFurther.has(lang)) return
  const bundle = await further[lang]()
  texts.addResourceBundle(lang, 'translation', bundle.default, true, true)
  spokenFurther.add(lang)
}

const chosenHere = 'seloste.lang'

/** Keeps the choice in this browser; what the account has is taken only where nothing was chosen. */
export const rememberLang = (lang: TextLang): void => localStorage.setItem(chosenHere, lang)

export const isLangChosenHere = (): boolean => localStorage.getItem(chosenHere) !== null

/** What was chosen last, else what the browser asks for, else Finnish. */
export function langAtStart(): TextLang {
  const wanted = [localStorage.getItem(chosenHere), ...navigator.languages.map(tag => tag.slice(0, 2))]
  return langs.find(lang => lang === wanted.find(tag => langs.some(known => known === tag))) ?? 'fi'
}

export const langNow = (): TextLang => langs.find(lang => lang === texts.language) ?? 'fi'

export type Say = (key: TextKey, args?: TextArguments) => string

/** The text of a key in the language that the person reads now, outside components. */
export const say: Say = (key, args = {}) => texts.t(key, args)

/** The same in a component, which is drawn again when the language changes. */
export function useText(): Say {
  useTranslation('translation', { i18n: texts })
  return say
}
