/** For each purpose of the notice whether the category serves it, and on what basis; the rest of a use opens below it. */

import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { at, isList, isMapping, type Path, type Value } from '../notice/edit-value.ts'
import type { RecordShape } from '../notice/language-shape.ts'
import { dotted, findingsUnder, idsIn, useEditing, useKeyWords, useNames, useWordNames } from './editing.web.ts'
import { FieldFindings } from './field-findings.web.tsx'
import { isSameWord, type KeyOf, setKey, valueAt } from './form-edits.ts'
import { basisOptions } from './word-field.web.tsx'

interface UsesProps {
  readonly path: Path
  readonly shape: RecordShape
  /** The fields of a use beside its basis. */
  readonly more: (use: Path) => ReactNode
}

export function UsesField({ path, shape, more }: UsesProps) {
  const { notice } = useEditing()
  const { label, help, found, say } = useKeyWords('category', 'for', dotted(path))
  const uses = at(notice, path)
  const purposes = idsIn(notice, 'purposes')
  const unknown = isMapping(uses) ? [...uses.keys()].filter(id => !purposes.includes(id)) : []
  return (
    <fieldset className="text-field" data-path={dotted(path)}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      {purposes.length === 0 && <p className="field-help">{say('ui.drafts.no-purposes')}</p>}
      <ul className="uses">
        {[...purposes, ...unknown].map(purpose => (
          <OneUse key={purpose} purpose={purpose} path={[...path, purpose]} shape={shape} more={more} />
        ))}
      </ul>
      <FieldFindings found={found.filter(one => one.path === dotted(path))} />
    </fieldset>
  )
}

function OneUse({ purpose, path, shape, more }: UsesProps & { readonly purpose: string }) {
  const { notice, language, findings, edit, visit } = useEditing()
  const { say } = useKeyWords('use', 'basis', dotted(path))
  const nameOf = useNames()
  const nameOfWord = useWordNames()
  const of: KeyOf = { record: path, shape, key: 'basis' }
  const use = at(notice, path)
  const basis = valueAt(notice, of)
  const [isOpen, open] = useState(false)
  const options = basisOptions(idsIn(notice, 'interests'), nameOfWord)
  const written = typeof basis === 'string' ? basis : ''
  const same = options.find(({ value }) => isSameWord(value, written) || `legitimate ${value}` === written)?.value
  const set = (value: Value) =>
    edit(dotted(path), now =>
      value === ''
        ? at(now, path) === undefined
          ? []
          : [{ do: 'remove', path }]
        : setKey(now, language.shape, of, value),
    )
  const name = nameOf('purposes', purpose)
  const known = language.known.categories.find(({ id }) => id === path[1])?.fields
  const fields = isMapping(use) ? use.get('fields') : undefined
  const narrowed = (isList(fields) ? fields : []).flatMap(id => {
    const field = known?.find(one => one.id === id)
    return field ? inOwnLanguage(field.name) : typeof id === 'string' ? id : []
  })
  return (
    <li data-path={dotted(path)} data-used={use !== undefined}>
      <span className="use-purpose">
        {name}
        {narrowed.length > 0 && (
          <span className="use-narrowed">{say('ui.drafts.only-fields', { fields: narrowed.join(', ') })}</span>
        )}
      </span>
      <NativeSelect
        size="sm"
        aria-label={say('ui.drafts.basis-for', { name })}
        value={same ?? written}
        onFocus={() => visit(dotted(path))}
        onChange={({ currentTarget }) => set(currentTarget.value)}
        data={[
          { value: '', label: say('ui.drafts.not-used') },
          ...(written !== '' && same === undefined ? [{ value: written, label: written }] : []),
          ...options,
        ]}
      />
      {use !== undefined && (
        <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {say('ui.drafts.more-of-use')}
        </Button>
      )}
      {use !== undefined && isOpen && <div className="use-more">{more(path)}</div>}
      <FieldFindings found={findingsUnder(findings, dotted(path))} />
    </li>
  )
}
