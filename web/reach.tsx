/** ⌘K reaches everything that this person may use now: customers by name, screens, acts. */

import { Kbd } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconSearch, IconUser } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { List } from '../src/register/answers.ts'
import { useText } from './language.ts'
import { useReachableScreens } from './navigation.tsx'
import { useAnswer, useWorkingFor } from './purpose.tsx'
import { useShortcutList } from './shortcuts.ts'

const [reachStore, reach] = createSpotlight()

const showsKeys = (keys: string) => keys.split(' ').map(key => <Kbd key={key}>{key}</Kbd>)

function useFoundCustomers(query: string): List['persons'] {
  const { purpose } = useWorkingFor()
  const found = useAnswer<List>('/persons/find', {
    body: { q: query, limit: 8 },
    when: query.length > 1 && purpose !== undefined,
  })
  return query.length > 1 ? (found.data?.persons ?? []) : []
}

/** `openings` grows each time that it is asked for; fetched only then, for it is heavy. */
export function Reach({ openings }: { openings: number }) {
  const say = useText()
  const router = useRouter()
  const [query, setQuery] = useState('')
  useEffect(() => {
    if (openings > 0) reach.open()
  }, [openings])
  const [settled] = useDebouncedValue(query.trim(), 150)
  const customers = useFoundCustomers(settled)
  const shortcuts = useShortcutList()
  const screens = useReachableScreens()
  const fits = (words: string) => words.toLowerCase().includes(query.trim().toLowerCase())
  const acts = shortcuts.filter(shortcut => shortcut.group !== 'go' && fits(say(shortcut.says)))
  const places = screens.filter(screen => fits(say(screen.title)))
  const nothing = customers.length + acts.length + places.length === 0
  return (
    <Spotlight.Root
      store={reachStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      clearQueryOnClose
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': say('ui.reach.title') } }}
    >
      <Spotlight.Search
        placeholder={say('ui.reach.placeholder')}
        aria-label={say('ui.reach.placeholder')}
        leftSection={<IconSearch size={20} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {customers.length > 0 && (
          <Spotlight.ActionsGroup label={say('ui.navigation.customers')}>
            {customers.map(person => (
              <Spotlight.Action
                key={person.id}
                leftSection={<IconUser size={18} aria-hidden />}
                label={person.name ?? say('ui.person.nameless')}
                description={[person.email, person.city].filter(part => part !== null).join(' · ')}
                onClick={() => router.navigate({ to: '/customers/$person', params: { person: person.id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label={say('ui.keys.go')}>
            {places.map(({ to, title, icon: IconOf, go }) => (
              <Spotlight.Action
                key={to}
                leftSection={IconOf && <IconOf size={18} aria-hidden />}
                label={say(title)}
                rightSection={go && showsKeys(`g ${go}`)}
                onClick={() => router.navigate({ to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {acts.length > 0 && (
          <Spotlight.ActionsGroup label={say('ui.reach.acts')}>
            {acts.map(({ keys, says, run }) => (
              <Spotlight.Action key={keys} label={say(says)} rightSection={showsKeys(keys)} onClick={run} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{say('ui.reach.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
