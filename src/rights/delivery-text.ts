/** A code goes by text message only to a number that was the person's own before they asked, and nobody else's. */

import type { Id } from '../base/ids.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { holdersOf, keyOf, type Looking, lookToSend, type Reachable, reachOf } from '../register/address.ts'
import type { TextKind } from '../sms/text-kind.ts'
import { text } from '../texts/texts.ts'
import { codeLasts, coding, makeCode, openDelivery } from './delivery.ts'

/**
 * The number in E.164 that a code for the request may go to. None that came to the register after the request: whoever asked may have
 * brought it along. None that several have: it does not tell which of them has the telephone (Art. 12(6)). Reading it is a look.
 */
export async function numberFor(
  program: Looking,
  person: Id,
  request: Id,
): Promise<{ readonly number: string | undefined; readonly lang: Reachable['lang'] }> {
  await lookToSend(program, person, request)
  const { lang, addresses } = await reachOf(program, person)
  const purpose = rightsPurpose(await program.published())
  const token = program.sign({ actor: 'system', purpose, request })
  for (const one of addresses) {
    if (one.way !== 'sms' || one.isUnsure) continue
    const { rows } = await program.database.purpose(purpose).query<{ before: boolean }>(
      `select h.at < r.received_at as before from rights.request($1, $3) r,
         lateral (select h.at from register.history($1, $2, 'contact-points', $4) h where h.after ? 'phone' order by h.id desc limit 1) h`,
      [token, person, request, one.row],
    )
    if (rows[0]?.before !== true) continue
    const holders = await holdersOf(program, { way: 'sms', key: keyOf(one) }, request)
    if (holders.length === 1) return { number: one.address, lang }
  }
  return { number: undefined, lang }
}

export const packageCodeText: TextKind = {
  kind: coding,
  write: async (program, about, person) => {
    const { app } = program.database
    const [delivery, { notice }] = [await openDelivery(app, about, program.clock.now()), await program.published()]
    if (delivery === undefined || notice === undefined) return undefined
    const { number, lang } = await numberFor(program, person, delivery.request)
    if (number === undefined) return undefined
    const code = await makeCode(app, about, program.clock.now())
    const args = { controller: notice.controller.name, code, minutes: codeLasts }
    return { to: number, body: text(lang, 'rights.delivery.text', args) }
  },
}
