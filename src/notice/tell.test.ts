/** A finding is told in each language, and what the author wrote is repeated as it was written, never read as a text of ours. */

import { expect, test } from 'vitest'
import type { Finding } from './notice.ts'
import { tell } from './tell.ts'

const finding = (rule: string, args: Finding['args']): Finding => ({
  rule,
  severity: 'error',
  args,
  at: { line: 1, column: 1 },
  path: 'rights',
})

test.each([
  ['fi', 'Oikeus tietojen poistamiseen'],
  ['sv', 'Rätt till radering'],
  ['en', 'Right to erasure'],
] as const)('%s', (lang, name) => {
  expect(tell(lang, finding('13-2b', { right: 'erasure' })).missing).toContain(`${name} (erasure)`)
})

test('the author’s words are not interpreted', () => {
  const found = '$t(findings.L01.why) {{known}} <b>'
  expect(tell('en', finding('L06', { found, known: 'authority' })).missing).toBe(
    `“${found}” is not a key that is known here.`,
  )
})
