/** `notice read` gives the draft, or the summary in the shape of the answer keys, from a file in any encoding, and says what it lacks. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { parse } from './parse.ts'
import { noticeRead } from './read.cli.ts'

const example = (name: string) => new URL(`../../examples/read/${name}`, import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'seloste-read-'))

async function run(args: readonly string[], json = false) {
  const lines: string[] = []
  const answers: unknown[] = []
  const errors: string[] = []
  const io: Io = {
    lang: 'en',
    json,
    say: line => void (json || lines.push(line)),
    answer: value => void answers.push(value),
    input: async () => '',
  }
  const told = vi.spyOn(console, 'error').mockImplementation(line => void errors.push(String(line)))
  let failure: unknown
  try {
    await noticeRead.run(args, io, () => Promise.reject(new Error('the program is not needed')))
  } catch (error) {
    failure = error
  } finally {
    told.mockRestore()
  }
  return { out: lines.join('\n'), answers, errors, failure }
}

/** Every key of an object and of those in it, with what kind of value it has. */
const shapeOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          ['borderline', 'alternatives'].includes(key) ? {} : shapeOf(one),
        ]),
      )
    : 'value'

describe('notice read', () => {
  test('the draft goes out, the findings beside it', async () => {
    const { out, errors, failure } = await run([example('gym.txt')])
    expect(failure).toBeUndefined()
    expect(parse(`${out}\n`).findings).toEqual([])
    expect(out).toContain('business-id: 0000021-1')
    expect(errors.join('\n')).toMatch(/notice\.yaml:\d+:\d+ {2}E02 {2}/)
    expect(errors.at(-1)).toMatch(/^Findings: \d+\. Parts that were not understood: \d+/)
  })

  test('with -o it goes to the file', async () => {
    const file = join(folder, 'draft.yaml')
    const { out, errors } = await run([example('gym.txt'), '-o', file])
    expect(out).toBe('')
    expect(parse(readFileSync(file, 'utf8')).findings).toEqual([])
    expect(errors[0]).toContain(`${file}:`)
  })

  test.each(['gym', 'restaurant-old', 'software-en'])('the summary of %s has the shape of its key', async name => {
    const file = name === 'software-en' ? `${name}.md` : `${name}.txt`
    const { out } = await run([example(file), '--summary'])
    const key: unknown = JSON.parse(readFileSync(example(`${name}.json`), 'utf8'))
    expect(shapeOf(JSON.parse(out))).toEqual(shapeOf(key))
  })

  test('with --json the whole reading, and nothing else', async () => {
    const { answers, errors } = await run([example('gym.txt')], true)
    expect(errors).toEqual([])
    expect(answers).toEqual([
      expect.objectContaining({ language: 'fi', things: expect.any(Array), draft: expect.any(String) }),
    ])
  })

  test('a file in the encoding of an old program', async () => {
    const file = join(folder, 'latin1.txt')
    writeFileSync(file, readFileSync(example('gym.txt'), 'utf8').replaceAll('–', '-'), 'latin1')
    expect(JSON.parse((await run([file, '--summary'])).out)).toMatchObject({
      register_name: 'Jäsen- ja kävijärekisteri',
    })
  })

  test('what cannot be read is refused', async () => {
    const long = join(folder, 'long.txt')
    writeFileSync(long, 'a '.repeat(500_001))
    for (const [file, key] of [
      ['/nowhere.txt', 'notice.no-file'],
      [long, 'notice.too-long'],
    ] as const) {
      const { failure } = await run([file])
      expect(failure).toBeInstanceOf(Refused)
      expect((failure as Refused).key).toBe(key)
    }
  })

  test.each([[[]], [['a.txt', 'b.txt']]])('%j is wrong usage', async args => {
    expect((await run(args)).failure).toBeInstanceOf(WrongUsage)
  })
})
