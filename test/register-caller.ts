/** Short ways to the owner-run functions, for tests of the database itself: every call is signed, as the application would. */

import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { TestDatabase } from './database.ts'

export interface RegisterCaller {
  token(purpose: string): string
  /** The one value that a function gives; its first argument, the token, is $1. */
  call<Value = string>(purpose: string, expression: string, ...args: readonly unknown[]): Promise<Value>
  /** A person of whom nothing is known but that they are a customer. */
  customer(): Promise<string>
  say(person: string, kind: string, purpose?: string, withdrawn?: string): Promise<string>
  /** Adds a row (row null), changes or removes it (values null), as `rights`. */
  write(category: string, person: string, row: string | null, values: object | null, expected?: string): Promise<string>
}

export function registerCaller(db: TestDatabase): RegisterCaller {
  const token = (purpose: string): string => signActor(db.actorKey, { actor: 'staff:test', purpose, request: newId() })
  const caller: RegisterCaller = {
    token,
    call: async (purpose, expression, ...args) => {
      const { rows } = await db.purpose(purpose).query(`select ${expression} as value`, [token(purpose), ...args])
      return rows[0].value
    },
    customer: async () => {
      const person = await caller.call('rights', `register.add_person($1, 'forms', null)`)
      await caller.say(person, 'contract')
      return person
    },
    say: (person, kind, purpose, withdrawn) =>
      caller.call(
        'rights',
        `register.record_statement($1, 'forms', null, $2, $3, $4, null, '2026-01-01', $5, null)`,
        person,
        kind,
        purpose ?? null,
        withdrawn ?? null,
      ),
    write: (category, person, row, values, expected) =>
      caller.call(
        'rights',
        `register.write_${category.replaceAll('-', '_')}($1, 'forms', null, $2, $3, $4, $5)`,
        person,
        row,
        values,
        expected ?? null,
      ),
  }
  return caller
}
