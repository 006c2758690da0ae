/** The code goes to the number that was typed, as long as that leads to one person alone; it names nobody. */

import { holdersOf, keyOf, lookToSend, reachOf } from '../register/address.ts'
import type { TextKind } from '../sms/text-kind.ts'
import { text } from '../texts/texts.ts'
import { codeLasts } from './asked.ts'
import { findWayIn, giveCode } from './way-in.ts'

export const ownPageCode: TextKind = {
  kind: 'my.code',
  write: async (program, about, person) => {
    const { app } = program.database
    const at = program.clock.now()
    const way = await findWayIn(app, about)
    if (!way || at.getTime() - way.madeAt.getTime() > codeLasts) return undefined
    await lookToSend(program, person, about)
    const { lang, addresses } = await reachOf(program, person)
    const reached = addresses.find(one => one.way === 'sms' && one.row === way.addressRow)
    if (!reached || reached.isUnsure) return undefined
    // By a number of several persons no page is opened: it does not tell which of them has the telephone (Art. 12(6)).
    if ((await holdersOf(program, { way: 'sms', key: keyOf(reached) }, about)).length !== 1) return undefined
    const code = await giveCode(app, program.mail, way, {
      row: reached.row,
      hash: program.mail.hash(keyOf(reached)),
      at,
    })
    const { notice } = await program.published()
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
    return {
      to: reached.address,
      body: text(lang, 'my.code.text', { controller: notice?.controller.name ?? '', code: spaced }),
    }
  },
}
