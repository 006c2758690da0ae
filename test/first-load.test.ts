/** What a browser loads before it shows the customers is weighed as it travels: the program must come quickly on a bad line. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { z } from 'zod'

const built = join(import.meta.dirname, '..', 'dist', 'web')

const manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]), css: z.array(z.string()).default([]) }),
)
type Manifest = z.infer<typeof manifest>

function readManifest(): Manifest {
  const file = join(built, '.vite', 'manifest.json')
  if (!existsSync(file))
    throw new Error('The screens are not built: npm run build, or npm test, which builds them first')
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** The files that these come with, each once. */
function filesFor(chunks: Manifest, entries: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = chunks[name]
    if (chunk === undefined) throw new Error(`${name} is not in the build`)
    if (seen.has(name)) return
    seen.add(name)
    for (const file of [chunk.file, ...chunk.css]) files.add(file)
    chunk.imports.forEach(visit)
  }
  entries.forEach(visit)
  return files
}

const kilobytes = (files: ReadonlySet<string>, ending: string): number =>
  [...files]
    .filter(file => file.endsWith(ending))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file))).length, 0) / 1000

const first = ['index.html', '../src/register/customers.web.tsx', '../src/access/sign-in.web.tsx', 'no-such-screen.tsx']

test('what comes first says nothing that comes later', async () => {
  const chunks = readManifest()
  const { default: texts } = await import(join(built, chunks['../src/texts/fi.json']?.file ?? ''))
  const said = [...filesFor(chunks, first)]
    .filter(file => file.endsWith('.js'))
    .flatMap(file => readFileSync(join(built, file), 'utf8').match(/(?<=["'`])ui\.[a-z-]+(?:\.[a-z-]+)?/g) ?? [])
  expect(said.length).toBeGreaterThan(100)
  const isThere = (key: string): boolean => {
    const [, section = '', name = ''] = key.split('.')
    return (
      Object.keys(texts.ui[section] ?? {}).some(known => known.startsWith(name)) ||
      typeof texts.ui[section] === 'string'
    )
  }
  expect(said.filter(key => !isThere(key))).toEqual([])
})

test.each(['fi', 'sv', 'en'])('the customers come with at most 250 kB of script, in %s', lang => {
  const files = filesFor(readManifest(), [
    'index.html',
    `../src/texts/${lang}.json`,
    '../src/register/customers.web.tsx',
  ])
  const [script, style] = [kilobytes(files, '.js'), kilobytes(files, '.css')]
  process.stderr.write(`First load, ${lang}: ${script.toFixed(0)} kB script, ${style.toFixed(0)} kB style (gzip)\n`)
  expect(script).toBeLessThanOrEqual(250)
  expect(style).toBeLessThanOrEqual(60)
})
