/** The frame of every entry's form: why it replaces another, whether its texts name somebody, and what the server said of it. */

import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { BreachAnswer } from './breach-answers.ts'
import { useEntry } from './breach-asks.web.ts'
import type { NewEntry } from './entry.ts'
import { CheckedBox, FieldErrors, FreeText } from './entry-fields.web.tsx'

/** What a step's form is given. */
export interface StepForm {
  readonly breach: BreachAnswer
  /** After it was saved, or left; undefined where there is nothing to go back to. */
  readonly close: (() => void) | undefined
}

interface EntryFormProps extends StepForm {
  readonly entry: NewEntry
  /** It takes the place of an earlier one. */
  readonly replaces: boolean
  readonly save: string
  readonly children: ReactNode
}

export function EntryForm({ breach, entry, replaces, save, close, children }: EntryFormProps) {
  const say = useText()
  const writing = useEntry(breach.id)
  const [why, setWhy] = useState('')
  const [checked, setChecked] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    writing.mutate(
      { entry, expected: breach.last, checked, ...(replaces && { why }) },
      {
        onSuccess: () => {
          tell(say('ui.breaches.saved'))
          close?.()
        },
      },
    )
  }
  return (
    <FieldErrors value={errorsOf(writing.error)}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          {children}
          {replaces && (
            <FreeText
              field="why"
              label={say('ui.breaches.why')}
              description={say('ui.breaches.why-why')}
              required
              rows={1}
              value={why}
              change={setWhy}
            />
          )}
          <CheckedBox of={{ ...entry.content, why }} checked={checked} change={setChecked} />
          <ProblemNotice error={writing.error} />
          <Group>
            <Button type="submit" loading={writing.isPending}>
              {save}
            </Button>
            {close && (
              <Button variant="default" onClick={close}>
                {say('ui.cancel')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </FieldErrors>
  )
}

/** The server's words by field, wherever in the request the field stood. */
export const errorsOf = (error: unknown) => (field: string) =>
  error === null || error === undefined
    ? undefined
    : problemOf(error).errors.find(one => one.field.split('.').at(-1) === field)?.message
