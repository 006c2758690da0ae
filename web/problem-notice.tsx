/** A refusal says what, where and how to go on; nothing that was typed is lost by it. */

import { Alert, Button, Group, List } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff } from '@tabler/icons-react'
import { problemOf } from './ask.ts'
import { useText } from './language.ts'

export function ProblemNotice({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const say = useText()
  if (error === null || error === undefined) return null
  const { status, title, detail, errors } = problemOf(error)
  const away = status === 0
  const listed = errors.filter(({ message }) => message !== detail)
  return (
    <Alert
      role="alert"
      color={away ? 'amber' : 'brick'}
      icon={away ? <IconCloudOff aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={title}
      my="sm"
    >
      {detail}
      {listed.length > 0 && (
        <List size="sm" mt={4}>
          {listed.map(({ field, message }) => (
            <List.Item key={`${field}${message}`}>{message}</List.Item>
          ))}
        </List>
      )}
      {retry && (
        <Group mt="sm">
          <Button size="compact-sm" variant="default" onClick={retry}>
            {say('ui.problem.retry')}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
