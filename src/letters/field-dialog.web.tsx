/** A personal field is put in with what stands in its place for whoever has none. */

import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import type { LetterFields } from './letter-answers.ts'

export interface FieldValue {
  readonly field: string
  readonly fallback: string
}

interface FieldDialogProps {
  readonly fields: LetterFields['fields']
  /** That which is changed. */
  readonly chosen: FieldValue | undefined
  readonly put: (field: FieldValue) => void
  readonly close: () => void
}

export function FieldDialog({ fields, chosen, put, close }: FieldDialogProps) {
  const say = useText()
  const [field, setField] = useState(chosen?.field ?? fields[0]?.id ?? '')
  const [fallback, setFallback] = useState(chosen?.fallback ?? '')
  const groups = [...new Set(fields.map(({ category }) => category))].map(group => ({
    group,
    items: fields.filter(({ category }) => category === group).map(({ id, label }) => ({ value: id, label })),
  }))
  return (
    <Dialog title={say('ui.compose.tool.field')} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault()
          event.stopPropagation() // a dialog stands in the form of the letter
          if (field && fallback.trim()) put({ field, fallback: fallback.trim() })
        }}
      >
        <NativeSelect
          label={say('ui.compose.field-what')}
          description={say('ui.compose.field-why')}
          data-autofocus
          data={groups}
          value={field}
          onChange={({ currentTarget }) => setField(currentTarget.value)}
        />
        <TextInput
          mt="xs"
          label={say('ui.compose.fallback')}
          description={say('ui.compose.fallback-why')}
          required
          maxLength={200}
          value={fallback}
          onChange={({ currentTarget }) => setFallback(currentTarget.value)}
        />
        <DialogButtons send={say('ui.compose.field-put')} sending={false} close={close} />
      </form>
    </Dialog>
  )
}
