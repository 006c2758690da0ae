/** One person as far as the purpose sees them: who they are, each value with its why, what may be done, what has happened. */

import { Anchor, Badge, Breadcrumbs, Button, Group, Menu, Skeleton, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { OutOfSight } from '../../web/out-of-sight.tsx'
import { Page } from '../../web/page.tsx'
import { PersonParts } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import type { ScopeCategory } from '../../web/value.ts'
import { whoIs } from '../../web/who.ts'
import type { Card } from './answers.ts'
import { useCard, type ValuePlace } from './person-asks.web.ts'
import { PersonCategory } from './person-category.web.tsx'
import { PersonLooks } from './person-looks.web.tsx'
import { PersonTimeline } from './person-timeline.web.tsx'
import type { Scope } from './scope-answer.ts'
import { ValueHistory } from './value-history.web.tsx'
import './person.css'

export function Person() {
  const say = useText()
  const { person } = useParams({ from: '/signed-in/customers/$person' })
  const card = useCard(person)
  const scope = useScope()
  const moved = card.error ? problemOf(card.error).body.movedTo : undefined
  if (typeof moved === 'string') return <Navigate to="/customers/$person" params={{ person: moved }} replace />
  if (card.error && problemOf(card.error).status === 404)
    return (
      <Page title={say('ui.person.title')}>
        <NothingYet
          title={say('ui.person.not-here')}
          step={
            <Anchor component={Link} to="/customers">
              {say('ui.person.to-list')}
            </Anchor>
          }
        >
          {say('ui.person.not-here-why')}
        </NothingYet>
      </Page>
    )
  if (card.data && scope.data && card.data.id === person) return <PersonPage card={card.data} scope={scope.data} />
  return (
    <Page title={say('ui.person.title')}>
      <ProblemNotice
        error={card.error ?? scope.error}
        retry={() => void Promise.all([card.refetch(), scope.refetch()])}
      />
      {!card.error && !scope.error && <Skeleton height={420} aria-hidden />}
    </Page>
  )
}

function PersonPage({ card, scope }: { card: Card; scope: Scope }) {
  const say = useText()
  const [place, setPlace] = useState<ValuePlace | undefined>(undefined)
  const [begun, setBegun] = useState<string | undefined>(undefined)
  const rowsIn = (category: string) => card.categories.find(({ id }) => id === category)?.rows ?? []
  const categories = scope.categories.filter(({ id }) => rowsIn(id).length > 0 || id === begun)
  const empty = scope.categories.filter(category => category.mayWrite && !categories.includes(category))
  useShortcut('e', 'ui.keys.edit', () =>
    (
      document.querySelector<HTMLButtonElement>('.person-row-acts button') ??
      document.querySelector<HTMLButtonElement>('.person-category button')
    )?.focus(),
  )
  return (
    <>
      <Breadcrumbs mb={4}>
        <Link to="/customers" className="crumb">
          {say('ui.customers.title')}
        </Link>
      </Breadcrumbs>
      <Page
        title={<span className="any-name">{card.name ?? say('ui.person.nameless')}</span>}
        windowTitle={say('ui.person.title')}
        beside={<Standing card={card} scope={scope} />}
      >
        <Text size="sm" c="dimmed" className="figures">
          {say('ui.person.opened', { at: moment(card.openedAt), by: whoIs(card.openedBy, say) })}
        </Text>
        <OutOfSight categories={card.leftOut} />
        <div className="person-columns">
          <div>
            {categories.map(category => (
              <PersonCategory
                key={category.id}
                person={card.id}
                category={category}
                rows={rowsIn(category.id)}
                sources={scope.sources}
                startsAdding={category.id === begun}
                openHistory={setPlace}
              />
            ))}
            <AddToPerson categories={empty} begin={setBegun} />
          </div>
          <div>
            <PersonParts card={card} scope={scope} />
            <PersonTimeline person={card.id} />
            <PersonLooks person={card.id} />
          </div>
        </div>
        <ValueHistory card={card} place={place} close={() => setPlace(undefined)} />
      </Page>
    </>
  )
}

/** What is not recorded of the person is not drawn; it is begun from here. */
function AddToPerson({ categories, begin }: { categories: readonly ScopeCategory[]; begin: (id: string) => void }) {
  const say = useText()
  if (categories.length === 0) return null
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" size="xs" mt="sm" leftSection={<IconPlus size={15} aria-hidden />}>
          {say('ui.person.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {categories.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => begin(id)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What kind of customer: the codes of relationships that have not ended. */
function Standing({ card, scope }: { card: Card; scope: Scope }) {
  const category = scope.categories.find(({ id }) => id.startsWith('relationship'))
  const kind = category?.fields.flatMap(field => field.columns).find(({ name }) => name === 'kind')
  const rows = card.categories.find(({ id }) => id === category?.id)?.rows ?? []
  const current = rows.filter(({ values }) => (values.ended ?? values.end ?? null) === null)
  const names = current.flatMap(({ values }) => kind?.codes?.find(({ code }) => code === values.kind)?.name ?? [])
  return (
    <Group gap={6}>
      {[...new Set(names)].map(name => (
        <Badge key={name} variant="light" tt="none" size="lg">
          {name}
        </Badge>
      ))}
    </Group>
  )
}
