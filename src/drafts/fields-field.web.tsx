/** The fields of a category: those of the vocabulary are ticked, those of one's own have a name and a type. */

import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { useText } from '../../web/language.ts'
import { at, type Edit, isList, isMapping, type Path, type Value } from '../notice/edit-value.ts'
import type { Language } from '../notice/language-words.ts'
import { AddOwn } from './add-entry.web.tsx'
import { dotted, useEditing, useKeyWords } from './editing.web.ts'
import { FieldFindings } from './field-findings.web.tsx'
import { ordersOf } from './form-edits.ts'

interface FieldsProps {
  readonly path: Path
  readonly category: string
  /** A field of one's own, to be changed. */
  readonly own: (path: Path, id: string) => ReactNode
}

type KnownField = NonNullable<Language['known']['categories'][number]['fields']>[number]

/** The ids of the fields that the category has now. */
export function fieldIdsOf(value: Value | undefined, known: readonly KnownField[]): readonly string[] {
  if (isMapping(value)) return [...value.keys()]
  if (isList(value)) return value.filter(one => typeof one === 'string')
  if (typeof value === 'string' && value !== '') return [value]
  return known.filter(one => !one.onlyIfNamed).map(({ id }) => id)
}

export function FieldsField({ path, category, own }: FieldsProps) {
  const { notice, language, edit, visit } = useEditing()
  const { label, help, found } = useKeyWords('category', 'fields', dotted(path))
  const say = useText()
  const known = language.known.categories.find(({ id }) => id === category)?.fields ?? []
  const value = at(notice, path)
  const ids = fieldIdsOf(value, known)
  const others = ids.filter(id => !known.some(one => one.id === id))
  const orders = ordersOf(language.shape, path)

  /** One field more or less, in the form that the list has now. */
  const toggle = (now: Value, id: string, isIn: boolean): readonly Edit[] => {
    const there = at(now, path)
    const all = fieldIdsOf(there, known)
    if (isMapping(there))
      return isIn ? [{ do: 'set', path: [...path, id], value: '' }] : [{ do: 'remove', path: [...path, id] }]
    if (!isList(there)) return [{ do: 'set', path, value: isIn ? [...all, id] : all.filter(one => one !== id), orders }]
    return isIn
      ? [{ do: 'insert', path: [...path, there.length], value: id }]
      : [{ do: 'remove', path: [...path, there.indexOf(id)] }]
  }
  const addOwn = (id: string) =>
    edit(dotted(path), now => {
      const field: Value = new Map([['type', 'text']])
      if (isMapping(at(now, path))) return [{ do: 'set', path: [...path, id], value: field }]
      const before = fieldIdsOf(at(now, path), known).map((one): [string, Value] => [one, ''])
      return [{ do: 'set', path, value: new Map<string, Value>([...before, [id, field]]), orders }]
    })

  return (
    <fieldset className="text-field" data-path={dotted(path)}>
      <legend>{label}</legend>
      {help !== undefined && known.length > 0 && <p className="field-help">{help}</p>}
      <div className="ticks">
        {known.map(({ id, name }) => (
          <Checkbox
            key={id}
            size="sm"
            label={inOwnLanguage(name)}
            checked={ids.includes(id)}
            disabled={ids.length === 1 && ids.includes(id)}
            onChange={({ currentTarget: { checked } }) => edit(dotted(path), now => toggle(now, id, checked))}
            onFocus={() => visit(dotted(path))}
          />
        ))}
      </div>
      {others.map(id => own([...path, id], id))}
      <AddOwn label={say('ui.drafts.add-field')} taken={[...ids, ...known.map(({ id }) => id)]} add={addOwn} />
      <FieldFindings found={found.filter(one => one.path === dotted(path))} />
    </fieldset>
  )
}
