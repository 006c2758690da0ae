/** `seloste db login` and `db logins`: a login of one's own for psql or a BI tool, and those that there are. */

import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { isId, newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import type { Access } from './access.ts'
import { endLogin, giveLogin, listLogins } from './login.ts'

type Opened = Program & { readonly access: Access }

/** In the ledgers, whoever has the server in hand. */
const by = 'command-line'

const hours = { h: 1, d: 24 } as const

export const dbLogin: Command<Opened> = {
  name: 'db login',
  usage: '--purpose P [--name N] [--for 8h|5d]',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        purpose: { type: 'string' },
        name: { type: 'string', default: userInfo().username },
        for: { type: 'string', default: '8h' },
      },
    })
    const { purpose, name } = values
    const [, count, unit] = /^(\d{1,4})([hd])$/.exec(values.for) ?? []
    if (!purpose || !name.trim() || (unit !== 'h' && unit !== 'd')) throw new WrongUsage()
    const program = await open()
    const at = program.clock.now()
    const expiresAt = new Date(at.getTime() + Number(count) * hours[unit] * 3_600_000)
    const act = { by, at, request: newId() }
    const made = await giveLogin(program.recordLooks, program.access.logins, { name, purpose, expiresAt }, act)
    io.answer({ ...made, expiresAt })
    io.say(made.url)
  },
}

export const dbLogins: Command<Opened> = {
  name: 'db logins',
  usage: '[--revoke ID]',
  run: async (args, io, open) => {
    const { revoke } = parseArgs({ args: [...args], options: { revoke: { type: 'string' } } }).values
    if (revoke !== undefined && !isId(revoke)) throw new WrongUsage()
    const { access, clock } = await open()
    if (revoke !== undefined) await endLogin(access.logins, revoke, { by, at: clock.now() })
    const logins = await listLogins(access.logins)
    io.answer({ logins })
    if (logins.length === 0) io.say(text(io.lang, 'cli.no-logins'))
    for (const { id, role, name, purpose, expiresAt, endedAt } of logins) {
      const state = endedAt === null ? 'cli.login-until' : 'cli.login-ended'
      const when = (endedAt ?? expiresAt).toISOString()
      io.say(`${id}  ${role}  ${name}  ${purpose}  ${text(io.lang, state, { when })}`)
    }
  },
}
