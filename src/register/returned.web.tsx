/** An address of somebody who was erased is kept again only when staff state by what act of their own the person has come back. */

import { Alert, Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Values } from './answers.ts'

/** The key of the refusal that this mends. */
export const suppressed = 'rights.suppressed'

/** As `POST /persons/returned` takes it. */
interface Address {
  readonly email?: string | undefined
  readonly phone?: string | undefined
  /** By one of these a telephone number is known. */
  readonly name?: string | undefined
  readonly person?: string | undefined
}

const textIn = (values: Values, column: string): string | undefined => {
  const value = values[column]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

export const addressIn = (values: Values): Address => ({
  email: textIn(values, 'email'),
  phone: textIn(values, 'phone'),
})

export const nameIn = (values: Values): string | undefined =>
  ['given_name', 'family_name'].flatMap(column => textIn(values, column) ?? []).join(' ') || undefined

const acts = ['registration', 'order', 'message', 'visit'] as const
type Act = (typeof acts)[number]

/** Says what the refusal means and what it takes; once that is on record, what was refused is tried again. */
export function Returned({ error, address, goOn }: { error: unknown; address: Address; goOn: () => void }) {
  const say = useText()
  const { write } = useRegister()
  const [act, setAct] = useState<Act | ''>('')
  const [reason, setReason] = useState('')
  const stating = useWriting({
    mutationFn: () => write<{ taken: number }>('POST', '/persons/returned', { ...address, act, reason: reason.trim() }),
    onSuccess: goOn,
  })
  return (
    <Stack gap="sm" my="sm">
      <Alert role="alert" color="amber" icon={<IconAlertTriangle aria-hidden />} title={say('ui.returned.title')}>
        {problemOf(error).detail}
      </Alert>
      <Text size="sm">{say('ui.returned.what')}</Text>
      <NativeSelect
        label={say('ui.returned.act')}
        required
        data={[
          { value: '', label: say('ui.returned.choose') },
          ...acts.map(one => ({ value: one, label: say(`ui.returned.by.${one}`) })),
        ]}
        value={act}
        onChange={({ currentTarget }) => setAct(acts.find(one => one === currentTarget.value) ?? '')}
      />
      <TextInput
        label={say('ui.returned.reason')}
        description={say('ui.returned.reason-why')}
        required
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <ProblemNotice error={stating.error} />
      <div>
        <Button
          variant="default"
          disabled={act === '' || reason.trim() === ''}
          loading={stating.isPending}
          onClick={() => stating.mutate()}
        >
          {say('ui.returned.do')}
        </Button>
      </div>
    </Stack>
  )
}
