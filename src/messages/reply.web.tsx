/** A customer is answered by text message where they stand; what stops it is said instead of sent. */

import { Button, Text, Textarea, Title } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'

/** For whoever sees a number of the customer and may write what was said in service. */
export function ReplyByText({ card, scope }: PersonPart) {
  const say = useText()
  const { write } = useRegister()
  const [words, setWords] = useState('')
  const sending = useMutation({
    mutationFn: () => write<{ row: string }>('POST', `/persons/${card.id}/text-messages`, { text: words }),
    onSuccess: () => {
      setWords('')
      tell(say('ui.text-messages.sent'))
    },
  })
  const points = card.categories.find(({ id }) => id === 'contact-points')?.rows ?? []
  const mayWrite = scope.categories.some(({ id, mayWrite }) => id === 'service-events' && mayWrite)
  if (!mayWrite || !points.some(({ values }) => typeof values.phone === 'string')) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    sending.mutate()
  }
  return (
    <section className="panel" aria-labelledby="text-message">
      <Title order={2} id="text-message">
        {say('ui.text-messages.title')}
      </Title>
      <Text size="sm">{say('ui.text-messages.why')}</Text>
      <ProblemNotice error={sending.error} />
      <form onSubmit={submit}>
        <Textarea
          mt={4}
          autosize
          minRows={2}
          maxLength={800}
          aria-label={say('ui.text-messages.words')}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          mt={6}
          leftSection={<IconMessage size={15} aria-hidden />}
          loading={sending.isPending}
          disabled={words.trim() === ''}
        >
          {say('ui.text-messages.send')}
        </Button>
      </form>
    </section>
  )
}
