/** What a customer contests on the telephone is written down by whoever hears it, in one dialog: this inference or all of them. */

import { NativeSelect, Radio, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useContesting } from './inference-asks.web.ts'
import type { PersonInferences } from './rule-answers.ts'

const channels = ['phone', 'email', 'letter', 'meeting', 'chat', 'sms', 'social-media'] as const

interface ContestDialogProps {
  readonly person: string
  readonly one: Pick<PersonInferences['inferences'][number], 'id' | 'value'>
  readonly close: () => void
}

export function ContestDialog({ person, one: { id, value }, close }: ContestDialogProps) {
  const say = useText()
  const contesting = useContesting(person)
  const [which, setWhich] = useState<'one' | 'all'>('one')
  const [channel, setChannel] = useState<string>('phone')
  const [words, setWords] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    contesting.mutate(
      { row: id, which, channel, words },
      {
        onSuccess: () => {
          close()
          tell(say('ui.inferences.contested'))
        },
      },
    )
  }
  return (
    <Dialog title={say('ui.inferences.contest-of', { value })} close={close}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{say('ui.inferences.contest-why')}</Text>
          <ProblemNotice error={contesting.error} />
          <Radio.Group
            label={say('ui.inferences.contest-which')}
            value={which}
            onChange={chosen => setWhich(chosen === 'all' ? 'all' : 'one')}
          >
            <Stack gap="xs" mt={4}>
              <Radio value="one" label={say('ui.inferences.contest-one')} data-autofocus />
              <Radio value="all" label={say('ui.inferences.contest-all')} />
            </Stack>
          </Radio.Group>
          <NativeSelect
            label={say('ui.inferences.contest-channel')}
            data={channels.map(code => ({ value: code, label: say(`ui.requests.by.${code}`) }))}
            value={channel}
            onChange={({ currentTarget }) => setChannel(currentTarget.value)}
          />
          <Textarea
            label={say('ui.inferences.contest-words')}
            autosize
            minRows={2}
            maxLength={3500}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
          <DialogButtons
            send={say(which === 'one' ? 'ui.inferences.contest-do-one' : 'ui.inferences.contest-do-all')}
            sending={contesting.isPending}
            close={close}
          />
        </Stack>
      </form>
    </Dialog>
  )
}
