/** The source keeps the shape that ARCHITECTURE.md draws: floors, doors, no cycles, short files with a sentence at their head. */

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Lower may not import higher. Texts stand on base alone; what is not named here is the top. */
const floors = [
  'base',
  'texts',
  'files',
  'notice',
  'database',
  'jobs',
  'http',
  'mail',
  'sms',
  'promises',
  'security',
  'access',
  'drafts',
  'register',
  'import',
  'duplicates',
  'tasks',
  'telling',
  'permissions',
  'retention',
  'letters',
  'segments',
  'personalisation',
  'inference',
  'accountability',
  'breaches',
  'backup',
  'rights',
  'cases',
  'my',
  'arrivals',
  'orders',
  'forms',
  'service-use',
  'messages',
  'chat',
  'social',
  'participation',
  'raffles',
  'interactions',
  'telephone',
  'events',
  'mailbox',
  'campaigns',
  'automations',
  'agreements',
  'meetings',
  'visits',
  'analysis',
  'sales',
  'attribution',
  'surveys',
  'publication',
  'inbox',
  'demo',
]

const files = globSync('{src,web,test,bench,scripts}/**/*.{ts,tsx,mjs,sql}').sort()
const sources = new Map(files.map(file => [file, readFileSync(file, 'utf8')]))

/** Files that a file imports from, relative ones only, with the import's text. */
const importsOf = (file: string): readonly { readonly target: string; readonly onlyTypes: boolean }[] =>
  [
    ...(sources.get(file) ?? '').matchAll(
      /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/gm,
    ),
  ].map(([, onlyTypes, from, lazily]) => ({
    target: normalize(join(dirname(file), from ?? lazily ?? '')),
    onlyTypes: onlyTypes !== undefined,
  }))

const capability = (file: string): string | undefined => /^src\/([^/]+)\//.exec(file)?.[1]
const isTest = (file: string): boolean => /\.test\.tsx?$|^test\//.test(file)
const door = (file: string): string | undefined => /\.(api|public|cli|jobs|promises|web)\.tsx?$/.exec(file)?.[1]
const floorOf = (folder: string): number => floors.indexOf(folder)

/** Every import of production code that `wrong` objects to, as a line to read. */
const wrongImports = (wrong: (from: string, target: string, onlyTypes: boolean) => boolean): readonly string[] =>
  files
    .filter(file => file.startsWith('src/') && !isTest(file))
    .flatMap(file =>
      importsOf(file)
        .filter(({ target, onlyTypes }) => wrong(file, target, onlyTypes))
        .map(({ target }) => `${file} imports ${target}`),
    )

test('every folder of src has its floor', () => {
  const folders = new Set(files.flatMap(file => capability(file) ?? []))
  expect([...folders].filter(folder => floorOf(folder) < 0)).toEqual([])
})

test('a file imports from its own folder or a lower floor', () => {
  const upwards = wrongImports((from, target) => {
    const [own, other] = [capability(from), capability(target)]
    // A screen stands on the shell of the staff application; nothing else does.
    if (target.startsWith('web/')) return door(from) !== 'web'
    // In the same way routes and pages of every floor stand on the server kit, and live checks on the kit of promises.
    if (other === 'http' && (door(from) === 'api' || door(from) === 'public')) return false
    if (other === 'promises' && door(from) === 'promises') return false
    if (own === undefined) return false
    return other === undefined || (other !== own && floorOf(other) >= floorOf(own))
  })
  expect(upwards).toEqual([])
})

test('only app.ts, the lists of jobs, commands and live checks, and the staff application import doors', () => {
  expect(
    wrongImports((from, target) => {
      const kind = door(target)
      if (kind === undefined) return false
      if (kind === 'promises') return from !== 'src/live-checks.ts'
      if (kind === 'cli') return from !== 'src/commands.ts'
      if (kind === 'jobs') return from !== 'src/running.ts'
      return kind === 'web' ? door(from) !== 'web' : from !== 'src/app.ts'
    }),
  ).toEqual([])
})

test('the map names every capability, in the order of the floors', () => {
  const named = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| *\d+ *\| `src\/([a-z-]+)`/gm)].map(
    ([, folder]) => folder,
  )
  expect(named).toEqual(floors)
})

test('no file imports itself by a detour', () => {
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const { target, onlyTypes } of importsOf(file)) if (!onlyTypes) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(cycles).toEqual([])
})

test('no file is longer than 400 lines', () => {
  expect(files.filter(file => (sources.get(file) ?? '').trimEnd().split('\n').length > 400)).toEqual([])
})

test('every file opens with a sentence on what it keeps true', () => {
  const without = files.filter(file => {
    const [, sentence = ''] =
      /^(?:#!.*\n)?(?:\/\*\*\s+(.+)|\/\/\s+(.+)|--\s+(.+))/.exec(sources.get(file) ?? '')?.filter(Boolean) ?? []
    return sentence.split(' ').length < 4
  })
  expect(without).toEqual([])
})

test('no name says nothing', () => {
  const empty = /(^|\/)(utils?|helpers?|types|common|misc|shared|lib|index)(\/|\.[a-z.]+$)/
  expect(files.filter(file => empty.test(file))).toEqual([])
})
