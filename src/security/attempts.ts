/** What is tried at the doors is counted without anybody waiting for it: hashes and counts are written, never an address or a password. */

import { createHmac } from 'node:crypto'
import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { neighbourhoodOf } from '../base/network.ts'
import type { Clock } from '../base/time.ts'
import type { Attempt } from '../http/program.ts'

export interface Attempts {
  note(attempt: Attempt): void
  /** Whether somebody of this register has signed in from around that address; true where no such history is kept. */
  isKnown(address: string): Promise<boolean>
  /** Resolves when what was noted so far has been written. */
  settled(): Promise<void>
}

interface Try {
  readonly what: string
  readonly door: string
  readonly account: string
  readonly network: string
  readonly as: string | undefined
  times: number
  at: Date
}

interface Entry {
  readonly staff?: Id
  readonly key?: Id
  readonly network: string
  readonly browser: string
  readonly at: Date
}

/** In one write; of more than these no new ones are counted, however many an attacker makes up. */
const mostAtOnce = 5000

/** `secret`: a key of the home. What is noted while a write is under way goes with the next, so a flood makes one statement at a time. */
export function openAttempts(pool: Pool, clock: Clock, secret: Buffer): Attempts {
  let tries = new Map<string, Try>()
  let entries: Entry[] = []
  let writing: Promise<void> | undefined
  const keysSeen = new Set<string>()

  const hash = (kind: string, value: string): string =>
    createHmac('sha256', secret).update(`${kind}:${value}`).digest('hex').slice(0, 32)
  const networkOf = (address: string): string => hash('network', neighbourhoodOf(address))

  function add(attempt: Attempt): boolean {
    const at = clock.now()
    const network = networkOf(attempt.address)
    if (attempt.what === 'came-in') {
      entries.push({ staff: attempt.staff, network, browser: hash('browser', kindOf(attempt.browser)), at })
      return true
    }
    if (attempt.what === 'key-used') {
      const seen = `${attempt.key} ${network} ${at.toISOString().slice(0, 10)}`
      if (keysSeen.has(seen)) return false
      if (keysSeen.size >= mostAtOnce) keysSeen.clear()
      keysSeen.add(seen)
      entries.push({ key: attempt.key, network, browser: '', at })
      return true
    }
    const { what, as, door = '' } = attempt
    const account = as === undefined ? '' : hash('account', as)
    const key = [what, door, account, network].join(' ')
    const known = tries.get(key)
    if (known) {
      known.times += 1
      known.at = at
    } else if (tries.size < mostAtOnce) tries.set(key, { what, door, account, network, as, times: 1, at })
    return true
  }

  async function write(): Promise<void> {
    while (tries.size > 0 || entries.length > 0) {
      const [counted, came] = [[...tries.values()], entries]
      tries = new Map()
      entries = []
      if (came.length > 0) await pool.query('select security.note_entries($1)', [JSON.stringify(came)])
      if (counted.length > 0) await pool.query('select security.note($1)', [JSON.stringify(counted)])
    }
  }

  return {
    note: attempt => {
      if (!add(attempt)) return
      writing ??= Promise.resolve()
        .then(write)
        .catch(() => {}) // a database that is down is told by /readyz
        .finally(() => {
          writing = undefined
        })
    },
    isKnown: async address => {
      const { rows } = await pool.query<{ known: boolean }>({
        name: 'network-known',
        text: `select security.is_known(decode($1, 'hex')) as known`,
        values: [networkOf(address)],
      })
      return rows[0]?.known ?? true
    },
    settled: async () => {
      while (writing) await writing
    },
  }
}

/** A browser that was brought up to date is the same. */
const kindOf = (userAgent: string): string => userAgent.replace(/[\d._]+/g, '')
