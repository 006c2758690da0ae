/** `seloste service-use send`: a platform without a program of its own sends its list of what customers did; sent twice it counts once. */

import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Command, Failed, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { systemClock } from '../base/time.ts'
import { text } from '../texts/texts.ts'
import { readEvents } from './read-events.ts'
import { sendEvents } from './send-events.ts'

/** Opens no register: it may stand on another machine. Lines that are no event are told, and the others are sent. */
export const serviceUseSend: Command<unknown> = {
  name: 'service-use send',
  usage: 'FILE (--to ADDRESS [--secret-file F] | --check)',
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        to: { type: 'string' },
        'secret-file': { type: 'string' },
        check: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
    const [file] = positionals
    if (file === undefined || positionals.length > 1 || (values.to === undefined) !== values.check)
      throw new WrongUsage()
    const address = values.to === undefined ? undefined : addressOf(values.to)
    const { events, wrong } = await readEvents(file)
    const sent =
      address === undefined
        ? 0
        : await sendEvents(
            {
              address,
              secret: await secretFrom(values['secret-file'], io),
              clock: systemClock,
              wait: seconds => pause(seconds * 1000),
            },
            events,
          )
    io.answer({ read: events.length + wrong.length, sent, wrong })
    io.say(text(io.lang, 'service-use.cli.sent', { read: events.length + wrong.length, sent }))
    for (const { line, field } of wrong) io.say(text(io.lang, 'service-use.cli.wrong', { line, field }))
    if (wrong.length > 0) throw new Failed()
  },
}

/** Over TLS, unless it is on this machine. */
function addressOf(written: string): URL {
  const address = URL.parse(written)
  const isHere = address !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(address.hostname)
  if (address?.protocol === 'https:' || (address?.protocol === 'http:' && isHere)) return address
  throw new Refused('service-use.address', 'invalid')
}

async function secretFrom(file: string | undefined, io: Io): Promise<string> {
  if (file === undefined) return (await io.input()).trim()
  const read = await readFile(file, 'utf8').catch(() => {
    throw new Refused('service-use.no-file', 'absent', { file })
  })
  return read.trim()
}
