/** Views that were given a name: filters, order and columns, for oneself or for everybody; what was searched for is not kept. */

import { ActionIcon, Button, Checkbox, Group, Menu, Popover, Stack, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconDots } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { type CustomerView, everyone, readView, sameView, writeView } from './customer-view.web.ts'

const screen = 'customers'

interface SavedView {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  readonly own: boolean
  readonly view: Readonly<Record<string, unknown>>
}

const useSavedViews = () =>
  useQuery({
    queryKey: ['saved-views', screen],
    queryFn: ({ signal }) => ask<{ views: readonly SavedView[] }>(`/saved-views?screen=${screen}`, { signal }),
  })

interface SavedViewsProps {
  readonly view: CustomerView
  readonly show: (view: CustomerView) => void
}

export function SavedViews({ view, show }: SavedViewsProps) {
  const say = useText()
  const views = useSavedViews().data?.views ?? []
  const chosen = views.find(({ id }) => id === view.saved)
  const base = chosen ? readView(chosen.view, chosen.id) : everyone
  const changed = !sameView(view, base)
  if (views.length === 0 && !changed) return null
  return (
    <Group gap={4} mb={6} role="group" aria-label={say('ui.views.title')}>
      <ViewButton name={say('ui.views.all')} on={chosen === undefined} show={() => show(everyone)} />
      {views.map(saved => (
        <ViewButton
          key={saved.id}
          name={saved.name}
          on={saved.id === chosen?.id}
          show={() => show(readView(saved.view, saved.id))}
        />
      ))}
      {chosen?.own && <ViewMenu saved={chosen} view={view} changed={changed} removed={() => show(everyone)} />}
      {changed && <SaveView view={view} saved={id => show({ ...view, saved: id })} />}
    </Group>
  )
}

const ViewButton = ({ name, on, show }: { name: string; on: boolean; show: () => void }) => (
  <Button
    size="compact-sm"
    variant={on ? 'light' : 'subtle'}
    color={on ? 'pine' : 'gray'}
    aria-pressed={on}
    onClick={show}
  >
    {name}
  </Button>
)

/** Runs a change of the views and shows them anew. */
function useViewVerb<Answer>(verb: () => Promise<Answer>, then: (answer: Answer) => void) {
  const client = useQueryClient()
  return useWriting({
    mutationFn: verb,
    onSuccess: async answer => {
      await client.invalidateQueries({ queryKey: ['saved-views', screen] })
      then(answer)
    },
  })
}

interface ViewMenuProps {
  readonly saved: SavedView
  readonly view: CustomerView
  readonly changed: boolean
  readonly removed: () => void
}

function ViewMenu({ saved, view, changed, removed }: ViewMenuProps) {
  const say = useText()
  const path = `/saved-views/${saved.id}`
  const keeping = useViewVerb(
    () => ask(path, { method: 'PATCH', body: { view: writeView(view) } }),
    () => tell(say('ui.views.kept', { name: saved.name })),
  )
  const sharing = useViewVerb(
    () => ask(path, { method: 'PATCH', body: { shared: !saved.shared } }),
    () => tell(say(saved.shared ? 'ui.views.private-now' : 'ui.views.shared-now', { name: saved.name })),
  )
  const removing = useViewVerb(
    () => ask(path, { method: 'DELETE' }),
    () => {
      tell(say('ui.views.removed', { name: saved.name }))
      removed()
    },
  )
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon size={26} aria-label={say('ui.views.acts', { name: saved.name })}>
            <IconDots size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {changed && <Menu.Item onClick={() => keeping.mutate()}>{say('ui.views.keep')}</Menu.Item>}
          <Menu.Item onClick={() => sharing.mutate()}>
            {say(saved.shared ? 'ui.views.make-private' : 'ui.views.share')}
          </Menu.Item>
          <Menu.Item onClick={() => removing.mutate()}>{say('ui.views.remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ProblemNotice error={keeping.error ?? sharing.error ?? removing.error} />
    </>
  )
}

function SaveView({ view, saved }: { view: CustomerView; saved: (id: string) => void }) {
  const say = useText()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const saving = useViewVerb(
    () =>
      ask<{ id: string }>('/saved-views', { method: 'POST', body: { screen, name, shared, view: writeView(view) } }),
    ({ id }) => {
      setOpen(false)
      saved(id)
      tell(say('ui.views.saved', { name }))
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconDeviceFloppy size={15} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {say('ui.views.save')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('ui.views.save')}>
        <form noValidate onSubmit={submit}>
          <Stack gap="xs">
            <ProblemNotice error={saving.error} />
            <TextInput
              label={say('ui.views.name')}
              required
              maxLength={100}
              data-autofocus
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            <Checkbox
              label={say('ui.views.for-everybody')}
              description={say('ui.views.for-everybody-why')}
              checked={shared}
              onChange={({ currentTarget }) => setShared(currentTarget.checked)}
            />
            <Button type="submit" loading={saving.isPending}>
              {say('ui.views.save')}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
