/** The style of public pages: a well-set document, legible on any screen, on paper and in the dark. */

import { createHash } from 'node:crypto'

const css = `:root { color-scheme: light dark; --ink: #1d2520; --quiet: #55605a; --line: #d5dbd7; --ground: #fff; --pine: #1f5c44 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4eae6; --quiet: #a3afa8; --line: #3a443f; --ground: #161b18; --pine: #8cc7ab } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 5rem }
h1, h2, h3 { font-family: 'Source Serif 4', Georgia, serif; line-height: 1.25; margin: 2.2em 0 .6em }
h1 { font-size: clamp(1.5rem, 7vw, 2rem); margin-top: .5em }
h2 { font-size: 1.375rem }
h3 { font-size: 1.125rem }
p, ul, ol, dl { margin: 0 0 1em }
a { color: var(--pine) }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--ground) }
.skip:focus { left: .5rem; top: .5rem }
.quiet { color: var(--quiet) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line) }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .3rem }
details { border-bottom: 1px solid var(--line); padding: .5rem 0 }
summary { cursor: pointer }
.scroll { overflow-x: auto }
@media print { .skip, nav { display: none } main { max-width: none; padding: 0 } }
`

export const pageStyle = {
  css,
  path: `/page-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`,
} as const
