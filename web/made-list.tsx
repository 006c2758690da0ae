/** A screen of what staff have made: the way to a new one stands in its head, or, while there is none, under what one is for. */

import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { LoadedList } from './loaded-list.tsx'
import { NothingYet } from './nothing-yet.tsx'
import { Page } from './page.tsx'

interface MadeListProps<Row> extends Pick<ComponentProps<typeof LoadedList<Row>>, 'query' | 'rows' | 'children'> {
  readonly title: string
  /** The screen that makes a new one, and what its button says. */
  readonly make: { readonly to: LinkProps['to']; readonly words: string }
  readonly none: { readonly title: string; readonly why: string }
}

export function MadeList<Row>({ title, make: { to, words }, none, query, rows, children }: MadeListProps<Row>) {
  const make = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} renderRoot={props => <Link {...props} to={to} />}>
      {words}
    </Button>
  )
  return (
    <Page title={title} acts={rows && rows.length > 0 ? make : undefined}>
      <LoadedList
        query={query}
        rows={rows}
        height={200}
        none={
          <NothingYet title={none.title} step={make}>
            {none.why}
          </NothingYet>
        }
      >
        {children}
      </LoadedList>
    </Page>
  )
}
