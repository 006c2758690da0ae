/** The style of the desk's public pages: one column, large targets, what is wrong stands at its field. */

import { createHash } from 'node:crypto'
import type { PublicPage } from '../http/page.ts'

const css = `.langs { text-align: right; margin: 0 }
.langs a { margin-left: 1rem }
.fast { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .3rem; margin-bottom: 2rem }
.fast h2 { margin-top: 0 }
.trouble, .done { padding: .75rem 1rem; border: 2px solid var(--pine); border-radius: .3rem }
.trouble { border-color: #a33a2a }
form p { margin: 0 0 1.25rem }
label, legend { display: block; font-weight: 600 }
.hint, .wrong { display: block; font-weight: 400 }
.hint { color: var(--quiet) }
button + .hint { margin-top: .35rem }
.wrong { color: #a33a2a; font-weight: 600 }
@media (prefers-color-scheme: dark) { .wrong { color: #f0a493 } .trouble { border-color: #f0a493 } }
input, select, textarea { font: inherit; width: 100%; min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--quiet); border-radius: .3rem; background: var(--ground); color: var(--ink) }
textarea { min-height: 9rem; resize: vertical }
.code { max-width: 12rem; letter-spacing: .25em; font-variant-numeric: tabular-nums }
.apart { position: absolute; left: -200vw; width: 1px; height: 1px; overflow: hidden }
button { font: inherit; font-weight: 600; padding: .6rem 1.25rem; min-height: 2.75rem; border: 1px solid var(--pine); border-radius: .3rem; background: var(--pine); color: var(--ground); cursor: pointer }
input:focus-visible, select:focus-visible, textarea:focus-visible, button:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
`

export const rightsStyle = {
  css,
  path: `/rights-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const

export const rightsStylePage: PublicPage = {
  path: rightsStyle.path,
  handle: async () =>
    new Response(rightsStyle.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}
