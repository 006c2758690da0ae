/** A list: words that are ticked where the language or the notice knows them, lines of one's own where it does not. */

import { Button, Checkbox, CloseButton, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useText } from '../../web/language.ts'
import { isList, type Value } from '../notice/edit-value.ts'
import { useEditing, useKeyWords, useTyped } from './editing.web.ts'
import { FieldFindings } from './field-findings.web.tsx'
import { isSameWord } from './form-edits.ts'

interface Option {
  readonly value: string
  readonly label: string
}

interface ListProps {
  readonly group: string
  readonly name: string
  readonly path: string
  readonly value: Value | undefined
}

const wordsIn = (value: Value | undefined): readonly Value[] =>
  isList(value) ? value : value === undefined || value === '' ? [] : [value]

interface TickedProps extends ListProps {
  readonly options: readonly Option[]
  readonly tick: (word: Value, isIn: boolean) => void
  /** The word `none` may stand in the list's place: it says that there is nothing. */
  readonly none?: { readonly is: boolean; readonly set: (none: boolean) => void } | undefined
}

/** Ticks in the order of the options; the list keeps the order in which they were ticked. */
export function TickedWords({ group, name, path, value, options, tick, none }: TickedProps) {
  const { visit } = useEditing()
  const { label, help, found, say } = useKeyWords(group, name, path)
  const words = none?.is ? [] : wordsIn(value).filter(word => typeof word === 'string')
  const shown = [
    ...options,
    ...words
      .filter(word => !options.some(option => isSameWord(option.value, word)))
      .map(word => ({ value: word, label: word })),
  ]
  return (
    <fieldset className="text-field" data-path={path}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      <div className="ticks">
        {shown.map(option => (
          <Checkbox
            key={option.value}
            size="sm"
            label={option.label}
            checked={words.some(word => isSameWord(word, option.value))}
            disabled={none?.is ?? false}
            onChange={({ currentTarget }) =>
              tick(words.find(word => isSameWord(word, option.value)) ?? option.value, currentTarget.checked)
            }
            onFocus={() => visit(path)}
          />
        ))}
        {none && (
          <Checkbox
            size="sm"
            label={say('ui.drafts.none')}
            checked={none.is}
            onChange={({ currentTarget }) => none.set(currentTarget.checked)}
          />
        )}
      </div>
      <FieldFindings found={found} />
    </fieldset>
  )
}

interface LinesProps extends ListProps {
  readonly setItem: (index: number, value: string) => void
  readonly add: () => void
  readonly remove: (index: number) => void
}

/** Words of one's own, a line each. */
export function OwnLines({ group, name, path, value, setItem, add, remove }: LinesProps) {
  const { label, help, found, say } = useKeyWords(group, name, path)
  const items = wordsIn(value)
  return (
    <fieldset className="text-field" data-path={path}>
      <legend>{label}</legend>
      {help !== undefined && <p className="field-help">{help}</p>}
      {items.map((item, index) => (
        <OneLine
          // biome-ignore lint/suspicious/noArrayIndexKey: an item of a list is known by its place
          key={index}
          label={`${label} ${index + 1}`}
          path={`${path}.${index}`}
          said={typeof item === 'string' ? item : ''}
          set={said => setItem(index, said)}
          remove={() => remove(index)}
        />
      ))}
      <Button size="compact-sm" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
        {say('ui.drafts.add-line')}
      </Button>
      <FieldFindings found={found} />
    </fieldset>
  )
}

interface OneLineProps {
  readonly label: string
  readonly path: string
  readonly said: string
  readonly set: (said: string) => void
  readonly remove: () => void
}

function OneLine({ label, path, said, set, remove }: OneLineProps) {
  const say = useText()
  const { visit } = useEditing()
  const typed = useTyped(said, now => now.trim() !== '' && set(now.trim()))
  return (
    <div className="own-line">
      <TextInput
        aria-label={label}
        value={typed.value}
        onChange={({ currentTarget }) => typed.onChange(currentTarget.value)}
        onBlur={typed.onBlur}
        onFocus={() => visit(path)}
      />
      <CloseButton aria-label={say('ui.drafts.remove-one', { name: said })} onClick={remove} />
    </div>
  )
}
