/** The style of the page of permits: large targets, two choices side by side, nothing that needs a colour to be read. */

import { createHash } from 'node:crypto'

const css = `.langs { text-align: right; margin: 0 }
.langs a { margin-left: 1rem }
.done { padding: .75rem 1rem; border: 2px solid var(--pine); border-radius: .3rem }
.nothing { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .3rem; margin-bottom: 2rem }
.nothing p:last-child { margin: 0 }
fieldset { border: 0; border-top: 1px solid var(--line); margin: 0; padding: .9rem 0 }
legend { font-weight: 600; padding: 0; float: left; width: 100% }
legend + * { clear: both }
.now { margin: 0 0 .25rem }
.choice { display: flex; gap: .6rem; align-items: flex-start; min-height: 2.75rem; padding: .5rem 0 }
.choice input { flex: none; width: 1.35rem; height: 1.35rem; margin: .15rem 0 0; accent-color: var(--pine) }
button { font: inherit; font-weight: 600; padding: .6rem 1.25rem; min-height: 2.75rem; border: 1px solid var(--pine); border-radius: .3rem; background: var(--pine); color: var(--ground); cursor: pointer }
input:focus-visible, button:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
`

export const preferenceStyle = {
  css,
  path: `/preferences-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const
