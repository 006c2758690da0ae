/** A message is marked, and that durably, before anything of it leaves; connections that wait for that at the same moment share a statement and a commit. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Sent } from './gate.ts'
import { type Ended, type Next, passOn } from './recipients.ts'

/** Settles the message that a connection had before and marks its next. False when that is not to go any more. */
export type Pass = (before: Ended | undefined, next: Next | undefined) => Promise<boolean>

interface Waiting {
  readonly before: Ended | undefined
  readonly next: Next | undefined
  readonly done: (isMarked: boolean) => void
  readonly failed: (fault: unknown) => void
}

export function openPassage(app: Pool, campaign: Sent, clock: Clock): Pass {
  let waiting: Waiting[] = []
  let isWriting = false
  const writeAll = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) {
      const together = waiting
      waiting = []
      try {
        const ended = together.flatMap(({ before }) => before ?? [])
        const nexts = together.flatMap(({ next }) => next ?? [])
        const marked: ReadonlySet<Id> = await passOn(app, campaign, { ended, nexts, at: clock.now() })
        for (const { next, done } of together) done(next !== undefined && marked.has(next.message))
      } catch (fault) {
        for (const { failed } of together) failed(fault)
      }
    }
    isWriting = false
  }
  return (before, next) =>
    new Promise((done, failed) => {
      waiting.push({ before, next, done, failed })
      if (!isWriting) void writeAll()
    })
}
