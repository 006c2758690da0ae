/** On a person's page: what they have agreed to have published, and a way to ask them. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { usePublications } from './publication-asks.web.ts'
import { PublicationForm } from './publication-form.web.tsx'
import { PublicationItems } from './publication-list.web.tsx'

export function PersonPublications({ card: { id } }: PersonPart) {
  const say = useText()
  const found = usePublications({ person: id, limit: 200 })
  const [isDrafting, setDrafting] = useState(false)
  const items = found.data?.pages.flatMap(page => page.publications) ?? []
  if (items.length === 0 && found.data?.pages[0]?.possible === false) return null
  return (
    <section className="panel" aria-labelledby="person-publications">
      <Group justify="space-between">
        <Title order={2} id="person-publications">
          {say('ui.published.title')}
        </Title>
        {!isDrafting && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setDrafting(true)}
          >
            {say('ui.published.new')}
          </Button>
        )}
      </Group>
      <ProblemNotice error={found.error} retry={() => void found.refetch()} />
      {isDrafting && <PublicationForm person={id} close={() => setDrafting(false)} />}
      {found.data && items.length === 0 && !isDrafting && (
        <Text size="sm" c="dimmed">
          {say('ui.published.none-of-person')}
        </Text>
      )}
      <PublicationItems items={items} about={false} />
    </section>
  )
}
