/** Builds the staff application into dist/web: no inline script, one chunk a screen, and only the texts that screens show. */

import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The JSON of src/texts also holds what only the server says (law, findings, mail); the browser gets the rest. */
const forScreens = new Set(['app', 'ui'])

const screenTexts = (): Plugin => ({
  name: 'screen-texts',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/texts\/(fi|sv|en)\.json$/.test(id)) return undefined
    const all: Record<string, unknown> = JSON.parse(code)
    return JSON.stringify(Object.fromEntries(Object.entries(all).filter(([part]) => forScreens.has(part))))
  },
})

const server = `http://localhost:${process.env.PORT ?? 3000}`

export default defineConfig({
  root: 'web',
  plugins: [screenTexts(), react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    manifest: true, // what is loaded for what: test/first-load.test.ts weighs it
    assetsInlineLimit: 0,
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark(), which older targets would mangle
  },
  server: { proxy: { '^/(api|notice|\\.well-known|healthz|readyz)([/.?]|$)': server } },
})
