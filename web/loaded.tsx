/** What was asked for is shown when it has come; until then its place is held, and a refusal is told with a way to ask again. */

import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { ProblemNotice } from './problem-notice.tsx'

/** As useQuery and useInfiniteQuery give it. */
export interface Query<Answer> {
  readonly data: Answer | undefined
  readonly error: Error | null
  readonly isPending: boolean
  refetch(): unknown
}

interface LoadedProps<Answer> {
  readonly query: Query<Answer>
  /** Of what will stand here, in pixels. */
  readonly height: number
  readonly children: (answer: Answer) => ReactNode
}

export const Loaded = <Answer,>({ query, height, children }: LoadedProps<Answer>) => (
  <>
    <ProblemNotice error={query.error} retry={() => void query.refetch()} />
    {query.isPending && <Skeleton height={height} aria-hidden />}
    {query.data !== undefined && children(query.data)}
  </>
)
