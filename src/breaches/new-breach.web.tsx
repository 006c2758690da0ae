/** A breach is recorded at once with what is known; the clock is seen from then on. */

import { Button, Group, Stack, Text } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { useBreaches, useOpening } from './breach-asks.web.ts'
import { CheckedBox, FieldErrors } from './entry-fields.web.tsx'
import { errorsOf } from './entry-form.web.tsx'
import { blankFacts, FactsFields } from './facts-fields.web.tsx'
import './breaches.css'

export function NewBreach() {
  const say = useText()
  const router = useRouter()
  const opening = useOpening()
  const categories = useBreaches().data?.pages[0]?.categories ?? []
  const [facts, setFacts] = useState(blankFacts)
  const [checked, setChecked] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    opening.mutate(
      { facts, checked },
      {
        onSuccess: async ({ id }) => {
          tell(say('ui.breaches.recorded'))
          await router.navigate({ to: '/breaches/$breach', params: { breach: id } })
        },
      },
    )
  }
  return (
    <Page title={say('ui.breaches.new')} width="reading">
      <FieldErrors value={errorsOf(opening.error)}>
        <form noValidate onSubmit={submit}>
          <Stack gap="sm">
            <Text c="dimmed">{say('ui.breaches.phases')}</Text>
            <FactsFields
              facts={facts}
              change={part => setFacts(now => ({ ...now, ...part }))}
              categories={categories}
            />
            <CheckedBox of={facts} checked={checked} change={setChecked} />
            <ProblemNotice error={opening.error} />
            <Group>
              <Button type="submit" loading={opening.isPending}>
                {say('ui.breaches.new')}
              </Button>
              <Button variant="default" renderRoot={props => <Link {...props} to="/breaches" />}>
                {say('ui.cancel')}
              </Button>
            </Group>
          </Stack>
        </form>
      </FieldErrors>
    </Page>
  )
}
