/** listmonk, export and import file: `blocklisted` is an objection, `enabled` says only that the account works. */

import type { Format } from '../format.ts'
import { leftOut, value } from '../meaning.ts'

export const listmonk: Format = {
  id: 'listmonk',
  name: 'listmonk',
  marks: [/^email$/i, /^name$/i, /^attributes$/i],
  columns: [
    [/^email$/i, value('email')],
    [/^name$/i, value('full-name')],
    [/^attributes$/i, { is: 'attributes' }],
    [
      /^status$/i,
      { is: 'status', channel: 'email', says: { enabled: 'none', disabled: 'none', blocklisted: 'objection' } },
    ],
    [/^(uuid|created_at|updated_at)$/i, leftOut('technical')],
  ],
}
