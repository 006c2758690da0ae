/** A task is written down: what, about whom, whose it is, until when. */

import { Group, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useAccount } from '../../web/account.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { PersonChoice } from '../register/person-choice.web.tsx'
import { useOwners, useTaskVerbs } from './task-asks.web.ts'
import { OwnerChoice } from './task-turn.web.tsx'

/** `person`: about whom; null: nobody, or somebody who is sought here. */
export function NewTask({ person, close }: { person: string | null; close: () => void }) {
  const say = useText()
  const { id } = useAccount()
  const { add } = useTaskVerbs()
  const mayBeMine = useOwners().data?.owners.some(owner => owner.id === id) === true
  const [title, setTitle] = useState('')
  const [whom, setWhom] = useState(person)
  const [owner, setOwner] = useState<string | null | undefined>(undefined) // undefined: not chosen, so one's own
  const [due, setDue] = useState('')
  const ownedBy = owner === undefined ? (mayBeMine ? id : null) : owner
  const adding = useWriting({
    mutationFn: () => add({ title, person: whom, owner: ownedBy, due: due || null }),
    onSuccess: () => {
      tell(say('ui.tasks.added'))
      close()
    },
  })
  const save = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (title.trim() !== '' && !adding.isPending) adding.mutate()
  }
  return (
    <Dialog title={say('ui.tasks.add')} close={close}>
      <form
        onSubmit={save}
        onKeyDown={event => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && save(event)}
      >
        <TextInput
          label={say('ui.tasks.what')}
          value={title}
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          maxLength={300}
          required
          data-autofocus
        />
        {person === null && (
          <PersonChoice
            label={say('ui.tasks.about')}
            description={say('ui.tasks.about-why')}
            value={whom}
            change={setWhom}
          />
        )}
        <Group gap="sm" mt="xs" align="flex-end">
          <OwnerChoice value={ownedBy ?? ''} change={setOwner} />
          <TextInput
            type="date"
            label={say('ui.tasks.due')}
            value={due}
            onChange={({ currentTarget }) => setDue(currentTarget.value)}
          />
        </Group>
        <ProblemNotice error={adding.error} />
        <DialogButtons send={say('ui.tasks.save')} sending={adding.isPending} close={close} />
      </form>
    </Dialog>
  )
}
