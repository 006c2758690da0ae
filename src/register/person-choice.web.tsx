/** A customer is found by name, e-mail or phone, chosen by name and never by an id. */

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { useAnswer } from '../../web/purpose.tsx'
import type { List } from './answers.ts'

interface PersonChoiceProps {
  readonly label: string
  readonly description: string
  readonly value: string | null
  readonly change: (id: string | null) => void
  /** The first thing in its dialog. */
  readonly first?: boolean
}

export function PersonChoice({ label, description, value, change, first = false }: PersonChoiceProps) {
  const say = useText()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<{ readonly value: string; readonly label: string } | undefined>(undefined)
  const [q] = useDebouncedValue(typed.trim(), 200)
  const found = useAnswer<List>('/persons/find', { body: { q, limit: 8 }, when: q.length > 1 })
  const listed = (q.length > 1 ? (found.data?.persons ?? []) : []).map(person => ({
    value: person.id,
    label: [person.name ?? say('ui.person.nameless'), person.email].filter(part => part !== null).join(', '),
  }))
  const known = chosen && !listed.some(one => one.value === chosen.value) ? [chosen] : []
  return (
    <Select
      label={label}
      description={description}
      data-autofocus={first || undefined}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': say('ui.person.choice-clear') }}
      nothingFoundMessage={say(q.length > 1 && !found.isFetching ? 'ui.reach.nothing' : 'ui.person.choice-type')}
      filter={({ options }) => options} // the register has found them already
      data={[...known, ...listed]}
      value={value}
      onChange={id => {
        setChosen([...known, ...listed].find(one => one.value === id))
        change(id)
      }}
      onSearchChange={setTyped}
    />
  )
}
