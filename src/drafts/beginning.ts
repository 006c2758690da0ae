/** What a draft can begin from: the notice in force, a notice that comes with the program, or a text that somebody has. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { publishedSource, publishedVersions } from '../http/published-versions.ts'

/** The lawful examples, by the file's name below examples/notices. */
export const examples = { 'course-company': 'ixir', bakery: 'right/bakery', consultancy: 'right/consultancy' } as const
export type Example = keyof typeof examples

export type Beginning =
  | { readonly kind: 'published'; readonly version?: number | undefined }
  | { readonly kind: 'example'; readonly example: Example }
  | { readonly kind: 'text'; readonly text: string }

const folder = join(import.meta.dirname, '..', '..', 'examples', 'notices')

/** The text to begin with, and the published version that it is, if it is one. */
export async function beginningOf(
  app: Pool,
  beginning: Beginning,
): Promise<{ readonly text: string; readonly basedOn: number | null }> {
  if (beginning.kind === 'text') return { text: beginning.text, basedOn: null }
  if (beginning.kind === 'example')
    return { text: readFileSync(join(folder, `${examples[beginning.example]}.yaml`), 'utf8'), basedOn: null }
  const version = beginning.version ?? (await publishedVersions(app))[0]?.version ?? 0
  const text = await publishedSource(app, version)
  if (text === undefined) throw new Refused('notice.no-version', 'absent', { version })
  return { text, basedOn: version }
}
