/** Builds the staff application into dist/web: no inline script, one chunk a screen, and only the texts that screens show. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { buildVisitScript } from './scripts/visit-script.ts'

/** The JSON of src/texts also holds what only the server says (law, findings, mail); the browser gets the rest. */
const forScreens = ['app', 'ui']

/** What only screens say that nobody comes to first: it travels with them, but for what the navigation calls them. */
const further = `
  account accountability agreements arrangements arrivals attribution automations backups balancing breaches campaign-costs campaigns cases change charts chats cohorts compare
  compose conflict connections
  contracts cookies drafts duplicates events forms history import inbox informings invitation keys-of-programs leaving letters log
  logins looks mailboxes may-i meetings merged-from new-customer notice organisation organisations own-page processing-record promises
  publications publish raffles read recordings reports requests retention returned row screening second-factor segments sent-files service-use shown-once slots
  shut-link staff statement surveys tasks text-messages timeline unusual-looks versions visits who why
  lead-sources leads offers published
  inferences
  security sign-ins
`
  .trim()
  .split(/\s+/)
const names = ['title', 'one', 'new', 'record']

type Texts = Readonly<Record<string, unknown>>

const only = (texts: Texts, keep: (part: string) => boolean): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([part]) => keep(part)))

const firstHalf = (all: Readonly<Record<string, Texts>>): Texts => ({
  ...only(all, part => forScreens.includes(part)),
  ui: Object.fromEntries(
    Object.entries(all.ui ?? {}).map(([section, texts]) => [
      section,
      further.includes(section) ? only(texts as Texts, key => names.includes(key)) : texts,
    ]),
  ),
})

const furtherHalf = ({ ui = {}, read = {} }: Readonly<Record<string, Texts>>): Texts => ({
  ui: only(ui, section => further.includes(section)),
  read: only(read, part => part === 'things' || part === 'boilerplate'), // what the server says of a pasted notice too
})

/** Each language in two halves: `fi.json`, and `fi.json?further`. */
const screenTexts = (): Plugin => ({
  name: 'screen-texts',
  enforce: 'pre',
  transform(code, id) {
    const half = /\/src\/texts\/(?:fi|sv|en)\.json(\?further)?$/.exec(id)
    if (!half) return undefined
    const all: Record<string, Texts> = JSON.parse(code)
    if (half[1] === undefined) return JSON.stringify(firstHalf(all))
    // With a query it is no file of JSON any more.
    return { code: `export default ${JSON.stringify(furtherHalf(all))}`, moduleType: 'js' }
  },
})

/** `dist/visit.js`, which the server sends to other sites (src/visits/visit-script.ts). */
const visitScript = (): Plugin => ({
  name: 'visit-script',
  async buildStart() {
    const folder = join(import.meta.dirname, 'dist')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'visit.js'), await buildVisitScript())
  },
})

const server = `http://localhost:${process.env.PORT ?? 3000}`

export default defineConfig({
  root: 'web',
  plugins: [screenTexts(), visitScript(), react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // A list of what each screen imports would come first with every one of them: 8 kB; a screen finds its imports when it is pointed at.
    modulePreload: { resolveDependencies: (_file, imports, { hostType }) => (hostType === 'html' ? imports : []) },
    manifest: true, // what is loaded for what: test/first-load.test.ts weighs it
    assetsInlineLimit: 0,
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark(), which older targets would mangle
  },
  server: {
    proxy: {
      '^/(api|f|form|notice|offer|publish|testimonials|preferences|rights|delivery|try|withdraw|page|\\.well-known|healthz|readyz)([-/?]|\\.(css|json|jsonld|pdf)|$)':
        server,
    },
  },
})
