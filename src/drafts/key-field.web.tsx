/** Every part of the notice as a form, drawn from the description of the language: no part has a form written for it alone. */

import { NativeSelect } from '@mantine/core'
import { inOwnLanguage } from '../../web/account.ts'
import { useText } from '../../web/language.ts'
import { at, isMapping, type Path, type Value } from '../notice/edit-value.ts'
import type { EntriesShape, Key, RecordShape, Shape } from '../notice/language-shape.ts'
import type { Text } from '../notice/notice.ts'
import { AddKnown, AddOwn } from './add-entry.web.tsx'
import { dotted, findingsAt, idsIn, useEditing, useKeyWords, useNames } from './editing.web.ts'
import { EntryCard } from './entries-field.web.tsx'
import { FieldFindings } from './field-findings.web.tsx'
import { FieldsField } from './fields-field.web.tsx'
import { type KeyOf, pathOf, setKey, valueAt } from './form-edits.ts'
import { ListField } from './items-field.web.tsx'
import { TextField } from './text-field.web.tsx'
import { UsesField } from './uses-field.web.tsx'
import { ChoiceField, WordField } from './word-field.web.tsx'

interface RecordProps {
  readonly record: Path
  readonly shape: RecordShape
  /** Keys that this record needs not. */
  readonly without?: readonly string[]
  /** Ready texts of the vocabulary by key. */
  readonly ready?: Readonly<Record<string, Text | undefined>> | undefined
}

export function RecordFields({ record, shape, without = [], ready }: RecordProps) {
  const { findings } = useEditing()
  return (
    <>
      <FieldFindings found={findingsAt(findings, dotted(record))} />
      {Object.entries(shape.keys)
        .filter(([key]) => !without.includes(key))
        .map(([key, described]) => (
          <KeyField key={key} of={{ record, shape, key }} described={described} ready={ready?.[key]} />
        ))}
    </>
  )
}

interface KeyFieldProps {
  readonly of: KeyOf
  readonly described: Key
  readonly ready?: Text | undefined
}

export function KeyField({ of, described, ready }: KeyFieldProps) {
  const { notice } = useEditing()
  if (described.sameAs) return <SharedField of={of} shape={described.shape} />
  return <ShapedField of={of} shape={described.shape} value={valueAt(notice, of)} ready={ready} />
}

interface ShapedProps {
  readonly of: KeyOf
  readonly shape: Shape
  readonly value: Value | undefined
  readonly ready?: Text | undefined
}

function ShapedField({ of, shape, value, ready }: ShapedProps) {
  const { notice, language, edit } = useEditing()
  const place = pathOf(notice, of)
  const path = dotted(place)
  const field = {
    group: of.shape.group,
    name: of.key,
    path,
    value,
    write: (now: Value | undefined) => edit(path, root => setKey(root, language.shape, of, now)),
  }
  switch (shape.kind) {
    case 'word':
      return <WordField {...field} format={shape.format} />
    case 'choice':
    case 'yes-no':
    case 'reference':
    case 'basis':
      return <ChoiceField {...field} shape={shape} />
    case 'text':
      return <TextField {...field} ready={ready} known={shape.known} />
    case 'record':
      return <PartOfRecord of={of} shape={shape} />
    case 'list':
      return (
        <ListField
          of={of}
          shape={shape}
          value={value}
          card={(record, item) => <RecordFields record={record} shape={item} />}
        />
      )
    case 'entries':
      return <EntriesField of={of} shape={shape} value={value} />
  }
}

function PartOfRecord({ of, shape }: { of: KeyOf; shape: RecordShape }) {
  const record = [...of.record, of.key]
  const { label, help } = useKeyWords(of.shape.group, of.key, dotted(record))
  return (
    <fieldset className="part-of-record" data-path={dotted(record)}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      <RecordFields record={record} shape={shape} />
    </fieldset>
  )
}

const sameAs = (value: Value | undefined): string | undefined =>
  typeof value === 'string' ? /^same as (.+)$/.exec(value)?.[1] : undefined

