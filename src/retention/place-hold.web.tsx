/** A hold is placed on persons who were found, or on everybody whom a saved view shows. */

import { MultiSelect, NativeSelect, SegmentedControl, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useAnswer } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import type { List } from '../register/answers.ts'
import { readView } from '../register/customer-view.web.ts'
import { ReasonField, UntilField } from './hold-fields.web.tsx'
import { useHoldVerb } from './retention-asks.web.ts'

type Whom = 'one' | 'view'

export function PlaceHold({ close }: { close: () => void }) {
  const say = useText()
  const [whom, setWhom] = useState<Whom>('one')
  const [persons, setPersons] = useState<readonly string[]>([])
  const [view, setView] = useState('')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const views = useFilteredViews()
  const filters = views.find(({ id }) => id === view)?.filters
  const placing = useHoldVerb<object>('', () => {
    tell(say('ui.retention.placed'))
    close()
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    placing.mutate({ ...(whom === 'one' ? { persons } : { filters }), reason, until })
  }
  return (
    <Dialog title={say('ui.retention.place')} close={close}>
      <form onSubmit={send}>
        <SegmentedControl
          mb="sm"
          fullWidth
          aria-label={say('ui.retention.who')}
          value={whom}
          data={(['one', 'view'] as const).map(value => ({ value, label: say(`ui.retention.who-${value}`) }))}
          onChange={value => setWhom(value === 'view' ? 'view' : 'one')}
        />
        {whom === 'one' && <PersonChoice persons={persons} change={setPersons} />}
        {whom === 'view' && views.length === 0 && <Text mb="sm">{say('ui.retention.no-views')}</Text>}
        {whom === 'view' && views.length > 0 && (
          <NativeSelect
            mb="sm"
            required
            label={say('ui.retention.who-view')}
            value={view}
            data={[{ value: '', label: '' }, ...views.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={({ currentTarget }) => setView(currentTarget.value)}
          />
        )}
        <ReasonField value={reason} change={setReason} />
        <UntilField value={until} change={setUntil} />
        <ProblemNotice error={placing.error} />
        <DialogButtons send={say('ui.retention.place')} sending={placing.isPending} close={close} />
      </form>
    </Dialog>
  )
}

/** Saved views of the customers that narrow something: one that shows everybody is no reason to hold everybody. */
function useFilteredViews() {
  const { data } = useQuery({
    queryKey: ['saved-views', 'customers'],
    queryFn: ({ signal }) =>
      ask<{ views: readonly { id: string; name: string; view: Readonly<Record<string, unknown>> }[] }>(
        '/saved-views?screen=customers',
        { signal },
      ),
  })
  return (data?.views ?? [])
    .map(({ id, name, view }) => ({
      id,
      name,
      filters: readView(view, id).filters.map(({ field, is, value }) => ({ field, is, value })),
    }))
    .filter(({ filters }) => filters.length > 0)
}

function PersonChoice({ persons, change }: { persons: readonly string[]; change: (ids: readonly string[]) => void }) {
  const say = useText()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 250)
  const [known, setKnown] = useState<Readonly<Record<string, string>>>({})
  const found = useAnswer<List>('/persons/find', { body: { q, limit: 20 }, when: q.length > 1 })
  const listed = Object.fromEntries(
    (q.length > 1 ? (found.data?.persons ?? []) : []).map(one => [
      one.id,
      [one.name ?? say('ui.retention.nameless'), one.email].filter(Boolean).join(', '),
    ]),
  )
  const names = { ...listed, ...known }
  return (
    <MultiSelect
      mb="sm"
      required
      withAsterisk
      data-autofocus
      label={say('ui.retention.who-find')}
      searchable
      hidePickedOptions
      nothingFoundMessage={q.length > 1 ? say('ui.retention.nobody-found') : undefined}
      filter={({ options }) => options} // the register has found them already
      data={Object.entries(names).map(([value, label]) => ({ value, label }))}
      value={[...persons]}
      onChange={ids => {
        setKnown(Object.fromEntries(ids.map(id => [id, names[id] ?? ''])))
        change(ids)
      }}
      searchValue={typed}
      onSearchChange={setTyped}
    />
  )
}
