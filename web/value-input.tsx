/** One column's field in a form, drawn from what the notice says of it, so that a category of one's own works without code. */

import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Value } from '../src/register/answers.ts'
import { type Code, codesFor } from './codes.ts'
import { type Say, useText } from './language.ts'
import type { ScopeColumn } from './value.tsx'

interface ValueInputProps {
  readonly column: ScopeColumn
  readonly value: Value
  readonly change: (value: Value) => void
  readonly required?: boolean
  readonly error?: ReactNode
  readonly label?: string
  readonly description?: ReactNode
  readonly autoFocus?: boolean
}

const inputTypes = { email: 'email', phone: 'tel', url: 'url' } as const

const typeOf = (column: ScopeColumn): string => {
  if (column.type === 'date') return 'date'
  if (column.type === 'time') return 'datetime-local'
  const format = column.format
  return format === 'email' || format === 'phone' || format === 'url' ? inputTypes[format] : 'text'
}

const numberFrom = (input: string | number, cents: boolean): number | null => {
  const number = typeof input === 'number' ? input : Number.parseFloat(input)
  return Number.isNaN(number) ? null : cents ? Math.round(number * 100) : number
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

export function ValueInput({ column, value, change, label, ...field }: ValueInputProps) {
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
        data={[{ value: '', label: say('ui.value.none') }, ...choices]}
        value={value === null ? '' : String(value)}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value
          change(chosen === '' ? null : column.type === 'boolean' ? chosen === 'true' : chosen)
        }}
      />
    )
  if (column.type === 'integer' || column.type === 'money') {
    const cents = column.type === 'money'
    return (
      <NumberInput
        {...shown}
        allowDecimal={cents}
        decimalScale={cents ? 2 : 0}
        decimalSeparator={say('ui.value.decimal')}
        thousandSeparator=" "
        {...(cents ? { suffix: ' €' } : {})}
        value={typeof value === 'number' ? (cents ? value / 100 : value) : ''}
        onChange={input => change(numberFrom(input, cents))}
      />
    )
  }
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
