/** An allowance is used up by asking often, comes back with time, and outlives a clock that is put back. */

import { expect, test } from 'vitest'
import { settableClock } from '../base/time.ts'
import { rateLimit } from './rate-limit.ts'

const allowance = { burst: 3, millisecondsEach: 1000 }

test('a burst is allowed, the next is told when to come, and one is there again after its time', () => {
  const clock = settableClock('2026-03-02T10:00:00Z')
  const take = rateLimit(allowance, clock)
  expect([1, 2, 3].map(() => take('a').remaining)).toEqual([2, 1, 0])
  expect(take('a')).toMatchObject({ allowed: false, resetSeconds: 1 })
  expect(take('b').allowed).toBe(true)
  clock.forward(1000)
  expect([take('a').allowed, take('a').allowed]).toEqual([true, false])
})

test('when the clock is put back nobody waits until it has caught up', () => {
  const clock = settableClock('2046-03-02T10:00:00Z')
  const take = rateLimit(allowance, clock)
  take('a')
  clock.set('2026-03-02T10:00:00Z')
  expect([1, 2, 3].map(() => take('a').remaining)).toEqual([2, 1, 0])
})
