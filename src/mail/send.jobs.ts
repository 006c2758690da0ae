/** What waits in the outbox is sent one message after another, no faster than allowed, and a message is marked before and after it is sent. */

import { Refused } from '../base/errors.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { text } from '../texts/texts.ts'
import { htmlOf, type LaidOut, type Letter, textOf } from './letter.ts'
import type { Gate, MessageKind, Permission, Sending, Settled } from './message-kind.ts'
import { type Message, nextDue, putBack, sending, settle, takeNext } from './outbox.ts'
import { recipientOf } from './recipient.ts'
import type { Answer, Line } from './transport.ts'

const minute = 60_000
/** When a message that the server could not take yet is tried again, in minutes: four days in all, as mail servers do. */
const tries = [5, 15, 30, 60, 180, 360, 720, 1440, 1440, 1440]
/** A mail server that is away is asked again after so many minutes. */
const away = 2

/** Without a gate nothing leaves that needs a permit. */
const closed: Gate = async () => ({ allowed: false, reason: 'unknown' })

/** The job that sends what waits, a minute's allowance at a time. Without SMTP_URL everything goes on waiting. */
export const sendMail = (kinds: readonly MessageKind[], gate: Gate = closed): Job<Sending> => ({
  name: sending,
  run: async (program, _ids, stopping) => {
    const { mail, clock, database } = program
    if (!mail.configured) return
    const line = await mail.line()
    let ended = false
    let sent = 0
    try {
      while (!stopping.aborted && !ended && sent < mail.perMinute) {
        const message = await takeNext(database.app, clock.now())
        if (!message) break
        ended = !(await sendOne(program, { kinds, gate, line }, message))
        sent++
      }
    } finally {
      line.close()
    }
    const next = await nextDue(database.app)
    const pause = ended ? away * minute : minute
    if (next) {
      const at = new Date(Math.max(next.getTime(), clock.now().getTime() + (stopping.aborted ? 0 : pause)))
      await enqueue(database.app, sending, {}, { at, key: sending })
    }
  },
})

/** False when nothing more can be sent now. */
async function sendOne(
  program: Sending,
  { kinds, gate, line }: { readonly kinds: readonly MessageKind[]; readonly gate: Gate; readonly line: Line },
  message: Message,
): Promise<boolean> {
  const kind = kinds.find(one => one.kind === message.kind)
  if (!kind) throw new Error(`nobody writes messages of the kind ${message.kind}`)
  const { clock, mail, database } = program
  let needed: Permission | undefined
  const end = (outcome: Omit<Settled, 'at'>): Promise<void> =>
    transaction(database.app, async client => {
      const settled = { ...outcome, at: clock.now() }
      await settle(client, message, settled.state, { ...settled, needed })
      await kind.settled(client, message, settled)
    })

  const found = await prepare(program, kind, message, gate)
  if (!found) {
    await afterNo({ outcome: 'later', why: 'fault' }, { message, end, program })
    return true
  }
  needed = found.needed
  if ('stopped' in found) {
    await end({ state: 'stopped', why: found.stopped })
    return true
  }
  const { recipient, letter, oneClick } = found
  if (!letter) await end({ state: 'not-needed' })
  else if (recipient.email === undefined) await end({ state: 'no-address' })
  else {
    const hash = mail.hash(recipient.email)
    const answer = await line.send({
      ...(await envelopeOf(program, letter, recipient.email, message)),
      oneClick,
      isReply: kind.isReply,
    })
    if (answer.outcome === 'away') {
      const next = new Date(clock.now().getTime() + away * minute)
      await putBack(database.app, message, { next, why: answer.why, counts: false })
      return false
    }
    if (answer.outcome === 'accepted') await end({ state: 'sent', hash })
    else await afterNo(answer, { message, hash, end, program })
    return answer.outcome !== 'broken'
  }
  return true
}

/** Undefined when the letter could not be written: that of the next person perhaps can. */
async function prepare(program: Sending, kind: MessageKind, message: Message, gate: Gate) {
  const { person, id, about } = message
  try {
    const needed = typeof kind.permission === 'function' ? await kind.permission(program, about) : kind.permission
    const passage = needed && (await gate(program, message, needed))
    if (passage?.allowed === false) return { needed, stopped: passage.reason }
    const known = await (kind.recipient?.(program, person, about) ?? recipientOf(program, person, id))
    const recipient = passage ? { ...known, email: passage.email } : known
    const letter = await kind.write(program, about, recipient, person)
    return {
      needed,
      recipient,
      letter: letter && passage ? leavable(letter, passage.leave.page) : letter,
      oneClick: passage?.leave.oneClick,
    }
  } catch {
    return undefined
  }
}

/** Every message of direct marketing says how to be rid of it (917/2014 §§ 200(3), 203). */
const leavable = <Any extends Letter | LaidOut>(letter: Any, page: string): Any => ({
  ...letter,
  footer: [...letter.footer, { kind: 'link', label: text(letter.lang, 'mail.leave'), href: page }],
})

/** Refused for good, or once more later. */
async function afterNo(
  answer: Exclude<Answer, { outcome: 'accepted' }>,
  { message, hash, end, program }: NotTaken,
): Promise<void> {
  const wait = tries[message.attempts - 1]
  if (answer.outcome === 'refused' || wait === undefined) return end({ state: 'failed', why: answer.why, hash })
  const next = new Date(program.clock.now().getTime() + wait * minute)
  await putBack(program.database.app, message, { next, why: answer.why, counts: true, hash })
}

interface NotTaken {
  readonly message: Message
  readonly hash?: Buffer
  readonly end: (outcome: Omit<Settled, 'at'>) => Promise<void>
  readonly program: Sending
}

/** From the controller, at the address for questions or of the mailbox that was written to: an answer to the message reaches them. */
async function envelopeOf({ published, clock }: Sending, letter: Letter | LaidOut, to: string, { id }: Message) {
  const { notice } = await published()
  const address = letter.correspondence?.sender ?? notice?.contact.email
  if (notice === undefined || address === undefined) throw new Refused('mail.no-sender', 'conflict')
  const { html, text } = 'lay' in letter ? letter.lay(letter.footer) : { html: htmlOf(letter), text: textOf(letter) }
  return {
    from: { name: notice.controller.name, address },
    to,
    subject: letter.title,
    html,
    text,
    lang: letter.lang,
    calendar: letter.calendar,
    correspondence: letter.correspondence,
    id,
    date: clock.now(),
  }
}
