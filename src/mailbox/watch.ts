/** Every mailbox is read as mail comes in (IDLE), again after whatever broke off, and no other waits for one that is in trouble. */

import { setTimeout as pause } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import type { Door } from '../arrivals/receive.ts'
import type { Id } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { accessTo } from './access.ts'
import { type Fetching, fetchNew, openFolder } from './fetch.ts'
import { filledOf, openImap, troubleOf } from './imap.ts'
import { type Kept, mailboxesToRead, noteTrouble, noteWell } from './reading.ts'

export type Watching = Pick<Program, 'clock' | 'database' | 'home' | 'log'>

export interface Watch {
  /** Reads no more and resolves when what was being kept is kept. */
  stop(): Promise<void>
}

export interface WatchOptions {
  readonly door: Pick<Door, 'keep'>
  /** In milliseconds: how often it is looked which mailboxes there are, and how long is waited after a trouble, at first and at most. */
  readonly pace?: { readonly look: number; readonly again: number; readonly most: number }
}

const usualPace = { look: 5_000, again: 5_000, most: 5 * 60_000 }
/** Also without a word of the server it is looked so often, in milliseconds. */
const patience = 9 * 60_000

interface Reader {
  readonly kept: Kept
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/** Begins to read every mailbox. Never rejects: a database or a server that is away is waited for. */
export function watchMailboxes(program: Watching, { door, pace = usualPace }: WatchOptions): Watch {
  const stopping = new AbortController()
  const readers = new Map<Id, Reader>()
  const fetching: Fetching = { app: program.database.app, clock: program.clock, door }

  async function look(): Promise<void> {
    const wanted = await mailboxesToRead(program.database.app)
    for (const [id, { kept, stop }] of readers) {
      const now = wanted.find(one => one.id === id)
      // Another password, permission, folder or number of days: it is read anew.
      if (now === undefined || JSON.stringify(now) !== JSON.stringify(kept)) {
        stop.abort()
        readers.delete(id)
      }
    }
    for (const kept of wanted) {
      if (readers.has(kept.id)) continue
      const stop = new AbortController()
      const signal = AbortSignal.any([stop.signal, stopping.signal])
      readers.set(kept.id, { kept, stop, ended: readAgain(program, fetching, kept, signal, pace) })
    }
  }

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look().catch(fault => program.log({ fault: nameOf(fault), mailbox: 'look' }))
      await pause(pace.look, undefined, { signal: stopping.signal }).catch(() => {})
    }
    await Promise.all([...readers.values()].map(({ ended }) => ended))
  }
  const ended = work()
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : typeof fault)

async function readAgain(
  program: Watching,
  fetching: Fetching,
  kept: Kept,
  signal: AbortSignal,
  { again, most }: Required<WatchOptions>['pace'],
): Promise<void> {
  let wait = again
  while (!signal.aborted) {
    try {
      await readOn(program, fetching, kept, signal, () => {
        wait = again
      })
    } catch (fault) {
      if (signal.aborted) return
      const trouble = troubleOf(fault)
      program.log({ mailbox: kept.id, trouble })
      await noteTrouble(fetching.app, kept.id, program.clock.now(), trouble).catch(() => {})
    }
    await pause(wait, undefined, { signal }).catch(() => {})
    wait = Math.min(most, wait * 2)
  }
}

/** Reads until the connection ends. */
async function readOn(
  program: Watching,
  fetching: Fetching,
  kept: Kept,
  signal: AbortSignal,
  well: () => void,
): Promise<void> {
  const opening = { app: fetching.app, home: program.home }
  const access = await accessTo(opening, kept.id)
  const client = await openImap({ place: kept.place, access })
  const stop = (): void => client.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const news = newsOf(client)
    let reached = await openFolder(fetching, kept, client)
    while (!signal.aborted) {
      news.forget()
      reached = await fetchNew(fetching, kept, client, reached, signal)
      await noteWell(fetching.app, kept.id, program.clock.now(), await filledOf(client, kept.place.folder))
      well()
      const waiting = new AbortController()
      const enough = pause(patience, undefined, { signal: AbortSignal.any([signal, waiting.signal]) })
      await Promise.race([news.come, client.idle(), enough]).finally(() => waiting.abort())
      if (!client.usable) throw Object.assign(new Error('the connection ended'), { code: 'NoConnection' })
    }
  } finally {
    signal.removeEventListener('abort', stop)
    client.close()
  }
}

/** Resolves at the next word of the server that there is something new, or that it hangs up. */
function newsOf(client: ImapFlow): { readonly come: Promise<void>; forget(): void } {
  let next = Promise.withResolvers<void>()
  const tell = (): void => next.resolve()
  client.on('exists', tell)
  client.on('close', tell)
  return {
    get come() {
      return next.promise
    },
    forget: () => {
      next = Promise.withResolvers<void>()
    },
  }
}
