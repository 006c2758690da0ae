/** The example notice as it is, and as it was before it had the purpose of research: a change that needs consent and must be told of. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const withResearch = readFileSync(join(import.meta.dirname, '..', 'examples', 'notices', 'ixir.yaml'), 'utf8')

export const withoutResearch = withResearch
  .replace(/^ {2}research:\n.*\n/m, '')
  .replace(/^ {2}surveys:\n(?: {4}.*\n)*/m, '')
  .replace(/^ +research:.*\n/gm, '')
  .replace(/ research,/, '')

/** The same processing in other words. */
export const inOtherWords = withoutResearch.replace(
  'Ilmoitamme muutoksista asiakkaillemme.',
  'Kerromme muutoksista asiakkaillemme.',
)
