/** The style of a survey's pages beside that of forms: a question stands on its own, and the way back is quieter than the way on. */

import { createHash } from 'node:crypto'
import { embeddedStyle } from '../forms/form-style.ts'
import type { PublicPage } from '../http/page.ts'

const css = `.form fieldset { border: 0; padding: 0 }
.form legend, .form p > label { font-size: 1.25rem; line-height: 1.35; padding: 0; margin: 0 0 .5rem }
.form .hint { font-size: 1rem; margin: .25rem 0 0 }
.form p.hint { margin: 0 0 1.25rem }
.form fieldset fieldset { margin: 0 0 1.25rem; padding: 0 0 0 1rem; border-left: 3px solid var(--line) }
.form fieldset fieldset legend { font-size: 1rem; margin: 0 }
.form hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0 }
.form .acts { display: flex; flex-wrap: wrap; gap: .75rem }
.form button.back { background: var(--ground); color: var(--pine) }
.step { color: var(--quiet); margin: 0 }
.step + h1 { font-size: 1.125rem; margin: 0 0 1.5rem }
`

export const surveyStyle = {
  path: `/survey-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const

/** The same where a survey is shown while it is built. */
export const previewStyle = `${embeddedStyle}${css}`

export const surveyStylePage: PublicPage = {
  path: surveyStyle.path,
  handle: async () =>
    new Response(css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}
