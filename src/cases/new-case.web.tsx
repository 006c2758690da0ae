/** Feedback, a complaint or a question that somebody of the staff heard is recorded for whoever said it. */

import { Text } from '@mantine/core'
import { useText } from '../../web/language.ts'
import { Page } from '../../web/page.tsx'
import { useScope } from '../../web/purpose.tsx'
import { CaseForm } from './case-form.web.tsx'
import { OtherPurpose } from './cases.web.tsx'

export function NewCase() {
  const say = useText()
  const { data } = useScope()
  if (data && !data.categories.some(({ id }) => id === 'feedback')) return <OtherPurpose />
  return (
    <Page title={say('ui.cases.new')} width="reading">
      <Text c="dimmed" mb="md">
        {say('ui.cases.new-why')}
      </Text>
      <CaseForm />
    </Page>
  )
}
