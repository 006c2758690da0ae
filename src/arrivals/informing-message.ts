/** The message of Art. 14 is written when it is sent, in the person's language, and not at all when they have been told meanwhile. */

import { newId } from '../base/ids.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { type Informed, informingLetter } from './informing-letter.ts'

export const informingMessage: MessageKind = {
  kind: 'arrivals.informing', // as 0011-informing.sql queues it
  write: async ({ published, database, sign, url }, about, { lang }) => {
    const known = await published()
    const purpose = rightsPurpose(known)
    const { rows } = await database
      .purpose(purpose)
      .query<Informed>('select source, obtained::text from arrivals.informings_to_tell($1, $2)', [
        sign({ actor: 'system', purpose, request: newId() }),
        [about],
      ])
    const [informed] = rows
    return informed && known.notice && informingLetter(known.notice, url, informed, lang)
  },
  settled: async (client, { about }, { state, at }) => {
    await client.query('select arrivals.settle_informing($1, $2, $3)', [about, state, at])
  },
}
