/** One column's field in a form, drawn from what the notice says of it, so that a category of one's own works without code. */

import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Value } from '../src/register/answers.ts'
import { useText } from './language.ts'
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

export function ValueInput({ column, value, change, label, ...field }: ValueInputProps) {
  const say = useText()
  const shown = {
    label: label ?? column.label,
    withAsterisk: field.required === true,
    ...field,
    'data-autofocus': field.autoFocus,
  }
  if (column.codes || column.type === 'boolean') {
    const codes = column.codes?.map(({ code, name }) => ({ value: code, label: name }))
    const data = codes ?? [
      { value: 'true', label: say('ui.value.yes') },
      { value: 'false', label: say('ui.value.no') },
    ]
    return (
      <NativeSelect
        {...shown}
        data={[{ value: '', label: say('ui.value.none') }, ...data]}
        value={value === null ? '' : String(value)}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value
          change(chosen === '' ? null : column.type === 'boolean' ? chosen === 'true' : chosen)
        }}
      />
    )
  }
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
