/** Some customers of the demonstration are leads of its sales: rung where the gate allows it, offered in writing, won and lost. */

import type { Id } from '../base/ids.ts'
import type { NoticeAsk } from '../rights/as-rights.ts'
import { callLead, moveLead, readLead, recordLead } from '../sales/lead.ts'
import { answerOffer, makeOffer, readOffer, takeOfferStep } from '../sales/offer.ts'
import { type Chance, courses, oneOf } from './invented.ts'

const sources = ['fairs', 'fairs', 'forms', 'forms', 'partners', 'social-media', 'meetings'] as const
const reasons = ['price', 'timing', 'no-need', 'another', 'no-answer'] as const

/** `at`: hours after the day of the ask began; offers go on paper, for nobody of the demonstration has a mailbox. */
export async function sellTo(askAt: (hours: number) => Promise<NoticeAsk>, person: Id, chance: Chance): Promise<void> {
  const ask = await askAt(0)
  const [subject, value] = oneOf(chance, courses)
  const capacity = chance() < 0.3 ? ('business' as const) : ('consumer' as const)
  const lead = await recordLead(ask, { person, source: oneOf(chance, sources), subject, value, capacity })
  const move = async (to: 'contacted' | 'lost', more: object = {}) =>
    moveLead(await askAt(1), lead, { to, expected: (await readLead(ask, lead)).change, ...more })
  const fate = chance()
  if (fate < 0.15) return
  if (fate < 0.4) await callLead(await askAt(1), lead, { banChecked: true }).catch(() => undefined)
  else await move('contacted')
  if (fate > 0.8) return void (await move('lost', { lostBecause: oneOf(chance, reasons) }))
  if (fate > 0.7) return
  const later = await askAt(2)
  const day = new Date(later.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
  const lines = [{ what: subject, quantity: 1, unitCents: value, vatPermille: 255 }]
  const offer = await makeOffer(later, lead, capacity === 'consumer', {
    ...{ subject, lines, validUntil: day, lang: 'fi' },
    terms: 'Maksuaika 14 päivää. Kurssi alkaa, kun maksu on saapunut.',
  })
  const { change } = await readOffer(later, offer)
  await takeOfferStep(later, offer, { did: 'sent', how: 'paper', expected: change })
  const answered = await askAt(3)
  if (fate < 0.6)
    await answerOffer(answered, offer, {
      did: 'accepted',
      how: 'paper',
      name: null,
      why: 'Palautti allekirjoitetun tarjouksen',
    })
}
