/** The look of the public notice: a well-set document in a serif, light and dark, from a phone to paper. */

/** The serif's files: letters of Finnish, Swedish and English first, the rest of Europe when a name needs it. */
export const fonts = {
  latin: 'source-serif-4-latin-wght-normal.woff2',
  'latin-ext': 'source-serif-4-latin-ext-wght-normal.woff2',
} as const

const face = (file: string, range: string): string =>
  `@font-face { font-family: 'Source Serif 4'; font-weight: 200 900; font-display: swap; src: url('/fonts/${file}') format('woff2'); unicode-range: ${range} }`

const latin =
  'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD'
const latinExtended =
  'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C4, U+2113, U+2C60-2C7F, U+A720-A7FF'

/** Faces of the serif, for pages of a server that serves its files under /fonts. */
export const noticeFaces = `${face(fonts.latin, latin)}\n${face(fonts['latin-ext'], latinExtended)}\n`

/** Works without the faces too: then in the reader's own serif. */
export const noticeStyle = `:root { color-scheme: light dark; --ink: #1b211e; --quiet: #5b655f; --line: #d9dedb; --ground: #fff; --raised: #f4f7f5; --pine: #1f5541 }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e8e5; --quiet: #a2ada7; --line: #38413c; --ground: #141816; --raised: #1c221f; --pine: #8fcbaf } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0; background: var(--ground); color: var(--ink); font: 400 1.125rem/1.62 'Source Serif 4', 'Iowan Old Style', Georgia, 'Times New Roman', serif; overflow-wrap: break-word; hyphens: auto }
a { color: var(--pine); text-underline-offset: .15em; text-decoration-thickness: .06em }
a:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px; border-radius: 2px }
.skip { position: absolute; left: -100vw; padding: .5rem 1rem; background: var(--ground) }
.skip:focus { left: .5rem; top: .5rem }
.page { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1.25rem 5rem }
.languages { display: flex; gap: 1.25rem; justify-content: flex-end; font-size: 1rem; margin-bottom: 2.5rem }
.languages a, .languages span { padding: .25rem 0 }
.languages [aria-current] { font-weight: 600; border-bottom: 2px solid var(--pine) }
.contents { font-size: 1rem; line-height: 1.45; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); margin: 0 0 2.25rem }
.contents summary { padding: .7rem 0; color: var(--quiet); font-weight: 600; cursor: pointer }
.contents summary:focus-visible { outline: 3px solid var(--pine); outline-offset: 2px }
.contents ol { list-style: none; margin: 0; padding: 0 0 .75rem }
.contents a { display: flex; gap: .75rem; padding: .22rem 0; color: inherit; text-decoration: none; hyphens: auto }
.contents a:hover { color: var(--pine); text-decoration: underline }
.contents .number { flex: none; min-width: 1.4rem; text-align: right }
.number { color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums lining-nums }
h1, h2, h3 { line-height: 1.2; font-weight: 600; text-wrap: balance; hyphens: manual }
h1 { font-size: clamp(1.625rem, 7vw, 2.75rem); margin: 0 0 .35rem; letter-spacing: -.01em }
.register { font-size: 1.25rem; color: var(--quiet); margin: 0 0 1.75rem }
.past { border: 2px solid var(--pine); border-radius: .5rem; padding: 1rem 1.25rem; font-weight: 600 }
h2 { font-size: 1.5rem; margin: 3.25rem 0 .9rem }
h3 { font-size: 1.1875rem; margin: 2.1rem 0 .7rem }
h2 .number, h3 .number { margin-right: .35em }
p, ul, dl { margin: 0 0 1rem }
ul { padding-left: 1.25rem }
li { margin: 0 0 .4rem }
li::marker { color: var(--quiet) }
.lines { line-height: 1.5 }
dl > div { margin: 0 0 1.1rem; break-inside: avoid }
dt { font-weight: 600 }
dd { margin: 0 }
dd p { margin: 0 0 .25rem }
dd ul { margin: 0; padding-left: 1.25rem; font-size: 1.03125rem; color: var(--quiet) }
dd li { margin: 0 0 .2rem }
[aria-labelledby='summary'] { background: var(--raised); border-radius: .5rem; padding: 1.5rem 1.5rem .75rem; margin: 2rem 0 }
[aria-labelledby='summary'] h2 { margin-top: 0 }
[aria-labelledby='summary'] dl > div { margin-bottom: .8rem; display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); column-gap: 1rem }
.prominent { border: 2px solid var(--pine); border-radius: .5rem; padding: 1.5rem 1.5rem .6rem; margin: 2rem 0; font-size: 1.1875rem }
.prominent h2 { margin-top: 0; color: var(--pine) }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.25rem; font-size: 1rem; line-height: 1.45; font-variant-numeric: tabular-nums lining-nums }
caption { text-align: left; font-weight: 600; padding: 0 0 .5rem }
th, td { text-align: left; vertical-align: top; hyphens: manual; padding: .55rem 1rem .55rem 0; border-bottom: 1px solid var(--line) }
th:last-child, td:last-child { padding-right: 0 }
thead th { color: var(--quiet); font-weight: 400; border-bottom: 1px solid var(--quiet) }
tbody th { font-weight: 600 }
footer { margin-top: 3.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 1rem }
@media (max-width: 40rem) {
  body { font-size: 1.0625rem }
  .page { padding: 1rem 1.125rem 4rem }
  .languages { margin-bottom: 1.75rem }
  [aria-labelledby='summary'], .prominent { padding: 1.15rem 1.125rem .4rem }
  [aria-labelledby='summary'] dl > div { display: block }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table, caption, tbody, tr, th, td { display: block }
  tbody tr { padding: .6rem 0; border-bottom: 1px solid var(--line) }
  tbody th, td { border: 0; padding: 0 }
  td::before { content: attr(data-label) ': '; color: var(--quiet) }
  th + td:last-child::before { content: none }
}
@media (min-width: 68rem) {
  .page { max-width: 66rem; display: grid; grid-template-columns: 15rem minmax(0, 44rem); column-gap: 4.5rem; padding-top: 2rem }
  .languages { grid-column: 1 / -1 }
  .contents { grid-column: 1; align-self: start; position: sticky; top: 2rem; border: 0; max-height: calc(100vh - 4rem); overflow-y: auto }
  .contents ::details-content { content-visibility: visible; block-size: auto }
  .contents summary { list-style: none; cursor: default }
  .contents summary::-webkit-details-marker { display: none }
  main { grid-column: 2 }
}
@media print {
  :root { --ink: #000; --quiet: #444; --line: #bbb; --ground: #fff; --raised: #fff; --pine: #000 }
  body { font-size: 10.5pt; line-height: 1.45 }
  .page { max-width: none; padding: 0; display: block }
  .languages, .contents, .skip { display: none }
  h2, h3 { break-after: avoid }
  tr, li { break-inside: avoid }
  [aria-labelledby='summary'] { border: 1px solid var(--line) }
  a { color: inherit; text-decoration: none }
}
`

/** Of the marks beside statements, which are shown on the server's own page only. */
export const markStyle = `.mark { color: var(--quiet); font-size: .8125em; font-weight: 400 }
.mark.kept > :first-child { color: var(--pine) }
.mark.broken { color: var(--ink) }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
`
