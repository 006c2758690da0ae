/** `seloste demo`: a course company that was never there, in a home of its own, on the embedded database, without a way to send mail. */

import { join } from 'node:path'
import type { Io } from './base/command.ts'
import { Refused } from './base/errors.ts'
import type { Settings } from './base/settings.ts'
import { systemClock } from './base/time.ts'
import { fillDemo } from './demo/fill.ts'
import { type DemoMark, markDemo, markReady } from './demo/mark.ts'
import { opening } from './opening.ts'
import { sendLetters } from './running.ts'
import { serve } from './server.ts'
import { text } from './texts/texts.ts'

/** Serves the demonstration below the home of `given`, filling it the first time. */
export async function serveDemo(given: Settings, io: Io): Promise<void> {
  const settings = { ...given, home: join(given.home, 'demo') }
  const mark = markDemo(settings.home)
  const { email, password } = mark
  if (!mark.ready) await fill(settings, mark, io)
  io.say(`\n  ${text(io.lang, 'cli.demo-account', { email, password })}`)
  await serve(settings, { ...io, answer: value => io.answer({ ...Object(value), email, password }) })
}

async function fill(settings: Settings, mark: DemoMark, io: Io): Promise<void> {
  io.say(`\n  ${text(io.lang, 'cli.demo-filling')}`)
  const parts = opening(settings, { clock: systemClock, log: () => {} })
  try {
    const cluster = await parts.cluster()
    if (!(await cluster?.claim())) throw new Refused('database.already-running', 'conflict', { home: settings.home })
    await fillDemo(await parts.program(), mark, sendLetters)
    markReady(settings.home, mark)
  } finally {
    await parts.close()
  }
}
