/** `seloste` in a terminal: what is typed goes to the command line, and its exit code is the process’s. */

import { text } from 'node:stream/consumers'
import { commandLine } from './command-line.ts'

// `seloste … | head` closes the pipe early: what is left to say goes nowhere, and the command still ends in order.
process.stdout.on('error', fault => {
  if ('code' in fault && fault.code !== 'EPIPE') throw fault
})

process.exitCode = await commandLine(process.argv.slice(2), {
  env: process.env,
  input: () => text(process.stdin),
  out: words => void process.stdout.write(words),
  err: words => void process.stderr.write(words),
  // A second Ctrl-C does not wait for the end in order.
  interrupted: end => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => end().finally(() => process.exit(1)))
  },
})
