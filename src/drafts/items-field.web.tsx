/** A list of the notice: ticks, lines of one's own, texts, or a card for each thing of several words. */

import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { inOwnLanguage } from '../../web/account.ts'
import { useText } from '../../web/language.ts'
import { at, isList, isMapping, type Path, type Value } from '../notice/edit-value.ts'
import type { RecordShape, Shape } from '../notice/language-shape.ts'
import { dotted, idsIn, useEditing, useKeyWords, useNames, useWordNames } from './editing.web.ts'
import { EntryCard } from './entries-field.web.tsx'
import { FieldFindings } from './field-findings.web.tsx'
import { fieldIdsOf } from './fields-field.web.tsx'
import { isSameWord, type KeyOf, pathOf, setInList, setKey, valueAt } from './form-edits.ts'
import { OwnLines, TickedWords } from './list-field.web.tsx'
import { Languages } from './text-field.web.tsx'

type DrawRecord = (record: Path, shape: RecordShape) => ReactNode

/** A list in the form that its items ask for; `card` draws one that is a record. */
export function ListField({
  of,
  shape,
  value,
  card,
}: {
  of: KeyOf
  shape: Shape & { readonly kind: 'list' }
  value: Value | undefined
  card: DrawRecord
}) {
  const { notice, language, edit } = useEditing()
  const nameOf = useNames()
  const nameOfWord = useWordNames()
  const place = pathOf(notice, of)
  const path = dotted(place)
  const list = { group: of.shape.group, name: of.key, path, value }
  const tick = (word: Value, isIn: boolean) => edit(path, now => setInList(now, language.shape, of, word, isIn))
  const none = shape.orNone && {
    is: value === 'none',
    set: (is: boolean) => edit(path, now => setKey(now, language.shape, of, is ? 'none' : undefined)),
  }
  const { of: item } = shape
  const category = String(of.record.find((_, i) => of.record[i - 1] === 'categories') ?? '')
  const known = language.known.categories.find(({ id }) => id === category)
  const ticked = (options: readonly { value: string; label: string }[]) => (
    <TickedWords {...list} options={options} tick={tick} none={none} />
  )
  if (item.kind === 'choice')
    return ticked(item.words.map(word => ({ value: word, label: nameOfWord(item.names ?? 'words', word) })))
  if (item.kind === 'reference' && item.to === 'fields') {
    const fields = fieldIdsOf(at(notice, ['categories', category, 'fields']), known?.fields ?? [])
    return ticked(
      fields.map(id => {
        const name = known?.fields?.find(field => field.id === id)?.name
        return { value: id, label: name ? inOwnLanguage(name) : id }
      }),
    )
  }
  if (item.kind === 'reference') {
    const group = item.to === 'purposes' ? 'purposes' : 'sources'
    const known = group === 'sources' ? language.known.sources.map(({ id }) => id) : []
    const ids = [...new Set([...idsIn(notice, group), ...known])]
    return ticked(ids.map(id => ({ value: id, label: nameOf(group, id) })))
  }
  if (item.kind === 'record')
    return <CardsField of={of} item={item} value={value} none={none || undefined} card={card} />
  if (item.kind === 'text') return <TextsField of={of} item={item} value={value} />
  if (known?.about && of.key === 'about') return ticked(known.about.map(word => ({ value: word, label: word })))
  const items = isList(value) ? value : value === undefined || value === '' ? [] : [value]
  return (
    <OwnLines
      {...list}
      setItem={(index, said) =>
        edit(path, now =>
          isList(valueAt(now, of))
            ? [{ do: 'set', path: [...place, index], value: said }]
            : setKey(now, language.shape, of, [said]),
        )
      }
      add={() =>
        edit(path, now =>
          items.length === 0
            ? setKey(now, language.shape, of, ['…'])
            : [{ do: 'insert', path: [...place, items.length], value: '…' }],
        )
      }
      remove={index =>
        edit(path, now =>
          items.length === 1 ? setKey(now, language.shape, of, undefined) : [{ do: 'remove', path: [...place, index] }],
        )
      }
    />
  )
}