/** What a category may say in the words of another. */
function SharedField({ of, shape }: { of: KeyOf; shape: Shape }) {
  const say = useText()
  const { notice, language, edit } = useEditing()
  const nameOf = useNames()
  const path = dotted([...of.record, of.key])
  const { label } = useKeyWords(of.shape.group, of.key, path)
  const value = valueAt(notice, of)
  const other = sameAs(value)
  const said = (category: string) => at(notice, ['categories', category, of.key])
  const others = idsIn(notice, 'categories').filter(
    id => id !== of.record.at(-1) && said(id) !== undefined && sameAs(said(id)) === undefined,
  )
  const choose = (category: string) =>
    edit(path, now => setKey(now, language.shape, of, category === '' ? said(other ?? '') : `same as ${category}`))
  return (
    <div className="shared-field">
      {(others.length > 0 || other !== undefined) && (
        <NativeSelect
          size="xs"
          className="same-as"
          aria-label={say('ui.drafts.same-as', { name: label })}
          value={other ?? ''}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          data={[
            { value: '', label: say('ui.drafts.said-here', { name: label }) },
            ...[...new Set([...others, ...(other === undefined ? [] : [other])])].map(id => ({
              value: id,
              label: say('ui.drafts.same-as-category', { name: label, category: nameOf('categories', id) }),
            })),
          ]}
        />
      )}
      {other === undefined && <ShapedField of={of} shape={shape} value={value} />}
    </div>
  )
}

/** Purposes, categories, sources, duties, cookies, interests; the uses and fields of a category have forms of their own. */
function EntriesField({ of, shape, value }: { of: KeyOf; shape: EntriesShape; value: Value | undefined }) {
  const say = useText()
  const { language, edit } = useEditing()
  const nameOf = useNames()
  const place = [...of.record, of.key]
  const path = dotted(place)
  const { label, help, found } = useKeyWords(of.shape.group, of.key, path)
  if (shape.ids === 'uses')
    return (
      <UsesField
        path={place}
        shape={shape.of}
        more={use => <RecordFields record={use} shape={shape.of} without={['basis']} />}
      />
    )
  if (shape.ids === 'fields')
    return (
      <FieldsField
        path={place}
        category={String(of.record.at(-1))}
        own={(field, id) => (
          <EntryCard
            key={id}
            path={field}
            name={id}
            id={id}
            index={0}
            count={1}
            renames={{ fieldsOf: String(of.record.at(-1)) }}
            startsOpen
          >
            {() => <RecordFields record={field} shape={shape.of} />}
          </EntryCard>
        )}
      />
    )
  const { ids: what } = shape
  const group = what === 'interests' || what === 'cookies' ? undefined : what
  const known = group === undefined ? [] : language.known[group]
  const ids = isMapping(value) ? [...value.keys()] : []
  const first: Value = what === 'cookies' ? new Map([['category', 'necessary']]) : ''
  const add = (id: string) =>
    edit(path, () => [{ do: 'set', path: [...place, id], value: first, orders: [Object.keys(language.shape.keys)] }])
  return (
    <fieldset className="part-of-record" data-path={path}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      <FieldFindings found={found.filter(one => one.path === path)} />
      {ids.map((id, index) => {
        const entry = known.find(one => one.id === id)
        return (
          <EntryCard
            key={id}
            path={[...place, id]}
            name={group === undefined ? id : nameOf(group, id)}
            id={id}
            index={index}
            count={ids.length}
            renames={entry === undefined ? what : undefined}
          >
            {() => (
              <RecordFields
                record={[...place, id]}
                shape={shape.of}
                without={needless(shape, entry)}
                ready={entry && { name: entry.name, explanation: entry.explanation }}
              />
            )}
          </EntryCard>
        )
      })}
      <AddKnown
        label={say('ui.drafts.add-known', { name: label })}
        options={known
          .filter(({ id }) => !ids.includes(id))
          .map(({ id, name }) => ({ value: id, label: inOwnLanguage(name) }))}
        add={add}
      />
      <AddOwn
        label={say(shape.ids === 'cookies' ? 'ui.drafts.cookie-name' : 'ui.drafts.own-name')}
        taken={[...ids, ...known.map(({ id }) => id)]}
        add={add}
        asWritten={shape.ids === 'cookies'}
      />
    </fieldset>
  )
}

/** What the vocabulary has settled, and channels of a purpose that contacts nobody, are not asked. */
const needless = (
  { of }: EntriesShape,
  entry: { readonly contacts?: true; readonly about?: readonly string[] } | undefined,
): readonly string[] =>
  Object.entries(of.keys)
    .filter(([key, { own }]) => {
      if (entry === undefined) return key === 'about'
      return own || (key === 'channels' && !entry.contacts) || (key === 'about' && entry.about === undefined)
    })
    .map(([key]) => key)
