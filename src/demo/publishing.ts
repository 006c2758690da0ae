/** A few customers of the demonstration have said something that is published as they agreed. */

import type { Id } from '../base/ids.ts'
import { agreeToPublication, draftPublication, readPublication } from '../publication/publication.ts'
import type { NoticeAsk } from '../rights/as-rights.ts'
import { type Chance, oneOf } from './invented.ts'

const said = [
  'Kurssi eteni sopivaa vauhtia, ja palautteesta oli oikeasti hyötyä.',
  'Sain vihdoin puutarhan suunniteltua. Suosittelen aloittelijalle.',
  'Videot olivat selkeitä, ja kysymyksiin vastattiin nopeasti.',
] as const

/** `rights`: the same asker for the rights purpose, who has it signed on paper. */
export async function publishOf(ask: NoticeAsk, rights: NoticeAsk, person: Id, chance: Chance): Promise<void> {
  const until = new Date(ask.clock.now().getTime() + 730 * 86_400_000).toISOString().slice(0, 10)
  const id = await draftPublication(ask, {
    ...{ person, kind: 'testimonial', lang: 'fi', content: oneOf(chance, said), until },
    places: ['Verkkosivujen etusivu', 'Uutiskirje'],
  })
  const drafted = await readPublication(ask, id)
  await agreeToPublication(rights, drafted, { how: 'paper', name: drafted.person.name ?? '' })
}
