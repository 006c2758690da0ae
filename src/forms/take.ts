/** What was sent goes to the one intake, or waits for a confirmed address: a permit counts from the confirmation on, and what stands on it comes no sooner. */

import type { Door } from '../arrivals/receive.ts'
import type { Program } from '../http/program.ts'
import type { Mail } from '../mail/transport.ts'
import { type FormRow, formKind } from './form.ts'
import { deliveryOf, type SentForm } from './form-adapter.ts'
import { needsPermit, type Offer } from './offer.ts'
import { holdLonger, holdUntil } from './sent-file.ts'
import { lastsDays, noteConfirmed, putToWait, type Waiting } from './waiting.ts'

export interface Taking {
  readonly program: Pick<Program, 'database' | 'clock'>
  readonly door: Pick<Door, 'keep'>
  readonly mail: Pick<Mail, 'hash'>
}

const deliver = ({ door }: Taking, { id, keepDays }: Pick<FormRow, 'id' | 'keepDays'>, sent: SentForm): Promise<void> =>
  door.keep({ id, kind: formKind, keep_days: keepDays }, deliveryOf(sent), false)

const isPermit = ({ kind }: SentForm['said'][number]): boolean => kind === 'consent'

/** Answers what the visitor has to do next; the same whether the register knows them or not. */
export async function take(taking: Taking, form: FormRow, offer: Offer, sent: SentForm): Promise<'sent' | 'confirm'> {
  const { confirmation } = offer.content
  const waits =
    confirmation === 'everything' || (confirmation === 'permits' && needsPermit(offer)) ? 'everything' : confirmation
  const { email } = sent.who
  const permits = sent.said.filter(isPermit)
  const { database, clock } = taking.program
  const wait = (waiting: SentForm) =>
    putToWait(database.app, taking.mail, { form: form.id, sent: waiting, email: email ?? '', at: clock.now() })
  if (waits === 'none' || email === undefined || (waits === 'permits' && permits.length === 0)) {
    await deliver(taking, form, sent)
    return 'sent'
  }
  if (waits === 'permits') {
    await deliver(taking, form, { ...sent, said: sent.said.filter(said => !isPermit(said)) })
    const { files: _, ...rest } = sent
    await wait({ ...rest, id: `${sent.id}.permits`, who: { email }, rows: [], said: permits })
  } else {
    await holdUntil(database.app, sent.files?.sent ?? [], new Date(clock.now().getTime() + lastsDays * 86_400_000))
    await wait(sent)
  }
  return 'confirm'
}

/** The button behind the link: delivered once, however often it is pressed. By an e-mail address its own channel alone is proved. */
export async function confirm(taking: Taking, form: FormRow, { id, sent }: Waiting): Promise<void> {
  const at = taking.program.clock.now()
  await holdLonger(taking.program.database.app, sent.files?.sent ?? [], at)
  await deliver(taking, form, {
    ...sent,
    topic: 'form.confirmed',
    said: sent.said.map(said =>
      isPermit(said)
        ? { ...said, givenAt: at.toISOString(), ...(said.channel === 'email' && { method: 'double-opt-in' as const }) }
        : said,
    ),
  })
  await noteConfirmed(taking.program.database.app, id, at)
}
