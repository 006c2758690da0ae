// Sets texts in all three languages at once, sorted and under a lock, so that no language is forgotten.
// In: JSON on standard input: { "errors.import.no-email": { "fi": "…", "sv": "…", "en": "…" }, … }; a null value removes the key.
// A part between dots is one level; ids keep their hyphens. Exit 2 when a language is missing.
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'texts')
const langs = ['fi', 'sv', 'en']
const entries = Object.entries(JSON.parse(readFileSync(0, 'utf8')))

for (const [key, value] of entries) {
  const missing = value === null ? [] : langs.filter(lang => typeof value[lang] !== 'string' || value[lang] === '')
  if (missing.length > 0) {
    console.error(`${key}: missing ${missing.join(', ')}`)
    process.exit(2)
  }
}

const sorted = node =>
  typeof node === 'string'
    ? node
    : Object.fromEntries(
        Object.keys(node)
          .sort()
          .map(key => [key, sorted(node[key])]),
      )

const lock = join(folder, '.lock')
for (let tries = 0; ; tries++) {
  try {
    mkdirSync(lock)
    break
  } catch {
    if (tries > 200) throw new Error(`${lock} is held; remove it if nobody is writing texts`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
}
try {
  for (const lang of langs) {
    const file = join(folder, `${lang}.json`)
    const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
    for (const [key, value] of entries) {
      const parts = key.split('.')
      const last = parts.pop()
      let node = all
      for (const part of parts) node = node[part] ??= {}
      if (value === null) delete node[last]
      else node[last] = value[lang]
    }
    writeFileSync(`${file}.new`, `${JSON.stringify(sorted(all), null, 2)}\n`)
    renameSync(`${file}.new`, file)
  }
} finally {
  rmdirSync(lock)
}
