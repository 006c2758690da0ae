/** The two scripts of the stand, served as they are written; pages of no other kind run any. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PublicPage } from '../http/page.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')
const script = read('stand-script.mjs')
const worker = read('stand-worker.mjs')

export const standScriptPath = `/stand-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`

/** The page of the stand may run its own script and speak with its own server. */
export const forStand =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const served = (path: string, body: string, cache: string): PublicPage => ({
  path,
  handle: async () =>
    new Response(body, {
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': cache,
        'content-security-policy': forStand, // what a worker may fetch is its own
      },
    }),
})

export const standFiles: readonly PublicPage[] = [
  served(standScriptPath, script, 'public, max-age=31536000, immutable'),
  served('/stand-worker.js', worker, 'no-cache'),
]
