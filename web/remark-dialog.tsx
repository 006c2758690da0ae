/** What somebody has found out of a thing is written down in their own words, once. */

import { Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemOf } from './ask.ts'
import { Dialog, DialogButtons } from './dialog.tsx'
import { useText } from './language.ts'
import { ProblemNotice } from './problem-notice.tsx'
import { tell } from './tell.ts'
import { useWriting } from './writing.ts'

interface RemarkDialogProps {
  /** What it is about. */
  readonly of: string
  readonly close: () => void
  /** Throws a `Refusal`. */
  readonly save: (remark: string) => Promise<unknown>
}

export function RemarkDialog({ of, close, save }: RemarkDialogProps) {
  const say = useText()
  const [remark, setRemark] = useState('')
  const saving = useWriting({
    mutationFn: () => save(remark),
    onSuccess: () => {
      close()
      tell(say('ui.unusual-looks.recorded'))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  const problem = saving.error === null ? undefined : problemOf(saving.error)
  return (
    <Dialog title={say('ui.unusual-looks.record')} close={close}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <Text>{of}</Text>
          <ProblemNotice error={saving.error} />
          <Textarea
            label={say('ui.unusual-looks.remark')}
            description={say('ui.unusual-looks.remark-why')}
            required
            data-autofocus
            autosize
            minRows={3}
            maxLength={500}
            value={remark}
            onChange={({ currentTarget }) => setRemark(currentTarget.value)}
            error={problem?.errors.find(one => one.field === 'remark')?.message}
          />
          <DialogButtons send={say('ui.unusual-looks.record')} sending={saving.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
