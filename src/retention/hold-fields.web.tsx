/** What every word on a legal hold says: why, and by when it is looked at again. */

import { Textarea, TextInput } from '@mantine/core'
import { useText } from '../../web/language.ts'

interface FieldProps {
  readonly value: string
  readonly change: (value: string) => void
}

export function ReasonField({ value, change }: FieldProps) {
  const say = useText()
  return (
    <Textarea
      mb="sm"
      label={say('ui.retention.reason')}
      description={say('ui.retention.reason-hint')}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      required
      autosize
      minRows={2}
      maxLength={500}
      data-autofocus
    />
  )
}

export function UntilField({ value, change }: FieldProps) {
  const say = useText()
  return (
    <TextInput
      mb="sm"
      type="date"
      label={say('ui.retention.until')}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      required
    />
  )
}
