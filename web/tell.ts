/** A short word of what was done, read out politely and gone by itself. */

import { notifications } from '@mantine/notifications'
import { say } from './language.ts'

export const tell = (message: string): string =>
  notifications.show({
    message,
    role: 'status',
    autoClose: 6000,
    withBorder: true,
    closeButtonProps: { 'aria-label': say('ui.close') },
  })
