/** A yes that was signed on paper is noted with who signed, and what they signed is kept with it. */

import { FileInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import { useAddingFile, usePublicationVerbs } from './publication-asks.web.ts'

export function Signing({ id, close }: { id: string; close: () => void }) {
  const say = useText()
  const client = useQueryClient()
  const { signed } = usePublicationVerbs()
  const [name, setName] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const adding = useAddingFile(id, 'papers', () => client.invalidateQueries({ queryKey: ['register'] }))
  const noting = useWriting({ mutationFn: () => signed(id, name.trim()) })
  const isGoing = noting.isPending || adding.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || isGoing) return
    const attach = () => (file ? adding.mutate(file, { onSuccess: close }) : close())
    // A file that was refused may be chosen anew: the yes has been noted by then.
    if (noting.isSuccess) attach()
    else noting.mutate(undefined, { onSuccess: attach })
  }
  return (
    <Dialog title={say('ui.published.signed')} close={close}>
      <form onSubmit={submit}>
        <TextInput
          label={say('ui.published.signed-by')}
          value={name}
          maxLength={300}
          required
          disabled={noting.isSuccess}
          data-autofocus
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <FileInput
          mt="sm"
          label={say('ui.published.paper')}
          description={say('ui.published.paper-why')}
          accept=".pdf,.png,.jpg,.jpeg"
          clearable
          value={file}
          onChange={setFile}
        />
        <ProblemNotice error={noting.error ?? adding.error} />
        <DialogButtons send={say('ui.published.signed')} sending={isGoing} close={close} />
      </form>
    </Dialog>
  )
}
