/** `seloste attribution show` and `attribution costs`: where orders came from, as figures, and what campaigns cost, from a file. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { transaction } from '../database/transaction.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { euros } from '../sales/offer-words.ts'
import { type TextLang, text } from '../texts/texts.ts'
import { attributionOf } from './attribution.ts'
import { asked, type Credit, models } from './attribution-answers.ts'
import { takeCostFile } from './cost-file.ts'

export const attributionShow: Command<Program> = {
  name: 'attribution show',
  usage: `--purpose P [--from DAY] [--to DAY] [--days 7|30|90] [--by ${models.join('|')}]`,
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ purpose: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
        ...{ days: { type: 'string' }, by: { type: 'string', default: 'last' } },
      },
    })
    const { purpose, by, ...period } = values
    const query = asked.safeParse(period)
    const model = models.find(one => one === by)
    if (!purpose || !query.success || !model) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, purpose)
    const found = await attributionOf(ask, query.data)
    ask.saw([], 'attribution', ['orders'])
    await ask.recorded()
    io.answer(found)
    const line = (label: string, credit: Credit, cost?: number | null) =>
      io.say([label, ...figures(io.lang, credit), ...(cost == null ? [] : [euros(io.lang, cost)])].join('  '))
    line(text(io.lang, 'attribution.cli.total'), found.total)
    line(text(io.lang, 'attribution.cli.unknown'), found.unknown)
    for (const place of found.places) line(place.label, place.credit[model], place.costCents)
  },
}

const figures = (lang: TextLang, { orders, cents }: Credit): readonly string[] => [
  orders === 'withheld' ? text(lang, 'analysis.withheld') : String(orders),
  ...(typeof cents === 'number' ? [euros(lang, cents)] : []),
]

export const attributionCosts: Command<Program> = {
  name: 'attribution costs',
  usage: 'FILE',
  run: async (args, io, open) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    const [file, more] = positionals
    if (file === undefined || more !== undefined) throw new WrongUsage()
    const bytes = await readFile(file).catch(() => {
      throw new Refused('attribution.no-file', 'absent', { file })
    })
    const { database, clock } = await open()
    const read = await transaction(database.app, db =>
      takeCostFile(db, basename(file), bytes, { by: 'command-line', at: clock.now() }),
    )
    io.answer(read)
    io.say(text(io.lang, 'attribution.cli.read', { read: read.read, added: read.added, changed: read.changed }))
    if (read.made.length > 0) io.say(text(io.lang, 'attribution.cli.made', { names: read.made.join(', ') }))
  },
}
