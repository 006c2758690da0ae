/** What the demonstration has sent was taken as a mail server takes it, a few addresses refused, and went to nobody. */

import type { Mail } from '../mail/transport.ts'

/** Every so manieth address is one that nobody has any more. */
const refusedOf = 23

export function noPost({ hash }: Pick<Mail, 'hash'>): Mail {
  let sent = 0
  return {
    hash,
    configured: true,
    perMinute: 100_000,
    line: async () => ({
      send: async () =>
        ++sent % refusedOf === 0 ? { outcome: 'refused', why: 'refused 550' } : { outcome: 'accepted' },
      close: () => {},
    }),
  }
}
