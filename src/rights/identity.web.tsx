/** What somebody showed of who they are is noted while it is not decided, and read by whoever decides. */

import { Button, Stack, Text, Textarea, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import { useEvidence, useNoting } from './request-asks.web.ts'

/** `mayNote`: an answer is awaited. */
export function Evidence({ request, mayNote }: { request: string; mayNote: boolean }) {
  const say = useText()
  const shown = useEvidence(request)
  const noting = useNoting(request)
  const [words, setWords] = useState('')
  const evidence = shown.data?.evidence ?? []
  if (!mayNote && evidence.length === 0) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    noting.mutate(words, {
      onSuccess: () => {
        setWords('')
        tell(say('ui.requests.evidence.noted'))
      },
    })
  }
  const fault = noting.error && problemOf(noting.error).errors[0]?.message
  return (
    <section aria-labelledby="evidence">
      <Title order={2} id="evidence" mb="xs">
        {say('ui.requests.evidence.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say('ui.requests.evidence.why')}
      </Text>
      <ProblemNotice error={shown.error ?? (fault ? null : noting.error)} />
      {evidence.length > 0 && (
        <ol className="request-steps">
          {evidence.map(({ at, by, words: noted }) => (
            <li key={at + noted}>
              <Text>{noted}</Text>
              <Text size="sm" c="dimmed">
                {whoIs(by, say)}, {moment(at)}
              </Text>
            </li>
          ))}
        </ol>
      )}
      {mayNote && (
        <form noValidate onSubmit={submit}>
          <Stack gap="sm" align="flex-start">
            <Textarea
              w="100%"
              label={say('ui.requests.evidence.words')}
              autosize
              minRows={2}
              maxLength={2000}
              required
              value={words}
              onChange={({ currentTarget }) => setWords(currentTarget.value)}
              error={fault}
            />
            <Button type="submit" variant="default" loading={noting.isPending}>
              {say('ui.requests.evidence.note')}
            </Button>
          </Stack>
        </form>
      )}
    </section>
  )
}
