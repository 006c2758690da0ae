/** The style of a person's own page: each value with its why below it, told apart by word and frame, on a telephone first. */

import { createHash } from 'node:crypto'

const css = `.top { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: baseline }
.langs { margin: 0 }
.langs a { margin-right: 1rem }
.done, .fault { padding: .75rem 1rem; border: 2px solid var(--pine); border-radius: .3rem }
.fault { border-color: #a3372a }
@media (prefers-color-scheme: dark) { .fault { border-color: #e59a8f } }
form { margin: 0 0 1em }
form.beside { display: inline }
label.field { display: block; font-weight: 600; margin: 0 0 .25rem }
input.field, select.field, textarea.field { font: inherit; display: block; width: 100%; max-width: 28rem; min-height: 2.75rem; padding: .5rem .75rem; margin: 0 0 1rem; color: var(--ink); background: var(--ground); border: 1px solid var(--quiet); border-radius: .3rem }
textarea.field { max-width: none; min-height: 8rem }
button, a.button { display: inline-block; font: inherit; font-weight: 600; padding: .6rem 1.25rem; min-height: 2.75rem; border: 1px solid var(--pine); border-radius: .3rem; background: var(--pine); color: var(--ground); cursor: pointer; text-decoration: none }
button.quietly, a.button.quietly { background: var(--ground); color: var(--pine) }
input:focus-visible, select:focus-visible, textarea:focus-visible, button:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
.choice { display: flex; gap: .6rem; align-items: flex-start; min-height: 2.75rem; padding: .5rem 0 }
.choice input { flex: none; width: 1.35rem; height: 1.35rem; margin: .15rem 0 0; accent-color: var(--pine) }
fieldset { border: 0; padding: 0; margin: 0 0 1rem }
legend { font-weight: 600; padding: 0 }
.row { margin: 0 0 1.25rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .3rem }
.row.inferred { border: 2px dashed var(--quiet) }
.row dl { margin: 0; display: grid; grid-template-columns: 1fr; gap: 0 }
.row dt { color: var(--quiet); margin-top: .6rem }
.row dt:first-child { margin-top: 0 }
.row dd { margin: 0; overflow-wrap: anywhere }
.row .why { font-size: .9rem; color: var(--quiet) }
.kind { font-weight: 600 }
.row p { margin: .75rem 0 0 }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none }
.pairs { padding: 0; list-style: none }
.pairs > li { padding: .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.rest { font-size: .9rem; overflow-wrap: anywhere }
@media (min-width: 40rem) { .row dl { grid-template-columns: 11rem 1fr; column-gap: 1rem } .row dt, .row dt:first-child { margin-top: .35rem } .row dd { margin-top: .35rem } }
`

export const myStyle = {
  css,
  path: `/my-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const
