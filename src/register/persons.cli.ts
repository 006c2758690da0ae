/** `seloste person …`: finding and showing persons from the command line, for a purpose and into the look log like every other look. */

import { parseArgs } from 'node:util'
import { type Command, type Io, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import type { Card } from './answers.ts'
import { readCard } from './card.ts'
import { listedCategories } from './listed.ts'
import { listPersons } from './persons-list.ts'
import { type Asking, scopeFor } from './scope.ts'
import { describeScope } from './scope-words.ts'

/** In the ledgers, whoever has the server in hand. */
const actor = 'command-line'

interface CommandAsk extends Asking {
  readonly saw: (persons: readonly Id[], operation: string, categories: readonly string[]) => Promise<void>
}

async function askFor(program: Program, { lang }: Io, purpose: string): Promise<CommandAsk> {
  const published = await program.published()
  if (!published.purposes.some(({ id }) => id === purpose)) {
    throw new Refused('register.purpose-not-declared', 'invalid', { purpose })
  }
  const requestId = newId()
  return {
    purpose,
    published,
    program,
    lang,
    asker: { kind: 'staff' },
    reader: program.database.purpose(purpose),
    token: program.sign({ actor, purpose, request: requestId }),
    saw: (persons, operation, categories) => {
      const whom = persons.length === 0 ? [null] : persons
      const common = { at: program.clock.now(), actor, purpose, operation, categories, requestId }
      return program.recordLooks(whom.map(personId => ({ ...common, personId, noticeVersion: published.version })))
    },
  }
}

/** The one word that the command takes, and its purpose. */
function read(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { purpose: { type: 'string' } },
    allowPositionals: true,
  })
  const words = positionals.join(' ')
  if (!values.purpose || words === '') throw new WrongUsage()
  return { purpose: values.purpose, words }
}

export const personFind: Command<Program> = {
  name: 'person find',
  usage: 'QUERY --purpose P',
  run: async (args, io, open) => {
    const { purpose, words } = read(args)
    const ask = await askFor(await open(), io, purpose)
    const { persons } = await listPersons(ask, { q: words, filters: [], columns: [], sort: 'name', limit: 50 })
    await ask.saw(
      persons.map(({ id }) => id),
      'find',
      listedCategories(await scopeFor(ask), []),
    )
    io.answer({ persons })
    if (persons.length === 0) io.say(text(io.lang, 'register.cli.nobody'))
    for (const { id, name, email, phone } of persons) {
      io.say([id, name, email, phone].filter(value => value !== null).join('  '))
    }
  },
}

export const personShow: Command<Program> = {
  name: 'person show',
  usage: 'ID --purpose P',
  run: async (args, io, open) => {
    const { purpose, words: id } = read(args)
    const ask = await askFor(await open(), io, purpose)
    const card = await readCard(ask, id)
    await ask.saw(
      [card.id],
      'card',
      card.categories.map(category => category.id),
    )
    io.answer(card)
    for (const line of await linesOf(card, ask)) io.say(line)
  },
}

/** A value a line, with where it comes from and since when. */
async function linesOf(card: Card, ask: Asking): Promise<readonly string[]> {
  const scope = describeScope(await scopeFor(ask), ask.lang)
  return card.categories.flatMap(({ id, rows }) => {
    const category = scope.categories.find(one => one.id === id)
    if (rows.length === 0) return []
    const columns = category?.fields.flatMap(field => field.columns) ?? []
    const values = rows.flatMap(row =>
      Object.entries(row.values).flatMap(([name, value]) => {
        const why = row.why[name]
        if (value === null) return []
        const label = columns.find(column => column.name === name)?.label ?? name
        return [`  ${label}: ${value}${why ? `  (${why.source.name}, ${why.at.slice(0, 10)})` : ''}`]
      }),
    )
    return [category?.name ?? id, ...values]
  })
}
