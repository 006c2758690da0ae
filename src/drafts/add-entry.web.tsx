/** Something more is found in the vocabulary by its name, or is given an id of its own. */

import { Button, Group, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../web/language.ts'

interface Option {
  readonly value: string
  readonly label: string
}

export function AddKnown({
  label,
  options,
  add,
}: {
  label: string
  options: readonly Option[]
  add: (id: string) => void
}) {
  const say = useText()
  if (options.length === 0) return null
  return (
    <Select
      className="add-known"
      label={label}
      placeholder={say('ui.drafts.search-vocabulary')}
      searchable
      value={null}
      data={[...options]}
      nothingFoundMessage={say('ui.drafts.not-in-vocabulary')}
      onChange={id => id !== null && add(id)}
      maxDropdownHeight={320}
    />
  )
}

/** The id that a name becomes: small letters, digits and hyphens. */
export const idFrom = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)

interface AddOwnProps {
  readonly label: string
  readonly taken: readonly string[]
  readonly add: (id: string) => void
  /** Names of cookies are not ids. */
  readonly asWritten?: boolean
}

export function AddOwn({ label, taken, add, asWritten = false }: AddOwnProps) {
  const say = useText()
  const [name, setName] = useState('')
  const id = asWritten ? name.trim() : idFrom(name)
  const isTaken = taken.includes(id)
  const send = () => {
    if (id === '' || isTaken) return
    add(id)
    setName('')
  }
  return (
    <Group align="end" gap="xs" className="add-own">
      <TextInput
        label={label}
        value={name}
        description={id !== '' && id !== name.trim() ? say('ui.drafts.id-will-be', { id }) : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={isTaken ? say('ui.drafts.id-taken') : undefined}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          send()
        }}
        maxLength={100}
      />
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={id === ''} onClick={send}>
        {say('ui.drafts.add')}
      </Button>
    </Group>
  )
}
