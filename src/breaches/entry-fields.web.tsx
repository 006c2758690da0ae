/** The fields of entries: a text that seems to name somebody says so as it is written, times are this machine's, numbers may be unknown. */

import { Checkbox, Text, Textarea, TextInput } from '@mantine/core'
import { createContext, type ReactNode, useContext } from 'react'
import { useText } from '../../web/language.ts'
import { numberText, readNumber } from '../../web/number-text.ts'
import { namingIn, namingsIn } from './naming.ts'

/** What the server said of a field. */
export const FieldErrors = createContext<(field: string) => string | undefined>(() => undefined)

interface FieldProps<Value> {
  /** Its name in the entry. */
  readonly field: string
  readonly label: string
  readonly description?: ReactNode
  readonly required?: boolean
  readonly value: Value
  readonly change: (value: Value) => void
}

/** A free text: the warning stands under it, read out when it comes. */
export function FreeText({ field, value, change, rows, ...shown }: FieldProps<string> & { readonly rows?: number }) {
  const say = useText()
  const error = useContext(FieldErrors)(field)
  const [naming] = namingIn(value)
  const props = {
    ...shown,
    value,
    error,
    maxLength: rows === undefined ? 120 : 10_000,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => change(currentTarget.value),
  }
  return (
    <div>
      {rows === undefined ? (
        <TextInput {...props} autoComplete="off" />
      ) : (
        <Textarea {...props} autosize minRows={rows} />
      )}
      <div aria-live="polite">
        {naming && (
          <Text size="sm" className="breach-naming">
            {say(`ui.breaches.naming-${naming}`)}
          </Text>
        )}
      </div>
    </div>
  )
}

/** For texts with an e-mail address: without it they are not saved. */
export function CheckedBox({ of, checked, change }: { of: object; checked: boolean; change: (to: boolean) => void }) {
  const say = useText()
  if (!namingsIn(of).some(({ naming }) => naming === 'email')) return null
  return (
    <Checkbox
      label={say('ui.breaches.checked')}
      checked={checked}
      onChange={({ currentTarget }) => change(currentTarget.checked)}
    />
  )
}

const minute = 60_000

/** The moment as the browser's field for date and time has it, in the clock of this machine. */
const localText = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * minute).toISOString().slice(0, 16)

export const momentNow = (): string => new Date().toISOString()

/** A moment as RFC 3339; null where it is empty. */
export function MomentField({ field, value, change, ...shown }: FieldProps<string | null>) {
  const error = useContext(FieldErrors)(field)
  return (
    <TextInput
      {...shown}
      type="datetime-local"
      max={localText(new Date())}
      value={value === null ? '' : localText(new Date(value))}
      error={error}
      onChange={({ currentTarget }) =>
        change(currentTarget.value === '' ? null : new Date(currentTarget.value).toISOString())
      }
    />
  )
}

/** About how many; empty while nobody knows. */
export function CountField({ field, value, change, ...shown }: FieldProps<number | null>) {
  const error = useContext(FieldErrors)(field)
  return (
    <TextInput
      {...shown}
      inputMode="numeric"
      autoComplete="off"
      value={numberText(value, false)}
      error={error}
      onChange={({ currentTarget }) => {
        const read = readNumber(currentTarget.value, false)
        if (read === null || typeof read === 'number') change(read)
      }}
    />
  )
}
