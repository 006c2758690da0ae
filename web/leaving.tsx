/** Whoever leaves a page on which something is not saved is asked first, and staying loses nothing. */

import { Button, Group, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { Dialog } from './dialog.tsx'
import { useText } from './language.ts'

/** Stands in the page's editor. Who saves and then goes on navigates with `ignoreBlocker`. */
export function Leaving({ isUnsaved }: { isUnsaved: boolean }) {
  const say = useText()
  const blocked = useBlocker({
    shouldBlockFn: () => isUnsaved,
    enableBeforeUnload: () => isUnsaved,
    withResolver: true,
  })
  if (blocked.status !== 'blocked') return null
  return (
    <Dialog title={say('ui.leaving.title')} close={blocked.reset}>
      <Text>{say('ui.leaving.why')}</Text>
      <Group mt="md">
        <Button data-autofocus onClick={blocked.reset}>
          {say('ui.leaving.stay')}
        </Button>
        <Button variant="default" onClick={blocked.proceed}>
          {say('ui.leaving.leave')}
        </Button>
      </Group>
    </Dialog>
  )
}
