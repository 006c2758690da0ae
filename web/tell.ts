/** A short word of what was done, read out politely (role status), with the way back where there is one. */

import { notifications } from '@mantine/notifications'

export const tell = (message: string): string =>
  notifications.show({ message, role: 'status', autoClose: 6000, withBorder: true })
