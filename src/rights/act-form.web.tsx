/** Every act upon a request has one frame: what it is, what it does, what is asked, and one button. */

import { Button, Fieldset, Stack, Text } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import type { Act, RequestAnswer } from './request-answers.ts'

/** Sends an act of the request; the step that it becomes is told. */
export function useAct(request: RequestAnswer, act: Act, path: string) {
  const say = useText()
  const { write } = useRegister()
  return useWriting({
    mutationFn: (body: object) =>
      write<unknown>('POST', `/requests/${request.id}/${path}`, { expected: request.step, ...body }),
    onSuccess: () => tell(say(`ui.requests.did.${act}`)),
  })
}

/** The frame of every act: what it is, what it does, what is asked, and one button. */
export function ActForm({
  act,
  error,
  sending,
  submit,
  children,
}: {
  act: Act
  error: Error | null
  sending: boolean
  submit: () => void
  children?: ReactNode
}) {
  const say = useText()
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <Fieldset legend={say(`ui.requests.act.${act}.title`)}>
        <Stack gap="sm">
          <ProblemNotice error={error} />
          <Text size="sm" c="dimmed">
            {say(`ui.requests.act.${act}.why`)}
          </Text>
          {children}
          <div>
            <Button type="submit" variant="default" loading={sending}>
              {say(`ui.requests.act.${act}.do`)}
            </Button>
          </div>
        </Stack>
      </Fieldset>
    </form>
  )
}
