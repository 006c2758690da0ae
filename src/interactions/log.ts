/** A call or a meeting is written down in one go: what it was, in one line, what came of it, and what is to be done because of it. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { addRowIn } from '../register/persons.ts'
import { categoryIn, scopeFor } from '../register/scope.ts'
import { addTask } from '../tasks/tasks.ts'
import { held, sources } from './held.ts'

export const interaction = z.object({
  kind: z.enum(held),
  direction: z.enum(['in', 'out']).optional().describe('Who called; of a meeting not asked'),
  occurred: z.iso.datetime({ offset: true }).optional().describe('Now, without it'),
  subject: z.string().trim().min(1).max(300).describe('What it was about, in one line'),
  outcome: z.string().trim().max(4000).optional().describe('What came of it'),
  followUp: z
    .object({
      title: z.string().trim().min(1).max(300),
      due: z.iso.date().nullable().optional(),
      owner: z.uuid().nullable().optional(),
    })
    .optional()
    .describe('A task about the person'),
})
export type Interaction = z.infer<typeof interaction>

export interface Logged {
  readonly row: Id
  readonly task: Id | null
  /** A personal identity code was in the words, and is masked. */
  readonly masked: boolean
}

/**
 * Writes it into the category `service-events`, from the source of its kind (`phone`, `meetings`), so that it counts as a contact; the task
 * with it or not at all. Refuses what the notice does not let the purpose or the source write, and a time to come.
 */
export async function logInteraction(ask: PurposeAsk, person: Id, input: Interaction): Promise<Logged> {
  const now = ask.clock.now()
  const occurred = input.occurred ? new Date(input.occurred) : now
  if (occurred.getTime() > now.getTime() + 60_000)
    throw new Refused('interactions.ahead', 'invalid', {}, { field: 'occurred' })
  const { columns } = categoryIn(await scopeFor(ask), 'service-events')
  const all = {
    kind: input.kind,
    direction: input.kind === 'meeting' ? null : (input.direction ?? null),
    occurred: occurred.toISOString(),
    subject: input.subject,
    content: input.outcome ?? null,
  }
  // What the notice does not keep of such events is not written.
  const values = Object.fromEntries(
    Object.entries(all).filter(([name]) => columns.some(column => column.name === name)),
  )
  const words = [input.subject, input.outcome, input.followUp?.title].filter(part => part !== undefined).join('\n')
  const { followUp } = input
  return transaction(ask.reader, async client => {
    const row = await addRowIn(client, ask, person, 'service-events', { source: sources[input.kind], values })
    const task = followUp ? await addTask(ask, { owner: whoLogs(ask), ...followUp, person }, client) : null
    return { row, task, masked: maskIdentityCodes(words).found > 0 }
  })
}

/** A follow-up is theirs who wrote the call down, unless they say whose it is. */
const whoLogs = ({ asker }: PurposeAsk): Id | null => (asker.kind === 'staff' ? asker.id : null)
