/** `seloste leads list` and `leads sources`: leads by their state, and which sources sold, for whoever runs the server; of nobody by name. */

import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { listLeads, showSources } from './lead.ts'
import { euros } from './offer-words.ts'
import { leadSearch, sourcesQuery, states } from './sales-answers.ts'

export const leadsList: Command<Program> = {
  name: 'leads list',
  usage: `--purpose P [--state ${states.join('|')}] [--limit N]`,
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { ...listOptions, state: { type: 'string' } },
    })
    const { purpose, limit } = listOf(values)
    const search = leadSearch.safeParse({ state: values.state, limit })
    if (!search.success) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, purpose)
    const { leads, next } = await listLeads(ask, search.data)
    ask.saw([...new Set(leads.map(({ person }) => person.id))], 'leads', ['leads'])
    await ask.recorded()
    io.answer({
      leads: leads.map(({ id, source, cameAt, values: { state, value } }) => ({
        ...{ id, cameAt, source: source.id, state: state ?? null, valueCents: value ?? null },
      })),
      next,
    })
    if (leads.length === 0) io.say(text(io.lang, 'sales.cli.none'))
    for (const { id, source, values: row } of leads) {
      const state = states.find(one => one === row.state) ?? 'new'
      io.say([id, source.name, text(io.lang, `vocabulary.codes.leads.state.${state}`)].join('  '))
    }
  },
}

export const leadsSources: Command<Program> = {
  name: 'leads sources',
  usage: '--purpose P [--year YYYY]',
  run: async (args, io, open) => {
    const { values } = parseArgs({
      args: [...args],
      options: { purpose: { type: 'string' }, year: { type: 'string' } },
    })
    const asked = sourcesQuery.safeParse(values.year === undefined ? {} : { year: values.year })
    if (!values.purpose || !asked.success) throw new WrongUsage()
    const ask = await commandAsk(await open(), io.lang, values.purpose)
    const found = await showSources(ask, asked.data.year)
    ask.saw([], 'leads.sources', ['leads'])
    await ask.recorded()
    io.answer(found)
    if (found.sources.length === 0) io.say(text(io.lang, 'sales.cli.withheld'))
    for (const { source, leads, won, valueCents } of found.sources)
      io.say(
        [
          source?.name ?? text(io.lang, 'sales.cli.others'),
          leads,
          won ?? '–',
          valueCents === null ? '–' : euros(io.lang, valueCents),
        ].join('  '),
      )
  },
}
