/** `notice render` gives the document in the asked format and language, to the screen, a file or a program. */

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
