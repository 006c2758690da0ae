/** `notice render` gives the document in the asked format and language, to the screen, a file or a program. */

import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { noticeRender } from './notice-render.cli.ts'

const examples = new URL('../../examples/notices/', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'seloste-render-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(args: readonly string[]) {
  const lines: string[] = []
  const answers: unknown[] = []
  const io: Io = {
    lang: 'en',
    json: false,
    say: line => void lines.push(line),
    answer: value => void answers.push(value),
    input: async () => '',
  }
  await noticeRender.run(args, io, () => Promise.reject(new Error('the program is not needed')))
  return { text: lines.join('\n'), answers }
}

test('a page in the language of record when nothing else is asked, whole in itself', async () => {
  const { text } = await run([`${examples}ixir.yaml`])
  expect(text).toMatch(/^<!doctype html>\n<html lang="fi">/)
  expect(text).toContain('<style>')
  expect(text).not.toMatch(/<link |<script|url\(/)
})

test('Markdown and JSON, in the language that is asked', async () => {
  expect((await run([`${examples}ixir.yaml`, '--format', 'markdown', '--lang', 'sv'])).text).toMatch(
    /^# Dataskyddsbeskrivning\n/,
  )
  const { text } = await run([`${examples}ixir.yaml`, '--format', 'json', '--lang', 'en'])
  expect(JSON.parse(text).document.title).toBe('Privacy notice')
})

test('linked data is the same in whichever language it is asked', async () => {
  const asked = (lang: string) => run([`${examples}ixir.yaml`, '--format', 'jsonld', '--lang', lang])
  const { text } = await asked('fi')
  expect(JSON.parse(text)['@context'].dpv).toBe('https://w3id.org/dpv#')
  expect((await asked('sv')).text).toBe(text)
})

const [, named = ''] = /--format (\S+)\]/.exec(noticeRender.usage) ?? []
const formats = named.split('|')

test('every format is known', () => {
  expect(formats).toEqual(expect.arrayContaining(['html', 'jsonld', 'pdf', 'record-csv', 'record-pdf']))
})

test.each(formats)('%s is the same bytes each time', async format => {
  const [first, second] = ['first', 'second'].map(name => join(folder, `${name}.${format}`))
  if (first === undefined || second === undefined) throw new Error('two files')
  for (const out of [first, second]) await run([`${examples}ixir.yaml`, '--format', format, '--out', out])
  expect(readFileSync(first).equals(readFileSync(second))).toBe(true)
})

test.each(formats.filter(format => !format.endsWith('pdf')))(
  '%s says its version and from when it holds',
  async format => {
    const source = readFileSync(`${examples}ixir.yaml`)
    const { text } = await run([`${examples}ixir.yaml`, '--format', format, '--lang', 'fi'])
    expect(text).toContain(createHash('sha256').update(source).digest('hex').slice(0, 12))
    expect(text).toMatch(/22\.11\.2026|2026-11-22/)
  },
)

test('into a file', async () => {
  const out = join(folder, 'notice.md')
  const { text, answers } = await run([`${examples}ixir-2022.yaml`, '--format', 'markdown', '--out', out])
  expect(text).toBe('')
  expect(readFileSync(out, 'utf8')).toMatch(/^# Tietosuojaseloste\n[\s\S]+\n$/)
  expect(answers).toEqual([{ file: `${examples}ixir-2022.yaml`, format: 'markdown', lang: 'fi', out }])
})

test.each([
  ['no file', []],
  ['two files', ['a.yaml', 'b.yaml']],
  ['an unknown format', ['a.yaml', '--format', 'constructor']],
  ['an unknown language', ['a.yaml', '--lang', 'de']],
])('%s is wrong usage', async (_name, args) => {
  await expect(run(args)).rejects.toThrow(WrongUsage)
})

test('a file that is not there, is not a notice, or cannot be written is refused with its place', async () => {
  await expect(run([join(folder, 'none.yaml')])).rejects.toMatchObject({ key: 'notice.no-file' })
  const refusal = await run([new URL('../../package.json', import.meta.url).pathname]).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refused)
  expect(refusal).toMatchObject({ key: 'notice.not-understood', place: { line: 1 } })
  await expect(run([`${examples}ixir.yaml`, '--out', join(folder, 'no', 'such', 'folder')])).rejects.toMatchObject({
    key: 'notice.cannot-write',
  })
})
