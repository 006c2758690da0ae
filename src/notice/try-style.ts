/** The style of the try-it page: three kinds of sentences told apart without colour, and a sentence lit together with what it says. */

import { createHash } from 'node:crypto'

/** So many sentences light up with their things; those after them have their links all the same. */
const lit = 250

const together = Array.from({ length: lit }, (_, index) => {
  const one = `.n${index + 1}`
  return `.reading:has(${one}:is(:hover,:focus-within,:target)) ${one}`
})

const css = `main:has(.reading) { max-width: 84rem }
main:has(.reading) > :is(h1, p, form, ul, section, details) { max-width: 46rem }
.langs { text-align: right; margin: 0 }
.langs a { margin-left: 1rem }
label { display: block; font-weight: 600; margin-top: 1.5rem }
textarea { width: 100%; padding: .75rem; font: inherit; font-size: 1rem; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: .3rem; resize: vertical }
textarea.draft { font: .875rem/1.5 ui-monospace, monospace; white-space: pre-wrap }
textarea:focus-visible, button:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
button { font: inherit; font-weight: 600; padding: .6rem 1.25rem; margin: 0 .5rem .5rem 0; min-height: 2.75rem; border: 1px solid var(--pine); border-radius: .3rem; background: var(--pine); color: var(--ground); cursor: pointer }
button.other { background: none; color: var(--pine) }
.trouble { padding: .75rem 1rem; border: 2px solid currentcolor; border-radius: .3rem }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.legend { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 2rem }
.reading { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 0 3.5rem; align-items: start }
.reading h2 { margin-top: 1rem }
.old { white-space: pre-line; overflow-wrap: anywhere; font-family: 'Source Serif 4', Georgia, serif }
.old a { color: inherit; text-decoration: underline; text-decoration-color: var(--pine); text-decoration-thickness: 1.5px; text-underline-offset: .22em; border-radius: .2rem; scroll-margin: 30vh }
.old sup { font: .6875rem/1 system-ui, sans-serif; color: var(--quiet); margin-left: .15em }
.plain, .boilerplate { color: var(--quiet); font-style: italic }
.understood { text-decoration: underline; text-decoration-color: var(--pine); text-decoration-thickness: 1.5px; text-underline-offset: .22em }
mark, .not-understood { background: none; color: inherit; border: 2px dashed var(--amber); border-radius: .2rem; padding: 0 .2em; box-decoration-break: clone; -webkit-box-decoration-break: clone; scroll-margin: 30vh }
mark:target { background: var(--glow) }
.reading h3 { margin: 1.4em 0 .3em; font: 600 1rem/1.4 system-ui, sans-serif }
.reading section ul { list-style: none; padding: 0; margin: 0 }
.reading li { padding: 0 .5rem; margin: 0 -.5rem; border-radius: .2rem; border-left: 3px solid transparent; overflow-wrap: anywhere; scroll-margin: 30vh }
.reading li:target, .old a:target { background: var(--glow); border-color: var(--pine) }
${together.join(',\n')} { background: var(--glow); border-color: var(--pine) }
.kind { color: var(--quiet); font-size: .9375rem }
.kind::after { content: ':' }
.to a { display: inline-block; min-width: 1.5rem; min-height: 1.5rem; margin-left: .35rem; text-align: center; font-size: .8125rem; font-variant-numeric: tabular-nums }
.silent { color: var(--ink); border-left: 3px double var(--brick); padding-left: .6rem; margin: 0 }
.gaps { padding: 0; list-style: none }
.gaps > li { padding: 1rem 0 .25rem 1rem; border-top: 1px solid var(--line); border-left: 3px solid var(--brick) }
.gaps > li.warning { border-left: 3px dotted var(--amber) }
.gaps p { margin-bottom: .5em }
.gaps details { border: 0; padding: 0 0 .5rem }
.severity { color: var(--brick) }
.warning .severity { color: var(--amber) }
.unread { overflow-wrap: anywhere }
:root { --glow: #e2f1e8; --brick: #a13a24; --amber: #8a5a00 }
@media (prefers-color-scheme: dark) { :root { --glow: #24402f; --brick: #f0a08c; --amber: #e3b55c } }
@media (min-width: 60.01rem) { .reading > section { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding-right: .75rem } }
@media (max-width: 60rem) { .reading { grid-template-columns: minmax(0, 1fr) } }
@media print { form, .change { display: none } .reading > section { max-height: none; overflow: visible } }
`

export const tryStyle = {
  css,
  path: `/try-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const
