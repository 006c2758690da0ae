/** A field of one word or sentence: typed, chosen of the words that the language knows, or of the ids that the notice declares. */

import { NativeSelect, TextInput } from '@mantine/core'
import { useId } from 'react'
import { langNow } from '../../web/language.ts'
import type { Value } from '../notice/edit-value.ts'
import type { Shape, WordFormat } from '../notice/language-shape.ts'
import { idsIn, useEditing, useKeyWords, useNames, useTyped, useWordNames } from './editing.web.ts'
import { described } from './field-findings.web.tsx'
import { isSameWord } from './form-edits.ts'
import { suggestions } from './suggestions.ts'

export interface FieldProps {
  readonly group: string
  readonly name: string
  readonly path: string
  readonly value: Value | undefined
  readonly write: (value: Value | undefined) => void
}

const isDay = (word: string) => word === '' || /^\d{4}-\d{2}-\d{2}$/.test(word)

export function WordField({ group, name, path, value, write, format }: FieldProps & { readonly format: WordFormat }) {
  const { visit } = useEditing()
  const { label, help, found } = useKeyWords(group, name, path)
  const listId = useId()
  const written = typeof value === 'string' ? value : ''
  const typed = useTyped(written, said => write(said.trim()))
  if (format === 'country') return <ChoiceSelect {...{ group, name, path, value, write }} options={countries()} />
  const known = suggestions[format]
  return (
    <>
      <TextInput
        label={label}
        {...described(help, found)}
        type={format === 'date' && isDay(typed.value) ? 'date' : 'text'}
        inputMode={format === 'number' ? 'numeric' : undefined}
        list={known && listId}
        value={typed.value}
        onChange={({ currentTarget }) => typed.onChange(currentTarget.value)}
        onBlur={typed.onBlur}
        onFocus={() => visit(path)}
        data-path={path}
        autoComplete="off"
      />
      {known && (
        <datalist id={listId}>
          {known.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  )
}

interface Option {
  readonly value: string
  readonly label: string
}

/** Words that can be chosen; what stands there and is none of them stays, and is shown as it is. */
export function ChoiceSelect({
  group,
  name,
  path,
  value,
  write,
  options,
}: FieldProps & { readonly options: readonly Option[] }) {
  const { visit } = useEditing()
  const { label, help, found, say } = useKeyWords(group, name, path)
  const written = typeof value === 'string' ? value : ''
  const same = options.find(option => isSameWord(option.value, written))?.value
  return (
    <NativeSelect
      label={label}
      {...described(help, found)}
      value={same ?? written}
      onChange={({ currentTarget }) => write(currentTarget.value)}
      onFocus={() => visit(path)}
      data-path={path}
      data={[
        { value: '', label: say('ui.drafts.not-chosen') },
        ...(written !== '' && same === undefined ? [{ value: written, label: written }] : []),
        ...options,
      ]}
    />
  )
}

/** A word of a fixed choice, yes or no, an id of the notice, or a legal basis. */
export function ChoiceField({ shape, ...field }: FieldProps & { readonly shape: Shape }) {
  const { notice } = useEditing()
  const nameOfWord = useWordNames()
  const nameOf = useNames()
  const options = (): readonly Option[] => {
    if (shape.kind === 'choice')
      return shape.words.map(word => ({ value: word, label: nameOfWord(shape.names ?? 'words', word) }))
    if (shape.kind === 'yes-no') return ['yes', 'no'].map(word => ({ value: word, label: nameOfWord('words', word) }))
    if (shape.kind === 'reference' && shape.to !== 'fields')
      return idsIn(notice, shape.to).map(id => ({
        value: id,
        label: nameOf(shape.to === 'purposes' ? 'purposes' : 'sources', id),
      }))
    return basisOptions(idsIn(notice, 'interests'), nameOfWord)
  }
  return <ChoiceSelect {...field} options={options()} />
}

/** The bases of Art. 6(1), each interest of the notice as one of its own. */
export const basisOptions = (
  interests: readonly string[],
  nameOfWord: (group: string, word: string) => string,
): readonly Option[] => [
  ...(['contract', 'consent', 'permission', 'legal obligation'] as const).map(word => ({
    value: word,
    label: nameOfWord('bases', word.replace(' ', '-')),
  })),
  ...interests.map(id => ({ value: `interest ${id}`, label: `${nameOfWord('bases', 'interest')}: ${id}` })),
]

const named = new Map<string, readonly Option[]>()

/** Every country of ISO 3166-1, by its name in the language of the screen. */
function countries(): readonly Option[] {
  const lang = langNow()
  const known = named.get(lang)
  if (known) return known
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const not = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'] // CLDR names them, ISO 3166-1 does not
  const all = letters
    .flatMap(a => letters.map(b => a + b))
    .filter(code => !not.includes(code))
    .flatMap(value => {
      const label = names.of(value)
      return label === undefined ? [] : [{ value, label }]
    })
    .sort((a, b) => a.label.localeCompare(b.label, lang))
  named.set(lang, all)
  return all
}
