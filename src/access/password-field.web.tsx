/** A new password: its rule stands beside it before it is broken. */

import { PasswordInput } from '@mantine/core'
import { useText } from '../../web/language.ts'

interface PasswordFieldProps {
  readonly value: string
  readonly change: (value: string) => void
  readonly error?: string | undefined
}

export function NewPassword({ value, change, error }: PasswordFieldProps) {
  const say = useText()
  return (
    <PasswordInput
      label={say('ui.password.new')}
      description={say('ui.password.rule')}
      autoComplete="new-password"
      required
      minLength={12}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': say('ui.password.show') }}
    />
  )
}
