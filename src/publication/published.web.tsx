/** Every agreement to publish that the purpose sees, the latest first, with the way to the public page. */

import { Anchor } from '@mantine/core'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { usePublications } from './publication-asks.web.ts'
import { PublicationItems } from './publication-list.web.tsx'

export function Published() {
  const say = useText()
  const found = usePublications({})
  return (
    <Page
      title={say('ui.published.title')}
      width="reading"
      acts={
        <Anchor href="/testimonials" target="_blank" rel="noreferrer" underline="always">
          {say('ui.published.public')}
        </Anchor>
      }
    >
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.publications)}
        height={240}
        none={<NothingYet title={say('ui.published.none')}>{say('ui.published.none-why')}</NothingYet>}
      >
        {items => <PublicationItems items={items} about />}
      </LoadedList>
    </Page>
  )
}
