/** The fields of a form: only those that the notice gives the purpose and the source, each asked or recorded by itself, and why it must be given. */

import { ActionIcon, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import type { FormContent, FormField } from './content.ts'
import type { FormOffer } from './form-answers.ts'
import { WordsField } from './words-field.web.tsx'

type Place = FormOffer['places'][number]

export const emptyField = ({ category, column, type, required }: Place): FormField => ({
  category,
  column,
  given: type === 'time' ? 'sent-at' : 'asked',
  value: null,
  required: required && type !== 'time',
  long: column === 'content',
  label: {},
  why: {},
})

const keyOf = ({ category, column }: Pick<Place, 'category' | 'column'>): string => `${category}.${column}`

export interface PartProps {
  readonly content: FormContent
  readonly offer: FormOffer
  readonly change: (content: FormContent) => void
  /** What is wrong at a place of the content. */
  readonly errorAt: (field: string) => string | undefined
}

export function FormFields({ content, offer, change, errorAt }: PartProps) {
  const say = useText()
  const [chosen, choose] = useState('')
  const { fields } = content
  const put = (fields: readonly FormField[]) => change({ ...content, fields: [...fields] })
  const free = offer.places.filter(place => !fields.some(field => keyOf(field) === keyOf(place)))
  const add = () => {
    const place = free.find(one => keyOf(one) === chosen) ?? free[0]
    if (place) put([...fields, emptyField(place)])
    choose('')
  }
  const move = (from: number, to: number) => {
    const field = fields[from]
    if (field) put(fields.toSpliced(from, 1).toSpliced(to, 0, field))
  }
  return (
    <Stack gap="sm">
      {fields.map((field, n) => (
        <FieldPart
          key={keyOf(field)}
          field={field}
          place={offer.places.find(one => keyOf(one) === keyOf(field))}
          langs={content.languages}
          change={changed => put(fields.with(n, changed))}
          remove={() => put(fields.toSpliced(n, 1))}
          up={n > 0 ? () => move(n, n - 1) : undefined}
          down={n < fields.length - 1 ? () => move(n, n + 1) : undefined}
          errorAt={part => errorAt(part === '' ? `fields.${n}` : `fields.${n}.${part}`)}
        />
      ))}
      {errorAt('fields') && (
        <Text size="sm" c="red" role="alert">
          {errorAt('fields')}
        </Text>
      )}
      {free.length > 0 && (
        <Group align="end" gap="sm">
          <NativeSelect
            label={say('ui.forms.add-field')}
            value={chosen}
            data={[...Map.groupBy(free, ({ categoryName }) => categoryName)].map(([group, of]) => ({
              group,
              items: of.map(place => ({ value: keyOf(place), label: place.label })),
            }))}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          />
          <Button variant="default" onClick={add}>
            {say('ui.forms.add-field-now')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface FieldPartProps {
  readonly field: FormField
  readonly place: Place | undefined
  readonly langs: FormContent['languages']
  readonly change: (field: FormField) => void
  readonly remove: () => void
  readonly up: (() => void) | undefined
  readonly down: (() => void) | undefined
  readonly errorAt: (part: string) => string | undefined
}

function FieldPart({ field, place, langs, change, remove, up, down, errorAt }: FieldPartProps) {
  const say = useText()
  const name = place ? `${place.categoryName}: ${place.label}` : keyOf(field)
  const ways = [
    ...(place?.type === 'time' ? [] : (['asked'] as const)),
    ...(place?.type === 'time' || place?.isOfFiles ? [] : (['fixed'] as const)),
    ...(place?.isLanguage ? (['page-language'] as const) : []),
    ...(place?.type === 'time' ? (['sent-at'] as const) : []),
  ]
  const act = (label: string, icon: React.ReactNode, does: (() => void) | undefined) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`${label}: ${name}`}
      disabled={does === undefined}
      onClick={does}
    >
      {icon}
    </ActionIcon>
  )
  const asked = field.given === 'asked'
  return (
    <section className="form-field" aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text fw={560} className="any-name">
          {name}
        </Text>
        <Group gap={2} wrap="nowrap">
          {act(say('ui.forms.up'), <IconArrowUp size={16} aria-hidden />, up)}
          {act(say('ui.forms.down'), <IconArrowDown size={16} aria-hidden />, down)}
          {act(say('ui.forms.remove'), <IconTrash size={16} aria-hidden />, remove)}
        </Group>
      </Group>
      {errorAt('') && (
        <Text size="sm" c="red" role="alert">
          {errorAt('')}
        </Text>
      )}
      <Group gap="md" align="end" mt={4}>
        <NativeSelect
          size="xs"
          label={say('ui.forms.given-label')}
          value={field.given}
          data={ways.map(value => ({ value, label: say(`ui.forms.given.${value}`) }))}
          error={errorAt('given')}
          onChange={({ currentTarget }) => {
            const given = ways.find(one => one === currentTarget.value) ?? field.given
            change({ ...field, given, value: null, required: given === 'asked' && field.required })
          }}
        />
        {asked && (
          <Checkbox
            label={say('ui.forms.required')}
            checked={field.required}
            onChange={({ currentTarget }) => change({ ...field, required: currentTarget.checked })}
          />
        )}
        {asked && place?.isProse && !place.isOfFiles && (
          <Checkbox
            label={say('ui.forms.long')}
            checked={field.long}
            onChange={({ currentTarget }) => change({ ...field, long: currentTarget.checked })}
          />
        )}
        {field.given === 'fixed' && <FixedValue field={field} place={place} change={change} error={errorAt('value')} />}
      </Group>
      {place?.isOfFiles && (
        <Text size="sm" c="dimmed" mt={4}>
          {say('ui.forms.files-limits')}
        </Text>
      )}
      {asked && (
        <Stack gap="xs" mt="xs">
          <WordsField
            label={say('ui.forms.label')}
            why={say('ui.forms.label-why')}
            langs={langs}
            words={field.label}
            change={label => change({ ...field, label })}
            errorAt={lang => errorAt(`label.${lang}`)}
          />
          {field.required && (
            <WordsField
              label={say('ui.forms.field-why')}
              why={say(place?.required ? 'ui.forms.field-why-notice' : 'ui.forms.field-why-why')}
              langs={langs}
              words={field.why}
              change={why => change({ ...field, why })}
              errorAt={lang => errorAt(`why.${lang}`)}
            />
          )}
        </Stack>
      )}
    </section>
  )
}

function FixedValue({
  field,
  place,
  change,
  error,
}: Pick<FieldPartProps, 'field' | 'place' | 'change'> & { readonly error: string | undefined }) {
  const say = useText()
  const value = field.value === null ? '' : String(field.value)
  const put = (typed: string) =>
    change({ ...field, value: typed === '' ? null : place?.type === 'boolean' ? typed === 'true' : typed })
  const choices =
    place?.codes?.map(({ code, name }) => ({ value: code, label: name })) ??
    (place?.type === 'boolean'
      ? [
          { value: 'true', label: say('ui.value.yes') },
          { value: 'false', label: say('ui.value.no') },
        ]
      : undefined)
  return choices ? (
    <NativeSelect
      size="xs"
      label={say('ui.forms.value')}
      value={value}
      data={[{ value: '', label: say('ui.value.none') }, ...choices]}
      error={error}
      onChange={({ currentTarget }) => put(currentTarget.value)}
    />
  ) : (
    <TextInput
      size="xs"
      label={say('ui.forms.value')}
      type={place?.type === 'date' ? 'date' : 'text'}
      value={value}
      error={error}
      onChange={({ currentTarget }) => put(currentTarget.value)}
    />
  )
}
