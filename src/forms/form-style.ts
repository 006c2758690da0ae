/** The style of forms: one column, large targets, what is wrong stands at its field; the same where a form stands in another site's page. */

import { createHash } from 'node:crypto'
import type { PublicPage } from '../http/page.ts'
import { pageStyle } from '../http/page-style.ts'

const css = `.langs { text-align: right; margin: 0 }
.langs a { margin-left: 1rem }
.intro, .choice span, .layer dd { white-space: pre-line }
.trouble, .done { padding: .75rem 1rem; border: 2px solid var(--pine); border-radius: .3rem }
.trouble { border-color: var(--wrong) }
.form { --wrong: #a33a2a }
@media (prefers-color-scheme: dark) { .form { --wrong: #f0a493 } }
.form p { margin: 0 0 1.25rem }
.form label, .form legend { display: block; font-weight: 600 }
.hint, .wrong { display: block; font-weight: 400 }
.hint { color: var(--quiet) }
.wrong { color: var(--wrong); font-weight: 600 }
.form input, .form select, .form textarea { font: inherit; width: 100%; min-height: 2.75rem; padding: .5rem .7rem; border: 1px solid var(--quiet); border-radius: .3rem; background: var(--ground); color: var(--ink) }
.form textarea { min-height: 9rem; resize: vertical }
.form fieldset { border: 0; border-top: 1px solid var(--line); margin: 0 0 1rem; padding: .9rem 0 0 }
.form .choice { display: flex; gap: .6rem; align-items: flex-start; min-height: 2.75rem; padding: .5rem 0; font-weight: 400 }
.form .choice input { flex: none; width: 1.35rem; height: 1.35rem; min-height: 0; margin: .15rem 0 0; accent-color: var(--pine) }
.apart { position: absolute; left: -200vw; width: 1px; height: 1px; overflow: hidden }
.layer { border: 1px solid var(--line); border-radius: .3rem; padding: 1rem 1.25rem; margin: 1.5rem 0 }
.layer h2 { margin: 0 0 .75rem; font-size: 1.125rem }
.layer dl { margin: 0 0 .75rem }
.layer dt { font-weight: 600 }
.layer dd { margin: 0 0 .5rem }
.layer dd p, .layer p:last-child { margin: 0 0 .25rem }
.form button { font: inherit; font-weight: 600; padding: .6rem 1.25rem; min-height: 2.75rem; border: 1px solid var(--pine); border-radius: .3rem; background: var(--pine); color: var(--ground); cursor: pointer }
.form input:focus-visible, .form select:focus-visible, .form textarea:focus-visible, .form button:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
`

export const formStyle = {
  css,
  path: `/form-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const

/** The same where the form stands in a shadow root: on another site, and in the builder. */
export const embeddedStyle = `${pageStyle.css}${css}`.replaceAll(':root', ':host').replace(/^main .*$/m, '')

export const formStylePage: PublicPage = {
  path: formStyle.path,
  handle: async () =>
    new Response(formStyle.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}
