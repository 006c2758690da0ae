/** `seloste mailbox list` and `mailbox try`: which mailboxes are read and how they answer, for whoever runs the server. */

import { parseArgs } from 'node:util'
import { type Command, Failed, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { isId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { momentIn } from '../notice/render-sentence.ts'
import { text, textIfAny } from '../texts/texts.ts'
import { listMailboxes, tryMailbox } from './mailboxes.ts'

export const mailboxList: Command<Program> = {
  name: 'mailbox list',
  usage: '',
  run: async (args, io, open) => {
    parseArgs({ args: [...args], options: {} })
    const { database, clock } = await open()
    const mailboxes = await listMailboxes(database.app, clock.now())
    io.answer({
      mailboxes: mailboxes.map(({ id, name, purpose, pausedAt, lastAt, readAt, trouble, filled }) => ({
        ...{ id, name, purpose, pausedAt, lastAt, readAt, filled },
        trouble: trouble?.code ?? null,
      })),
    })
    if (mailboxes.length === 0) io.say(text(io.lang, 'mailbox.cli.none'))
    for (const { id, name, readAt, trouble } of mailboxes)
      io.say(
        [
          id,
          name,
          readAt ? momentIn(io.lang, readAt) : '–',
          trouble ? text(io.lang, `errors.mailbox.trouble.${trouble.code}`) : '',
        ]
          .join('  ')
          .trimEnd(),
      )
  },
}

/** One by its id, or all that are not paused: exit 1 when one cannot be read. */
export const mailboxTry: Command<Program> = {
  name: 'mailbox try',
  usage: '[ID]',
  run: async (args, io, open) => {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const [only] = positionals
    if (positionals.length > 1 || (only !== undefined && !isId(only))) throw new WrongUsage()
    const { database, clock, home } = await open()
    const mailboxes = (await listMailboxes(database.app, clock.now())).filter(({ id, pausedAt }) =>
      only === undefined ? pausedAt === null : id === only,
    )
    if (only !== undefined && mailboxes.length === 0) throw new Refused('arrivals.no-connection', 'absent')
    const tried = await Promise.all(
      mailboxes.map(async ({ id, name, place }) => {
        const answer = await tryMailbox({ app: database.app, home }, { place, id }).catch(fault => {
          if (fault instanceof Refused) return fault
          throw fault
        })
        return { id, name, answer }
      }),
    )
    io.answer({
      mailboxes: tried.map(({ id, name, answer }) =>
        answer instanceof Refused ? { id, name, trouble: answer.key } : { id, name, trouble: null, ...answer },
      ),
    })
    if (tried.length === 0) io.say(text(io.lang, 'mailbox.cli.none'))
    for (const { name, answer } of tried)
      io.say(
        `${name}  ${
          answer instanceof Refused
            ? (textIfAny(io.lang, `errors.${answer.key}`) ?? answer.key)
            : text(io.lang, 'mailbox.cli.answers', { count: answer.messages })
        }`,
      )
    if (tried.some(({ answer }) => answer instanceof Refused)) throw new Failed()
  },
}
