/** The style of the public pages of raffles and events: one column, large targets, what is wrong stands at its field. */

import { createHash } from 'node:crypto'
import type { PublicPage } from '../http/page.ts'

const css = `.langs { text-align: right; margin: 0 }
.langs a { margin-left: 1rem }
.trouble { padding: .75rem 1rem; border: 2px solid #a33a2a; border-radius: .3rem }
form p { margin: 0 0 1.25rem }
label, legend { display: block; font-weight: 600 }
.wrong { display: block; color: #a33a2a; font-weight: 600 }
@media (prefers-color-scheme: dark) { .wrong { color: #f0a493 } .trouble { border-color: #f0a493 } }
input:not([type=checkbox]):not([type=radio]) { font: inherit; width: 100%; min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--quiet); border-radius: .3rem; background: var(--ground); color: var(--ink) }
.box label { display: flex; gap: .75rem; align-items: flex-start; font-weight: 400; padding: .4rem 0 }
.box input { flex: none; width: 1.4rem; height: 1.4rem; margin: .15rem 0 0; accent-color: var(--pine) }
.apart-box { border: 1px solid var(--line); border-radius: .3rem; padding: .5rem 1rem; margin: 0 0 1.5rem }
.apart-box p { margin: 0 }
.apart { position: absolute; left: -200vw; width: 1px; height: 1px; overflow: hidden }
.words { white-space: pre-line }
.token, .hash { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
button { font: inherit; font-weight: 600; padding: .6rem 1.25rem; min-height: 2.75rem; border: 1px solid var(--pine); border-radius: .3rem; background: var(--pine); color: var(--ground); cursor: pointer }
input:focus-visible, button:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
`

export const participationStyle = {
  css,
  path: `/participation-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const

export const participationStylePage: PublicPage = {
  path: participationStyle.path,
  handle: async () =>
    new Response(participationStyle.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}
