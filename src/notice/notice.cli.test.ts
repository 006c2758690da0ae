/** `notice check` prints each finding where it is, answers in JSON when asked, and fails only on errors. */

import { describe, expect, test } from 'vitest'
import { Failed, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { noticeCheck } from './notice.cli.ts'

const examples = new URL('../../examples/notices/', import.meta.url).pathname

async function run(args: readonly string[], json = false) {
  const lines: string[] = []
  const answers: unknown[] = []
  const io: Io = {
    lang: 'en',
    json,
    say: line => void lines.push(line),
    answer: value => void answers.push(value),
    input: async () => '',
  }
  let failure: unknown
  try {
    await noticeCheck.run(args, io, () => Promise.reject(new Error('the program is not needed')))
  } catch (error) {
    failure = error
  }
  return { lines, answers, failure }
}

describe('notice check', () => {
  test('a finding is told with file, line, column and rule, why, and how to mend it', async () => {
    const file = `${examples}wrong/no-retention.yaml`
    const { lines, failure } = await run([file])
    expect(lines[0]).toMatch(
      /^\S+wrong\/no-retention\.yaml:48:3 {2}13-2a {2}The retention period of the category inferences/,
    )
    expect(lines[0]).toContain('Art. 13(2)(a) and 14(2)(a) GDPR')
    expect(lines[0]).toContain('24 months after relationship ends')
    expect(failure).toBeInstanceOf(Failed)
  })

  test('in Finnish, when asked', async () => {
    const { lines } = await run(['--lang', 'fi', `${examples}wrong/no-retention.yaml`])
    expect(lines[0]).toContain('Tietoryhmän inferences säilytysaika puuttuu.')
  })

  test('warnings alone do not fail', async () => {
    const { answers, failure } = await run([`${examples}wrong/gender.yaml`], true)
    expect(failure).toBeUndefined()
    expect(answers).toEqual([
      expect.objectContaining({
        errors: 0,
        warnings: 1,
        findings: [expect.objectContaining({ rule: 'W03', severity: 'warning', path: 'categories.profile.fields' })],
      }),
    ])
  })

  test('a file that cannot be read is refused by its name', async () => {
    const { failure } = await run(['/nowhere/notice.yaml'])
    expect(failure).toBeInstanceOf(Refused)
    expect((failure as Refused).args).toEqual({ file: '/nowhere/notice.yaml' })
  })

  test.each([[[]], [['a.yaml', 'b.yaml']], [['a.yaml', '--lang', 'de']]])('%j is wrong usage', async args => {
    expect((await run(args)).failure).toBeInstanceOf(WrongUsage)
  })
})
