/** The server starts in one order, says where it is and how to get in, and stops without dropping what it is doing. */

import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { prepareSetup } from './access/invitation.ts'
import { openApp, openDoors } from './app.ts'
import type { Io } from './base/command.ts'
import { Refused } from './base/errors.ts'
import { freePort } from './base/free-port.ts'
import type { Settings } from './base/settings.ts'
import { systemClock } from './base/time.ts'
import { logTo } from './http/log.ts'
import type { Log } from './http/program.ts'
import { startWorker, type Worker } from './jobs/worker.ts'
import { type Opened, opening } from './opening.ts'
import { jobs, readMail, resume } from './running.ts'
import { text } from './texts/texts.ts'

/** Between tries to reach the database, in milliseconds. */
const again = 500
/** Longer than this no answer in progress is waited for, in milliseconds. */
const patience = 10_000

/** Serves until it is told to stop by a signal, or by the death of the process that started it. */
export async function serve(given: Settings, io: Io): Promise<void> {
  const settings = given.port === 0 ? await withFreePort(given) : given
  const log = quietInTerminal(logTo(process.stdout))
  const stop = Promise.withResolvers<void>()
  const parts = opening(settings, { clock: systemClock, log, onLost: stop.reject })
  const ended = endOf(stop)
  let worker: Worker | undefined
  let server: Server | undefined
  let mail: ReturnType<typeof readMail>
  try {
    const cluster = await parts.cluster()
    if (cluster && !(await cluster.claim())) {
      throw new Refused('database.already-running', 'conflict', { home: settings.home })
    }
    const program = await parts.program()
    const answerDirectly = openDoors(program)
    const answer = getRequestListener(openApp(program, program.access, program).fetch)
    server = createServer((incoming, outgoing) => answerDirectly(incoming, outgoing) || void answer(incoming, outgoing))
    await listen(server, settings.port)
    const token = await prepareSetup(program.database.app, systemClock.now())
    greet(io, settings.url, token && `${settings.url}/set-up#${token}`)
    worker = startWorker({ database: program.database, jobs, program, log, after: 1000 })
    mail = readMail(program)
    resumeWhenThere(program, ended).catch(stop.reject)

    await ended
  } finally {
    await Promise.all([server && close(server), mail?.stop(), worker?.stop()])
    await parts.close()
  }
}

/** What was to be done goes on; a database that dies at this very moment is waited for. */
async function resumeWhenThere(program: Opened, ended: Promise<void>): Promise<void> {
  let isOver = false
  const over = ended
    .catch(() => {})
    .then(() => {
      isOver = true
    })
  for (let faults = 0; !isOver; ) {
    try {
      return await resume(program)
    } catch (fault) {
      // Once or twice it may only have come back meanwhile.
      if ((await answers(program)) && ++faults > 2) throw fault
    }
    await Promise.race([over, pause(again)])
  }
}

const answers = ({ database }: Opened): Promise<boolean> =>
  database.app.query('select').then(
    () => true,
    () => false,
  )

/** Settles `stop` when somebody asks for the end, the first time; the wrapper and the terminal may both send the signal. */
function endOf(stop: PromiseWithResolvers<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.resolve())
  process.on('disconnect', () => stop.resolve())
  process.on('uncaughtException', fault => stop.reject(fault)) // the end in order, and told without its message
  process.channel?.unref() // the wrapper's channel must not keep us alive after the stop
  stop.promise.catch(() => {}) // it may come while we are still starting, and is awaited later
  return stop.promise
}

/** PORT=0: whichever is free. Links must name it, so it is chosen before anything is opened. */
async function withFreePort(settings: Settings): Promise<Settings> {
  const port = await freePort()
  return { ...settings, port, url: settings.url.replace(/:0$/, `:${port}`) }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', fault => failed(refusalOf(fault, port)))
    server.listen(port, listening)
  })
}

function refusalOf(fault: Error, port: number): Error {
  const code = 'code' in fault ? fault.code : undefined
  if (code === 'EADDRINUSE') return new Refused('settings.port-taken', 'conflict', { port })
  return code === 'EACCES' ? new Refused('settings.port-forbidden', 'forbidden', { port }) : fault
}

/** No more requests; those in progress are answered. */
function close(server: Server): Promise<void> {
  return new Promise(closed => {
    server.close(() => closed())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), patience).unref()
  })
}

function greet(io: Io, address: string, setUp: string | undefined): void {
  io.answer({ address, ...(setUp && { setUp }) })
  io.say(`\n  ${text(io.lang, 'cli.at-address', { address })}`)
  io.say(`  ${text(io.lang, 'cli.notice-at', { address: `${address}/notice` })}`)
  if (setUp) io.say(`\n  ${text(io.lang, 'cli.set-up-at')}\n  ${setUp}`)
  io.say(`\n  ${text(io.lang, 'cli.stop-with')}\n`)
}

/** In a terminal only what went wrong, so that the set-up link stays in sight. */
const quietInTerminal = (log: Log): Log =>
  process.stdout.isTTY ? line => ('fault' in line || Number(line.status) >= 500) && log(line) : log
