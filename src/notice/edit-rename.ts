/** When an id of a notice is renamed, everything that speaks of it is renamed with it. */

import { at, type Edit, isList, isMapping, type Path, type Value } from './edit-value.ts'

/** What has ids of its own in a notice. `fields` are those of one category. */
export type Named =
  | 'purposes'
  | 'interests'
  | 'sources'
  | 'categories'
  | 'duties'
  | 'cookies'
  | { readonly fieldsOf: string }

const asId = (word: string): string => word.toLowerCase().replaceAll(/\s+/g, '-')
const entries = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  isMapping(value) ? [...value] : []

/** The edits that rename the id where it is declared and wherever it is referred to. */
export function renaming(notice: Value, what: Named, from: string, to: string): readonly Edit[] {
  const declared = typeof what === 'string' ? [what, from] : ['categories', what.fieldsOf, 'fields', from]
  return [...references(notice, what, from, to), { do: 'rename', path: declared, key: to }]
}

function references(notice: Value, what: Named, from: string, to: string): readonly Edit[] {
  const categories = entries(at(notice, ['categories']))
  const inCategories = (edits: (path: Path, category: Value) => readonly Edit[]) =>
    categories.flatMap(([id, category]) => edits(['categories', id], category))
  const words = (path: Path): readonly Edit[] => itemsNamed(notice, path, from, to)

  if (typeof what !== 'string') {
    const category: Path = ['categories', what.fieldsOf]
    const uses = entries(at(notice, [...category, 'for'])).map(([purpose]) => [...category, 'for', purpose, 'fields'])
    return [[...category, 'required'], ...uses].flatMap(words)
  }
  switch (what) {
    case 'sources':
      return inCategories(path => words([...path, 'from']))
    case 'categories':
      return inCategories((path, category) =>
        ['from', 'for', 'keep'].flatMap(key =>
          at(category, [key]) === `same as ${from}` ? set([...path, key], `same as ${to}`) : [],
        ),
      )
    case 'interests':
      return inCategories((path, category) =>
        entries(at(category, ['for'])).flatMap(([purpose, use]) => {
          const place = [...path, 'for', purpose, ...(isMapping(use) ? ['basis'] : [])]
          const basis = isMapping(use) ? use.get('basis') : use
          const said = typeof basis === 'string' ? /^((?:legitimate )?interest )(.+)$/.exec(basis) : null
          return said?.[2] === from ? set(place, `${said[1]}${to}`) : []
        }),
      )
    case 'purposes':
      return [
        ...inCategories((path, category) => [
          ...(isMapping(at(category, ['for', from])) || at(category, ['for', from]) !== undefined
            ? [{ do: 'rename' as const, path: [...path, 'for', from], key: to }]
            : []),
          ...keepNamed(category, path, from, to),
        ]),
        ...entries(at(notice, ['duties'])).flatMap(([duty, given]) =>
          words(['duties', duty, ...(isMapping(given) ? ['purposes'] : [])]),
        ),
        ...entries(at(notice, ['cookies'])).flatMap(([cookie]) => words(['cookies', cookie, 'for'])),
      ]
    default:
      return []
  }
}

const set = (path: Path, value: string): readonly Edit[] => [{ do: 'set', path, value }]

/** The word itself, or each item of the list, that is this id. */
function itemsNamed(notice: Value, path: Path, from: string, to: string): readonly Edit[] {
  const found = at(notice, path)
  const is = (value: Value | undefined) => typeof value === 'string' && (value === from || asId(value) === from)
  if (!isList(found)) return is(found) ? set(path, to) : []
  return found.flatMap((item, i) => (is(item) ? set([...path, i], to) : []))
}

/** "6 years after fiscal year ends for bookkeeping and rights, otherwise …" */
function keepNamed(category: Value, path: Path, from: string, to: string): readonly Edit[] {
  const sentence = at(category, ['keep'])
  if (typeof sentence !== 'string') return []
  const renamed = sentence.replace(
    /( for )([^,;]+?)(?=\s*[,;]|\s+(?:then|otherwise)\s|$)/gi,
    (_, lead: string, names: string) => {
      const parts = names.split(/(\s+and\s+)/i)
      return lead + parts.map(name => (asId(name) === from ? to : name)).join('')
    },
  )
  return renamed === sentence ? [] : set([...path, 'keep'], renamed)
}
