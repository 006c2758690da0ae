/** `seloste publication list`: what was agreed to be published, in which state and where it still stands; of nobody by name. */

import { parseArgs } from 'node:util'
import type { Command } from '../base/command.ts'
import { listOf, listOptions } from '../base/list-options.ts'
import { commandAsk } from '../http/command-ask.ts'
import type { Program } from '../http/program.ts'
import { text } from '../texts/texts.ts'
import { listPublications } from './publication.ts'

export const publicationList: Command<Program> = {
  name: 'publication list',
  usage: '--purpose P [--limit N]',
  run: async (args, io, open) => {
    const { purpose, limit } = listOf(parseArgs({ args: [...args], options: listOptions }).values)
    const ask = await commandAsk(await open(), io.lang, purpose)
    const { publications, next } = await listPublications(ask, { limit })
    ask.saw([...new Set(publications.map(({ person }) => person.id))], 'publications', ['publication'])
    await ask.recorded()
    io.answer({
      publications: publications.map(({ id, kind, state, until, places }) => ({ id, kind, state, until, places })),
      next,
    })
    if (publications.length === 0) io.say(text(io.lang, 'publication.cli.none'))
    for (const { id, kind, state, until, places } of publications)
      io.say(
        [
          ...[id, text(io.lang, `ui.published.state.${state}`), until],
          ...[text(io.lang, `vocabulary.codes.publication.kind.${kind}`), places.map(({ place }) => place).join(', ')],
        ].join('  '),
      )
  },
}
