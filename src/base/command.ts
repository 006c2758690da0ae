/** What a command of `seloste` is: a capability's `.cli.ts` exports it, app.ts lists it, cli.ts runs it. */

export interface Command<Program> {
  /** As it is typed: `user add`. Its one-line description is the text `cli.user-add`. */
  readonly name: string
  /** What follows the name, as help shows it: `--email E --duty D [--password-stdin]`. */
  readonly usage: string
  /**
   * Does it. `args` is what follows the name, without `--json`; read it with `parseArgs` of node:util. `program` opens the database
   * when it is called, and need not be. Throws `Refused` (exit 1) or `WrongUsage` (exit 2).
   */
  readonly run: (args: readonly string[], io: Io, program: () => Promise<Program>) => Promise<void>
}

export interface Io {
  readonly lang: 'fi' | 'sv' | 'en'
  /** With --json the answer is JSON on standard output and nothing else is. */
  readonly json: boolean
  /** A line for a person, on standard output; nothing with --json. */
  readonly say: (line: string) => void
  /** The answer for a program: printed with --json only. */
  readonly answer: (value: unknown) => void
  /** All of standard input, without its last line break. */
  readonly input: () => Promise<string>
}

/** The command was written wrongly: its usage is shown and the exit code is 2. `detail` says what is wrong when usage does not. */
export class WrongUsage extends Error {}

/** The command has told everything itself and what was asked did not hold: exit code 1 and not a word more. */
export class Failed extends Error {}
