/** `seloste person …`: finding and showing persons from the command line, for a purpose and into the look log like every other look. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import type { Card } from './answers.ts'
import { readCard } from './card.ts'
import { listedCategories } from './listed.ts'
import { listPersons } from './persons-list.ts'
import { type Asking, scopeFor } from './scope.ts'
import { describeScope } from './scope-words.ts'

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
    const ask = await commandAsk(await open(), io.lang, purpose)
    const { persons } = await listPersons(ask, { q: words, filters: [], columns: [], sort: 'name', limit: 50 })
    ask.saw(
      persons.map(({ id }) => id),
      'find',
      listedCategories(await scopeFor(ask), []),
    )
    await ask.recorded()
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
    const ask = await commandAsk(await open(), io.lang, purpose)
    const card = await readCard(ask, id)
    ask.saw(
      [card.id],
      'card',
      card.categories.map(category => category.id),
    )
    await ask.recorded()
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
