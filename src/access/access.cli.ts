/** Staff and keys from the command line, for whoever runs the server. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { administrator, checkDuties } from './duty.ts'
import { makeKey } from './key.ts'
import { resetFactors } from './second-factor.ts'
import { addStaff, normalEmail } from './staff.ts'

/** In the ledgers, whoever has the server in hand. */
const by = 'command-line'

export const addUser: Command<Program> = {
  name: 'user add',
  usage: '--email E [--name N] [--duty D]… [--administrator] --password-stdin',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        duty: { type: 'string', multiple: true, default: [] },
        administrator: { type: 'boolean', default: false },
        'password-stdin': { type: 'boolean', default: false },
      },
    })
    const { email } = values
    if (!email?.includes('@') || !values['password-stdin']) throw new WrongUsage()
    const password = await io.input()
    const { clock, database, published } = await open()
    const duties = [...values.duty, ...(values.administrator ? [administrator] : [])]
    checkDuties(await published(), duties)
    const staff = { name: values.name ?? email, email, password, duties }
    const id = await transaction(database.app, client => addStaff(client, staff, { by, at: clock.now() }))
    io.answer({ id })
    io.say(text(io.lang, 'cli.user-added', { email }))
  },
}

/** For when nobody is left who could do it on the screen. */
export const resetSecondFactor: Command<Program> = {
  name: 'user reset-second-factor',
  usage: '--email E',
  run: async (args, io, open) => {
    const { values } = parseArgs({ args: [...args], options: { email: { type: 'string' } } })
    const { email } = values
    if (!email) throw new WrongUsage()
    const { clock, database } = await open()
    const { rows } = await database.app.query<{ id: Id }>('select id from access.staff where email = $1', [
      normalEmail(email),
    ])
    const [found] = rows
    if (found === undefined) throw new Refused('access.no-such-staff', 'absent')
    await resetFactors(database.app, found.id, { by, at: clock.now() })
    io.answer({ id: found.id })
    io.say(text(io.lang, 'cli.second-factor-reset', { email }))
  },
}

export const addKey: Command<Program> = {
  name: 'key add',
  usage: '--purpose P --name N',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' }, name: { type: 'string' } },
    })
    const { purpose, name } = values
    if (!purpose || !name) throw new WrongUsage()
    const { clock, database, published } = await open()
    const { purposes } = await published()
    if (!purposes.some(({ id }) => id === purpose)) {
      const known = purposes.map(({ id }) => id).join(', ')
      throw new Refused('access.no-such-purpose', 'invalid', { purpose, known })
    }
    const { id, secret } = await makeKey(database.app, { name, purpose, expiresAt: null }, { by, at: clock.now() })
    io.answer({ id, secret })
    io.say(text(io.lang, 'cli.key-added', { purpose }))
    io.say(secret)
  },
}
