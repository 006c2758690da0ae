/** One column's field in a form, drawn from what the notice says of it, so that a category of one's own works without code. */

import { NativeSelect, TextInput, type TextInputProps } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Value } from '../src/register/answers.ts'
import { type Code, codesFor } from './codes.ts'
import { type Say, useText } from './language.ts'
import { numberText, readNumber } from './number-text.ts'
import type { ScopeColumn } from './value.ts'

interface ValueInputProps {
  readonly column: ScopeColumn
  readonly value: Value
  readonly change: (value: Value) => void
  readonly required?: boolean
  readonly error?: ReactNode
  readonly label?: string
  readonly description?: ReactNode
  readonly autoFocus?: boolean
  /** What the empty choice of a list says. */
  readonly none?: string
}

const inputTypes = { email: 'email', phone: 'tel', url: 'url' } as const

const typeOf = (column: ScopeColumn): string => {
  if (column.type === 'date') return 'date'
  if (column.type === 'time') return 'datetime-local'
  const format = column.format
  return format === 'email' || format === 'phone' || format === 'url' ? inputTypes[format] : 'text'
}

interface Choice {
  readonly value: string
  readonly label: string
}

/** What may be chosen where a value is one of a list; undefined where it is written. */
function choicesOf(column: ScopeColumn, value: Value, say: Say): readonly Choice[] | undefined {
  const asChoices = (codes: readonly Code[]) => codes.map(({ code, name }) => ({ value: code, label: name }))
  if (column.codes) return asChoices(column.codes)
  if (column.format === 'language') return asChoices(codesFor('language', value))
  if (column.format === 'country') return asChoices(codesFor('region', value))
  if (column.type !== 'boolean') return undefined
  return [
    { value: 'true', label: say('ui.value.yes') },
    { value: 'false', label: say('ui.value.no') },
  ]
}

export function ValueInput({ column, value, change, label, none, ...field }: ValueInputProps) {
  const say = useText()
  const shown = {
    label: label ?? column.label,
    withAsterisk: field.required === true,
    ...field,
    'data-autofocus': field.autoFocus,
  }
  const choices = choicesOf(column, value, say)
  if (choices)
    return (
      <NativeSelect
        {...shown}
        data={[{ value: '', label: none ?? say('ui.value.none') }, ...choices]}
        value={value === null ? '' : String(value)}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value
          change(chosen === '' ? null : column.type === 'boolean' ? chosen === 'true' : chosen)
        }}
      />
    )
  if (column.type === 'integer' || column.type === 'money')
    return <NumberText {...shown} cents={column.type === 'money'} value={value} change={change} />
  return (
    <TextInput
      {...shown}
      type={typeOf(column)}
      autoComplete="off"
      dir="auto"
      value={typeof value === 'string' ? inputText(column, value) : ''}
      onChange={({ currentTarget }) => change(fromInput(column, currentTarget.value))}
    />
  )
}

interface NumberTextProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly cents: boolean
  readonly value: Value
  readonly change: (value: Value) => void
}

/** A number as it is written, comma or point; what is not a number is kept on the screen and told by the register. */
function NumberText({ cents, value, change, ...shown }: NumberTextProps) {
  const [text, setText] = useState(() => numberText(value, cents))
  return (
    <TextInput
      {...shown}
      inputMode={cents ? 'decimal' : 'numeric'}
      autoComplete="off"
      rightSection={cents ? '€' : undefined}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        change(readNumber(currentTarget.value, cents))
      }}
    />
  )
}

/** The browser's own field for a time wants local time without its offset. */
function inputText(column: ScopeColumn, value: string): string {
  if (column.type !== 'time' || !value.includes('T')) return value
  const at = new Date(value)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function fromInput(column: ScopeColumn, text: string): Value {
  if (text === '') return null
  return column.type === 'time' ? new Date(text).toISOString() : text
}
