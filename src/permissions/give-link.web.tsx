/** The way to the person's own page of permits: copied to hand on, or sent to their address; a new one ends the one before. */

import { Button, Group, Text } from '@mantine/core'
import { IconLink, IconMail } from '@tabler/icons-react'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { ShownOnce } from '../../web/shown-once.tsx'
import { tell } from '../../web/tell.ts'
import { useWriting } from '../../web/writing.ts'
import { usePermissionVerbs } from './permission-asks.web.ts'

export function GiveLink({ person }: { person: string }) {
  const say = useText()
  const { giveLink } = usePermissionVerbs(person)
  const giving = useWriting({
    mutationFn: giveLink,
    onSuccess: ({ link }) => {
      if (link === null) tell(say('ui.may-i.link-sent'))
    },
  })
  const { link, expiresAt } = giving.data ?? { link: null, expiresAt: null }
  return (
    <div className="give-link">
      <Text size="sm">{say('ui.may-i.link-why')}</Text>
      <ProblemNotice error={giving.error} />
      <Group gap="xs" mt={4}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconLink size={15} aria-hidden />}
          loading={giving.isPending}
          onClick={() => giving.mutate('copy')}
        >
          {say('ui.may-i.link-copy')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconMail size={15} aria-hidden />}
          loading={giving.isPending}
          onClick={() => giving.mutate('email')}
        >
          {say('ui.may-i.link-email')}
        </Button>
      </Group>
      <ShownOnce
        title={say('ui.may-i.link-title')}
        why={say('ui.may-i.link-once', { date: expiresAt === null ? '' : date(expiresAt) })}
        label={say('ui.may-i.link-label')}
        secret={link ?? undefined}
        close={() => giving.reset()}
      />
    </div>
  )
}
