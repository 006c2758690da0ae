/** A report is saved by name, changed for everybody of its purpose, or removed, each after one more word. */

import { Text, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { Definition, SavedReport } from './report-answers.ts'
import { useChangingReport, useRemovingReport, useSavingReport } from './report-asks.web.ts'

export function SaveDialog({ definition, close }: { definition: Definition; close: () => void }) {
  const say = useText()
  const router = useRouter()
  const saving = useSavingReport()
  const save = (name: string) =>
    saving.mutate(
      { name, definition },
      {
        onSuccess: async id => {
          tell(say('ui.reports.saved'))
          close()
          await router.navigate({ to: '/reports/$report', params: { report: id } })
        },
      },
    )
  return <NameDialog verb={say('ui.reports.save')} name="" asking={saving} save={save} close={close} />
}

/** What was chosen since takes the place of what was saved, for everybody of the purpose. */
export function ChangeDialog({
  seen,
  definition,
  close,
}: {
  seen: SavedReport
  definition: Definition
  close: () => void
}) {
  const say = useText()
  const changing = useChangingReport(seen)
  const save = (name: string) =>
    changing.mutate(
      { name, definition },
      {
        onSuccess: () => {
          tell(say('ui.reports.changed'))
          close()
        },
      },
    )
  return <NameDialog verb={say('ui.reports.change')} name={seen.name} asking={changing} save={save} close={close} />
}

interface NameDialogProps {
  readonly verb: string
  readonly name: string
  readonly asking: { readonly error: unknown; readonly isPending: boolean }
  readonly save: (name: string) => void
  readonly close: () => void
}

function NameDialog({ verb, name: given, asking: { error, isPending }, save, close }: NameDialogProps) {
  const say = useText()
  const [name, setName] = useState(given)
  const fault = error ? problemOf(error).errors.find(({ field }) => field === 'name')?.message : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(name)
  }
  return (
    <Dialog title={verb} close={close}>
      <form onSubmit={submit} noValidate>
        <TextInput
          label={say('ui.reports.name')}
          description={say('ui.reports.name-why')}
          value={name}
          error={fault}
          data-autofocus
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {fault === undefined && <ProblemNotice error={error} />}
        <DialogButtons close={close} send={verb} sending={isPending} />
      </form>
    </Dialog>
  )
}

export function RemoveDialog({ id, close }: { id: string; close: () => void }) {
  const say = useText()
  const router = useRouter()
  const removing = useRemovingReport()
  const remove = (event: FormEvent) => {
    event.preventDefault()
    removing.mutate(id, {
      onSuccess: async () => {
        tell(say('ui.reports.removed'))
        await router.navigate({ to: '/reports' })
      },
    })
  }
  return (
    <Dialog title={say('ui.reports.remove')} close={close}>
      <form onSubmit={remove}>
        <Text>{say('ui.reports.remove-why')}</Text>
        <ProblemNotice error={removing.error} />
        <DialogButtons close={close} send={say('ui.reports.remove')} sending={removing.isPending} />
      </form>
    </Dialog>
  )
}
