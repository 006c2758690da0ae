/** What every field of the editor stands on: the notice as it is now, its language in words, what check says, and how to change it. */

import { createContext, use, useEffect, useRef, useState } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { useText } from '../../web/language.ts'
import { at, type Edit, isList, isMapping, type Path, type Value } from '../notice/edit-value.ts'
import type { Language } from '../notice/language-words.ts'
import type { Lang } from '../notice/notice.ts'
import type { ToldFinding } from '../notice/notice-answers.ts'

export interface Editing {
  readonly notice: Value
  readonly language: Language
  /** Of the notice; the first is the language of record. */
  readonly langs: readonly Lang[]
  readonly findings: readonly ToldFinding[]
  /** Changes the text as it is at that moment; `where` tells bursts of typing apart. */
  readonly edit: (where: string, make: (notice: Value) => readonly Edit[]) => void
  /** Says what part is being edited, so that the document beside it shows the same. */
  readonly visit: (path: string) => void
}

export const EditingContext = createContext<Editing | undefined>(undefined)

export function useEditing(): Editing {
  const editing = use(EditingContext)
  if (!editing) throw new Error('a field of the notice stands outside the editor')
  return editing
}

export const dotted = (path: Path): string => path.join('.')

const isUnder = (path: string, part: string): boolean => path === part || path.startsWith(`${part}.`)

/** What check says of the part: of it alone, or of everything in it. */
export const findingsAt = (findings: readonly ToldFinding[], part: string): readonly ToldFinding[] =>
  findings.filter(({ path }) => path === part)
export const findingsUnder = (findings: readonly ToldFinding[], part: string): readonly ToldFinding[] =>
  findings.filter(({ path }) => isUnder(path, part))

/** The ids that the notice declares under a key, in its order. */
export function idsIn(notice: Value, key: 'purposes' | 'interests' | 'sources' | 'categories'): readonly string[] {
  const found = at(notice, [key])
  return isMapping(found) ? [...found.keys()] : []
}

/** What an id is called: by the notice's own text, else by the vocabulary, else as it is written. */
export function useNames() {
  const { notice, language } = useEditing()
  return (key: 'purposes' | 'categories' | 'sources' | 'duties', id: string): string => {
    const own = at(notice, [key, id, 'name'])
    if (typeof own === 'string' && own !== '') return own
    if (isMapping(own)) return inOwnLanguage(Object.fromEntries([...own].map(([lang, said]) => [lang, String(said)])))
    const known = language.known[key].find(one => one.id === id)
    return known ? inOwnLanguage(known.name) : id
  }
}

/** The name of a word of the vocabulary in the language of the screen. */
export function useWordNames() {
  const { language } = useEditing()
  return (group: string, word: string): string => {
    const name = language.words[group]?.[word]
    return name && Object.keys(name).length > 0 ? inOwnLanguage(name) : word
  }
}

const settles = 60 // milliseconds without a key

/** A field that is typed in: the notice follows when the typing rests, and at the latest when the field is left. */
export function useTyped(value: string, commit: (typed: string) => void) {
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const pending = useRef<string | undefined>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(commit)
  useEffect(() => {
    latest.current = commit
  })
  const flush = useRef(() => {
    clearTimeout(timer.current)
    const said = pending.current
    pending.current = undefined
    if (said !== undefined) latest.current(said)
  })
  useEffect(() => flush.current, [])
  return {
    value: typed ?? value,
    onChange: (now: string) => {
      setTyped(now)
      pending.current = now
      clearTimeout(timer.current)
      timer.current = setTimeout(() => flush.current(), settles)
    },
    onBlur: () => {
      flush.current()
      setTyped(undefined)
    },
  }
}

/** The notice's languages as far as its text can say them; Finnish when it says none. */
export function langsOf(notice: Value): readonly Lang[] {
  const said = at(notice, ['languages'])
  const words = isList(said) ? said : [said]
  const known = (['fi', 'sv', 'en'] as const).filter(lang => words.includes(lang))
  const first = known.find(lang => lang === words[0])
  return first === undefined ? (known.length > 0 ? known : ['fi']) : [first, ...known.filter(lang => lang !== first)]
}

/** The key's own words: its name, what it means, and what is wrong with what stands there. */
export function useKeyWords(group: string, key: string, path: string) {
  const { language, findings } = useEditing()
  const say = useText()
  const words = language.keys[group]?.[key]
  return { label: words?.name ?? key, help: words?.help, found: findingsUnder(findings, path), say }
}
