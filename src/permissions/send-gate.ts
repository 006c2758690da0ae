/** A message that needs a permit is sent only when the gate says so at that moment, and with the way to end such messages. */

import type { Id } from '../base/ids.ts'
import type { Gate } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { maySend } from './gate.ts'
import { lasts, makeLink, oneClickOf, pageOf } from './link.ts'

/** What the job that sends asks before each such message. */
export const sendGate: Gate = async (program, { person, id }, permission) => {
  const { clock, database, url } = program
  const published = await program.published()
  const purpose = rightsPurpose(published)
  const at = clock.now()
  await program.recordLooks([
    {
      at,
      actor: 'system',
      purpose,
      personId: person,
      operation: 'mail.permission',
      categories: ['contact-points', 'permissions'],
      requestId: id,
      noticeVersion: published.version,
    },
  ])
  const reader = database.purpose(purpose)
  const token = program.sign({ actor: 'system', purpose, request: id })
  const answer = await maySend({ reader, token }, person, { ...permission, at })
  if (!answer.allowed) return { allowed: false, reason: answer.reason }
  const { rows } = await reader.query<{ email: string }>(
    'select email from register.contact_points where person_id = $1 and id = $2',
    [person, answer.addressRow satisfies Id],
  )
  const [address] = rows
  if (!address) return { allowed: false, reason: 'no-address' }
  const link = await makeLink(database.app, { person, stops: permission, by: 'system', at, days: lasts.inMessage })
  return { allowed: true, email: address.email, leave: { page: pageOf(url, link), oneClick: oneClickOf(url, link) } }
}
