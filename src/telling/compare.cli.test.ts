/** `notice diff` tells in words and in JSON what sets two notices apart, worst first, and opens the database only when it must. */

import { writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { publishNotice } from '../database/publish.ts'
import { publishedNotice } from '../http/published.ts'
import { noticeDiff } from './compare.cli.ts'
import { noticeOf, sourceOf } from './compare.ts'

const db = await testDatabase()
afterAll(() => db.close())
const examples = new URL('../../examples/notices/', import.meta.url).pathname
const [old, successor] = [`${examples}ixir-2022.yaml`, `${examples}ixir.yaml`]

async function run(args: readonly string[], options: { json?: boolean; register?: boolean } = {}) {
  const lines: string[] = []
  const answers: unknown[] = []
  const io: Io = {
    lang: 'en',
    json: options.json ?? false,
    say: line => void lines.push(...line.split('\n')),
    answer: value => void answers.push(value),
    input: async () => '',
  }
  let failure: unknown
  try {
    await noticeDiff.run(args, io, async () => {
      if (!options.register) throw new Error('the register is not needed')
      return { database: db, published: publishedNotice(db.app) }
    })
  } catch (error) {
    failure = error
  }
  return { lines, answers, failure }
}

describe('notice diff', () => {
  test('two files are compared without a database, the worst first', async () => {
    const { lines, failure } = await run([old, successor])
    expect(failure).toBeUndefined()
    expect(lines[0]).toBe('New purpose or legal basis')
    expect(lines).toContain('  New purpose that needs consent: Publication as agreed')
    expect(lines).toContain(
      '    Tell, and ask for consent before the use. Concerns those of whom this is held: Name, Publication agreements.',
    )
    expect(lines.indexOf('Material change')).toBeLessThan(lines.indexOf('Editorial change'))
    expect(lines.at(-1)).toMatch(/^\d+ differences$/)
  })

  test('in Finnish, and as JSON', async () => {
    expect((await run(['--lang', 'fi', old, successor])).lines[0]).toBe('Uusi käyttötarkoitus tai oikeusperuste')
    const { answers } = await run([old, successor], { json: true })
    expect(answers).toEqual([
      {
        before: old,
        after: successor,
        differences: expect.arrayContaining([expect.objectContaining({ path: 'purposes.publication' })]),
      },
    ])
  })

  test('a notice says the same as itself', async () => {
    expect((await run([old, old])).lines).toEqual(['The notices say the same.'])
  })

  test('what has been published is one of the two', async () => {
    const source = await sourceOf(db.app, { kind: 'example', example: 'course-company' })
    await publishNotice(db, { source, by: 'system', clock: db.clock })
    expect(noticeOf(source, 'ixir').register.id).toBe('asiakasrekisteri')
    expect((await run(['published', successor], { register: true })).lines).toEqual(['The notices say the same.'])
    const without = (lines: readonly string[]) => lines.map(line => line.replace(/ \(\d+ persons?\)$/, ''))
    expect(without((await run([old, 'version:1'], { register: true })).lines)).toEqual(
      (await run([old, successor])).lines,
    )
    const { failure } = await run(['version:7', successor], { register: true })
    expect(failure).toMatchObject({ key: 'notice.no-version', args: { version: 7 } })
  })

  test('with a register each change has the number of persons whom it concerns', async () => {
    const { customer, write } = registerCaller(db)
    await write('identity', await customer(), null, { given_name: 'Aino' })
    const whom = /whom this is held: Name, Publication agreements\. \((\d+ persons?)\)$/
    const counts = (lines: readonly string[]) => lines.flatMap(line => whom.exec(line)?.[1] ?? [])
    expect(counts((await run([old, successor, '--register'], { register: true })).lines)).toEqual(['1 person'])
    await write('identity', await customer(), null, { given_name: 'Bertta' })
    expect(counts((await run(['version:1', old], { register: true })).lines)).toEqual([])
    expect(counts((await run([old, 'version:1'], { register: true })).lines)).toEqual(['2 persons'])
    expect(counts((await run([old, successor])).lines)).toEqual([])
    const personsOf = (answers: readonly unknown[]) => JSON.stringify(answers).match(/"persons":(null|\d+)/g)
    const [counted, uncounted] = [
      personsOf((await run([old, successor, '--register'], { json: true, register: true })).answers),
      personsOf((await run([old, successor], { json: true })).answers),
    ]
    expect(counted).toContain('"persons":2')
    expect(new Set(uncounted)).toEqual(new Set(['"persons":null']))
  })

  test('a file that is not there, or is no notice, is refused by its name', async () => {
    expect((await run(['/nowhere.yaml', old])).failure).toMatchObject({
      key: 'notice.no-file',
      args: { file: '/nowhere.yaml' },
    })
    const file = `${await mkdtemp(`${tmpdir()}/compare-`)}/wrong.yaml`
    writeFileSync(file, 'notice: 1\n')
    const { failure } = await run([old, file])
    expect(failure).toBeInstanceOf(Refused)
    expect(failure).toMatchObject({ key: 'telling.not-understood', args: { name: file } })
  })

  test.each([[[]], [[old]], [[old, old, old]], [[old, old, '--lang', 'de']]])('%j is wrong usage', async args => {
    expect((await run(args)).failure).toBeInstanceOf(WrongUsage)
  })
})
