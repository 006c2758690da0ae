/** The script of other sites' pages as one small file: `SELOSTE_ABOUT` stays free in it, for the server gives it when it sends the script. */

import { join } from 'node:path'
import { build } from 'vite'

const entry = join(import.meta.dirname, '..', 'src', 'visits', 'visit-script.ts')

/** Its text, without anything that only people read. */
export async function buildVisitScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: ['chrome111', 'firefox113', 'safari16.4'],
      lib: { entry, formats: ['iife'], name: 'visit', fileName: 'visit' },
    },
  })
  const [first] = Array.isArray(built) ? built : [built]
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (chunk === undefined) throw new Error('the script of other sites was not built')
  return chunk.code
}
