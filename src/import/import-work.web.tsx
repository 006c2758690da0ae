/** Long work tells how far it is; it goes on when the page is left, and is found again. */

import { Progress, Text } from '@mantine/core'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import type { ImportAnswer } from './answers.ts'

export function ImportWork({ shown: { state, progress } }: { shown: ImportAnswer }) {
  const say = useText()
  const part = progress && progress.total > 0 ? Math.min(100, (progress.done / progress.total) * 100) : 0
  // The preview counts bytes, which say nothing to a person.
  const counted =
    state === 'previewing'
      ? `${Math.floor(part)} %`
      : progress && progress.total > 1 && `${count(progress.done)} / ${count(progress.total)}`
  const what = state === 'previewing' || state === 'undoing' ? state : 'running'
  return (
    <div className="import-work">
      <Text fw={560}>{say(`ui.import.work.${what}`)}</Text>
      <Progress value={part} animated={part === 0} my="sm" aria-label={say(`ui.import.work.${what}`)} />
      <Text className="figures" role="status">
        {counted}
      </Text>
      <Text c="dimmed" size="sm" mt="xs">
        {say('ui.import.may-leave')}
      </Text>
    </div>
  )
}
