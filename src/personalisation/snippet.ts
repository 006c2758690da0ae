/** What is put into the firm's own page: its content is what everybody sees whom no segment holds. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The same for everybody, so that it can be kept by browsers. */
export const blocksScript = readFileSync(join(import.meta.dirname, 'blocks-script.mjs'), 'utf8')

export const snippetFor = (server: string, slot: string): string =>
  `<div data-seloste-slot="${slot}" data-seloste-visitor="PASS">…</div>
<script src="${server}/blocks.js" async></script>`
