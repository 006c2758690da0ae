/** What was asked before a writing and answered after it is not shown. */

import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { askAgain } from './ask-again.ts'

test('a question under way when something is written is asked anew', async () => {
  const client = new QueryClient()
  const answers: ((answer: string) => void)[] = []
  const tasks = new QueryObserver(client, {
    queryKey: ['register', '/tasks'],
    queryFn: () => new Promise<string>(answer => answers.push(answer)),
  })
  const close = tasks.subscribe(() => {})
  expect(answers).toHaveLength(1)

  const asked = askAgain(client)
  await expect.poll(() => answers.length).toBe(2)
  answers[0]?.('read before')
  answers[1]?.('read after')
  await asked
  expect(tasks.getCurrentResult().data).toBe('read after')
  close()
})
