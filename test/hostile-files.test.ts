/** A file or a mail that was made to hurt is refused or read, and takes no more memory than its limits allow; each is read in a process of its own. */

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hostileNames } from './hostile-file.ts'
import { runProcess } from './killing.ts'

/** The long form is as large as the limits; megabytes that reading may take beyond what the process has. */
const { scale, most } = process.env.SELOSTE_LONG ? { scale: 1, most: 700 } : { scale: 0.05, most: 150 }

test.each(hostileNames)('%s', { timeout: 300_000 }, async name => {
  const file = join(import.meta.dirname, 'hostile-file.ts')
  const { out, errors } = await runProcess([file, name, String(scale)])
  expect(errors).toBe('')
  const { outcome, megabytes } = JSON.parse(out)
  expect(outcome).toMatch(/^(?:read|\d+ rows|mailbox\.not-a-mail|import\.[a-z-]+)/)
  // A million records of it are a million objects before the first are cleared away.
  expect(megabytes).toBeLessThan(name === 'a table of nothing but breaks' ? Math.max(most, 450) : most)
})
