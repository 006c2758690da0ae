/** A message that is written is handed to the mail server or the gateway, and the answer says what became of it, or when it is tried again. */

import type { Pool } from 'pg'
import type { Line } from '../mail/transport.ts'
import type { Notice } from '../notice/notice.ts'
import type { Sms } from '../sms/gateway.ts'
import { unclaimed } from '../sms/outbox.ts'
import type { Sent } from './gate.ts'
import type { Due, Ended } from './recipients.ts'
import type { Written } from './written.ts'

const minute = 60_000
/** When a message that the server could not take yet is tried again, in minutes. */
const tries = [5, 15, 60, 180, 720, 1440]
/** A server that is away is asked again after so many minutes. */
export const away = 2

export interface Outgoing {
  readonly due: Due
  readonly address: string
  readonly written: Written
  readonly oneClick: string | undefined
}

/** What is known of it now; `stops`: nothing more can be sent at this moment. */
export interface Carried {
  readonly ended: Ended
  readonly stops: boolean
}

export type Carry = (campaign: Sent, outgoing: Outgoing, at: Date) => Promise<Carried>

const laterOrNot = ({ message, attempts }: Due, why: string, at: Date): Ended => {
  const wait = tries[attempts]
  if (wait === undefined) return { message, state: 'failed', why }
  return { message, state: 'waiting', why, next: new Date(at.getTime() + wait * minute) }
}

export const byMail =
  (line: Line, { controller, contact }: Pick<Notice, 'controller' | 'contact'>): Carry =>
  async (campaign, { due, address, written, oneClick }, at) => {
    const { message } = due
    if (written.channel !== 'email' || contact.email === undefined)
      return { ended: { message, state: 'failed', why: 'not-written' }, stops: false }
    const { subject, html, text, lang } = written
    const from = { name: controller.name, address: contact.email }
    const answer = await line.send({ from, to: address, subject, html, text, lang, id: message, date: at, oneClick })
    switch (answer.outcome) {
      case 'accepted':
        return { ended: { message, state: 'sent', why: null }, stops: false }
      case 'refused':
        return { ended: { message, state: 'failed', why: answer.why }, stops: false }
      case 'later':
        return { ended: laterOrNot(due, answer.why, at), stops: false }
      case 'away': {
        const next = new Date(at.getTime() + away * minute)
        return { ended: { message, state: 'waiting', why: answer.why, next, counts: false }, stops: true }
      }
      case 'broken':
        // As after a kill: nobody knows whether it has it.
        return {
          ended:
            campaign.kind === 'marketing'
              ? { message, state: 'unsure', why: answer.why }
              : laterOrNot(due, answer.why, at),
          stops: true,
        }
    }
  }

export const bySms =
  (sms: Sms, app: Pool): Carry =>
  async (_campaign, { due, address, written }, at) => {
    const { message } = due
    if (written.channel !== 'sms') return { ended: { message, state: 'failed', why: 'not-written' }, stops: false }
    // A try of which no answer came: the gateway says whether it has the message.
    const had = due.tried ? await sms.sentSince(address, written.text, due.tried) : []
    const reference = had.length > 0 ? await unclaimed(app, had) : undefined
    const answer = reference ? ({ outcome: 'accepted', reference } as const) : await sms.send(address, written.text)
    if (answer.outcome === 'accepted')
      return { ended: { message, state: 'sent', why: null, reference: answer.reference }, stops: false }
    if (answer.outcome === 'refused') return { ended: { message, state: 'failed', why: answer.why }, stops: false }
    return {
      ended: laterOrNot(due, answer.why, at),
      stops: answer.why === 'unreachable' || answer.why === 'no-gateway',
    }
  }
