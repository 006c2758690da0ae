/** A member of staff has a letter sent to themselves, or a text message to the controller's own telephone, as all get theirs, with fallbacks for what is personal. */

import { staffRecipient } from '../access/staff-recipient.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Block } from '../mail/letter.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { queueMessages } from '../mail/outbox.ts'
import type { Mail } from '../mail/transport.ts'
import type { Lang } from '../notice/notice.ts'
import { scopeFor } from '../register/scope.ts'
import type { Sms } from '../sms/gateway.ts'
import { text } from '../texts/texts.ts'
import type { Content } from './content.ts'
import { gapsIn } from './gaps.ts'
import { readRevision } from './letter.ts'
import { footerFor, stopsOf } from './previewing.ts'
import { renderEmail, renderLetter } from './render.ts'

const kind = 'letters.trial'

export interface Carriers {
  readonly mail: Mail
  readonly sms: Sms
}

/**
 * Queues the letter to whoever asks; hands a text message over to `test` of SMS_URL, and to no other number: what is typed here would go past the gate.
 * Refuses keys, what is not whole, and a server that is not told how to send it.
 */
export async function sendTrial(ask: PurposeAsk, { mail, sms }: Carriers, revision: Id, lang: Lang): Promise<void> {
  if (ask.asker.kind !== 'staff') throw new Refused('letters.trial-staff', 'forbidden')
  const { content } = await readRevision(ask, revision)
  const isEmail = content.channel === 'email'
  if (isEmail && !mail.configured) throw new Refused('letters.trial-no-mail', 'unavailable')
  if (gapsIn(content, lang).some(({ what }) => what !== 'fewer')) throw new Refused('letters.trial-gaps', 'conflict')
  if (!isEmail) return sendText(ask, sms, content, lang)
  const id = newId()
  const at = ask.clock.now()
  await transaction(ask.program.database.app, async db => {
    await db.query(
      'insert into letters.trial (id, revision_id, lang, purpose, at, by) values ($1, $2, $3, $4, $5, $6)',
      [...[id, revision, lang, ask.purpose, at, ask.asker.actor]],
    )
    await queueMessages(db, { kind, about: id, persons: [ask.asker.id], at })
  })
}

async function sendText(ask: PurposeAsk, sms: Sms, content: Content, lang: Lang): Promise<void> {
  if (sms.testNumber === undefined) throw new Refused('letters.trial-no-number', 'unavailable')
  const footer = footerFor(content, await footingFor(ask, lang))
  const { text: body } = renderLetter({ content }, { lang, values: {}, footer, url: ask.program.url })
  const { outcome } = await sms.send(sms.testNumber, text(lang, 'letters.trial', { subject: body }))
  if (outcome !== 'accepted') throw new Refused('letters.trial-gateway', 'unavailable')
}

async function footingFor(ask: Parameters<typeof scopeFor>[0], lang: Lang) {
  const scope = await scopeFor(ask)
  return { lang, stops: stopsOf(scope), controller: scope.notice.controller.name }
}

export const trialMessage: MessageKind = {
  kind,
  recipient: staffRecipient,
  write: async (program, about) => {
    const { rows } = await program.database.app.query<{ revision: Id; lang: Lang; purpose: string }>(
      'select revision_id as revision, lang, purpose from letters.trial where id = $1',
      [about],
    )
    const [trial] = rows
    if (!trial) return undefined
    const published = await program.published()
    const footing = await footingFor({ purpose: trial.purpose, published, program }, trial.lang)
    const { content } = await readRevision({ program, purpose: trial.purpose }, trial.revision)
    if (content.channel !== 'email') return undefined
    const lay = (footer: readonly Block[]) =>
      renderEmail(content, { lang: trial.lang, values: {}, footer, url: program.url })
    const { subject, lang } = lay([])
    return { lang, title: text(lang, 'letters.trial', { subject }), footer: footerFor(content, footing), lay }
  },
  settled: async () => {},
}
