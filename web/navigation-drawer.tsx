/** The navigation on a phone, drawn over the screen until something is chosen. */

import { Drawer } from '@mantine/core'
import { useText } from './language.ts'
import { Navigation } from './navigation.tsx'

export function NavigationDrawer({ close }: { close: () => void }) {
  const say = useText()
  return (
    <Drawer
      opened
      onClose={close}
      size={280}
      title={say('app.name')}
      closeButtonProps={{ 'aria-label': say('ui.close') }}
    >
      <Navigation onGo={close} />
    </Drawer>
  )
}
