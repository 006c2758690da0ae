/** `/visit.js` as it is sent: the built script with what the notice in force says, compressed once for each notice. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Notice } from '../notice/notice.ts'
import { aboutFor } from './inventory.ts'

type Encoding = 'br' | 'gzip' | 'plain'
type Sent = Readonly<Record<Encoding, Uint8Array<ArrayBuffer>>>

const built = join(import.meta.dirname, '..', '..', 'dist', 'visit.js')
const kept = new WeakMap<Notice, Sent>()

/** Empty where there is nothing to ask about: the page is then as it would be without us. */
function prepare(notice: Notice, server: string): Sent {
  const about = aboutFor(notice, server)
  const words = about ? `(function(SELOSTE_ABOUT){${readFileSync(built, 'utf8')}})(${JSON.stringify(about)})` : ''
  const plain = Buffer.from(words)
  return { plain: copied(plain), gzip: copied(gzipSync(plain)), br: copied(brotliCompressSync(plain)) }
}

const copied = (bytes: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

/** The script for a browser that takes these encodings (`Accept-Encoding`). */
export function sentScript(notice: Notice, server: string, accepted: string): Response {
  const sent = kept.get(notice) ?? prepare(notice, server)
  kept.set(notice, sent)
  const encoding = (['br', 'gzip'] as const).find(one =>
    new RegExp(`\\b${one}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted),
  )
  return new Response(sent[encoding ?? 'plain'], {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    },
  })
}