interface ItemsProps<Of extends Shape> {
  readonly of: KeyOf
  readonly item: Of
  readonly value: Value | undefined
}

/** A list of things of several words: recipients. */
function CardsField({
  of,
  item,
  value,
  none,
  card,
}: ItemsProps<RecordShape> & {
  readonly none?: { is: boolean; set: (is: boolean) => void } | undefined
  readonly card: DrawRecord
}) {
  const say = useText()
  const { language, edit } = useEditing()
  const place = [...of.record, of.key]
  const { label, help, found } = useKeyWords(of.shape.group, of.key, dotted(place))
  const items = isList(value) ? value : []
  const nameOf = (one: Value) =>
    isMapping(one) && typeof one.get('name') === 'string' ? String(one.get('name')) : say('ui.drafts.unnamed')
  const add = () => {
    const fresh: Value = new Map([['name', '…']])
    edit(dotted(place), now =>
      isList(at(now, place))
        ? [{ do: 'insert', path: [...place, items.length], value: fresh }]
        : setKey(now, language.shape, of, [fresh]),
    )
  }
  return (
    <fieldset className="part-of-record" data-path={dotted(place)}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      <FieldFindings found={found.filter(one => one.path === dotted(place))} />
      {items.map((one, index) => (
        <EntryCard
          // biome-ignore lint/suspicious/noArrayIndexKey: an item of a list is known by its place
          key={index}
          path={[...place, index]}
          name={nameOf(one)}
          index={index}
          count={items.length}
          startsOpen={nameOf(one) === '…'}
        >
          {() => card([...place, index], item)}
        </EntryCard>
      ))}
      {value !== 'none' && (
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {say('ui.drafts.add')}
        </Button>
      )}
      {none && items.length === 0 && (
        <Button variant="default" ml={value === 'none' ? 0 : 'xs'} onClick={() => none.set(value !== 'none')}>
          {say(value === 'none' ? 'ui.drafts.not-none' : 'ui.drafts.none')}
        </Button>
      )}
    </fieldset>
  )
}

/** A list of texts, some of the vocabulary and some of one's own. */
function TextsField({ of, item, value }: ItemsProps<Shape & { readonly kind: 'text' }>) {
  const say = useText()
  const { language, edit } = useEditing()
  const nameOfWord = useWordNames()
  const place = [...of.record, of.key]
  const { label } = useKeyWords(of.shape.group, of.key, dotted(place))
  const items = isList(value) ? value : value === undefined || value === '' ? [] : [value]
  const words = item.known?.words ?? []
  const isKnown = (one: Value) => words.some(word => isSameWord(word, one))
  const addOwn = () =>
    edit(dotted(place), now => setInList(now, language.shape, of, say('ui.drafts.own-words-start'), true))
  return (
    <>
      <TickedWords
        group={of.shape.group}
        name={of.key}
        path={dotted(place)}
        value={items.filter(isKnown)}
        options={words.map(word => ({ value: word, label: nameOfWord(item.known?.group ?? '', word) }))}
        tick={(word, isIn) => edit(dotted(place), now => setInList(now, language.shape, of, word, isIn))}
      />
      {items.map((one, index) =>
        isKnown(one) ? null : (
          <EntryCard
            // biome-ignore lint/suspicious/noArrayIndexKey: an item of a list is known by its place
            key={index}
            path={[...place, index]}
            name={typeof one === 'string' ? one : say('ui.drafts.own-words')}
            index={index}
            count={items.length}
          >
            {() => (
              <Languages
                label={label}
                path={dotted([...place, index])}
                value={one}
                write={now =>
                  edit(dotted([...place, index]), () => [
                    now === undefined
                      ? { do: 'remove', path: [...place, index] }
                      : { do: 'set', path: [...place, index], value: now },
                  ])
                }
              />
            )}
          </EntryCard>
        ),
      )}
      <Button variant="default" size="compact-sm" leftSection={<IconPlus size={15} aria-hidden />} onClick={addOwn}>
        {say('ui.drafts.add-own-words')}
      </Button>
    </>
  )
}
