/** The way to the person's own page is sent to them by one press; staff never see the link. */

import { Button, Text, Title } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'

/** For whoever sees an e-mail address of the person. */
export function SendOwnPage({ card }: PersonPart) {
  const say = useText()
  const { write } = useRegister()
  const sending = useWriting({
    mutationFn: () => write<{ sent: true }>('POST', `/persons/${card.id}/own-page-links`),
    onSuccess: () => tell(say('ui.own-page.sent')),
  })
  const points = card.categories.find(({ id }) => id === 'contact-points')?.rows ?? []
  if (!points.some(({ values }) => typeof values.email === 'string')) return null
  return (
    <section className="panel" aria-labelledby="own-page">
      <Title order={2} id="own-page">
        {say('ui.own-page.title')}
      </Title>
      <Text size="sm">{say('ui.own-page.why')}</Text>
      <ProblemNotice error={sending.error} />
      <Button
        size="xs"
        variant="default"
        mt={4}
        leftSection={<IconMail size={15} aria-hidden />}
        loading={sending.isPending}
        onClick={() => sending.mutate()}
      >
        {say('ui.own-page.send')}
      </Button>
    </section>
  )
}
