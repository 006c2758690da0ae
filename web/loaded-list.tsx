/** A list that was asked for: its rows and a way to more of them, or why there are none. */

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from './language.ts'
import { Loaded, type Query } from './loaded.tsx'

/** What a list by pages has besides. */
interface Pages {
  readonly hasNextPage?: boolean
  readonly isFetchingNextPage?: boolean
  fetchNextPage?(): unknown
}

interface LoadedListProps<Row> {
  readonly query: Query<unknown> & Pages
  /** All that have come; only when there are some, `children` stands. */
  readonly rows: readonly Row[] | undefined
  /** Of what will stand here, in pixels. */
  readonly height: number
  readonly none: ReactNode
  readonly children: (rows: readonly Row[]) => ReactNode
}

export function LoadedList<Row>({ query, rows = [], height, none, children }: LoadedListProps<Row>) {
  const say = useText()
  return (
    <Loaded query={query} height={height}>
      {() => (
        <>
          {rows.length === 0 ? none : children(rows)}
          {query.hasNextPage && (
            <Button
              mt="md"
              variant="default"
              loading={query.isFetchingNextPage === true}
              onClick={() => void query.fetchNextPage?.()}
            >
              {say('ui.more')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}
