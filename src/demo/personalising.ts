/** Visitors of the demonstration's site who consented to it see what their interest is; everybody else sees the page's own content. */

import type { Id } from '../base/ids.ts'
import { showTo } from '../personalisation/choose.ts'
import { findSlot, saveSlot } from '../personalisation/slot.ts'
import { recordStatement } from '../register/persons.ts'
import { saveSegment } from '../segments/segment.ts'
import { atWork, daysAgo } from './at-work.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'personalisation'
const wording = 'Sivujen sisältöä saa valita sen mukaan, mistä olen kertonut olevani kiinnostunut.'

const groups = [
  [
    'Kirjoittaminen kiinnostaa',
    'kirjoittaminen',
    { heading: 'Uutta kirjoittajille', text: 'Novelli neljässä viikossa alkaa ensi kuussa.' },
  ],
  [
    'Valokuvaus kiinnostaa',
    'valokuvaus',
    { heading: 'Kuvaa paremmin', text: 'Valokuvauksen perusteet alkaa ensi kuussa.' },
  ],
] as const

/** `by`: of the staff. */
export async function personalise(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const before = await atWork(program, { purpose, actor: by, at: daysAgo(program, 40) })
  const desk = await atWork(program, { purpose: 'customer-care', actor: by, at: daysAgo(program, 40) })
  const { rows } = await program.database
    .purpose('marketing')
    .query<{ person: Id }>(
      `select distinct t.person_id as person from register.interests t where t.interest = any ($1) order by 1 limit 36`,
      [groups.map(([, interest]) => interest)],
    )
  for (const { person } of rows)
    await recordStatement(desk, person, {
      ...{ kind: 'consent', purpose, wording, source: 'forms', givenAt: daysAgo(program, 40).toISOString() },
      ...{ method: 'form', place: '/my', lang: 'fi' },
    })
  const blocks = []
  for (const [name, interest, words] of groups) {
    const segment = await saveSegment(before, { name, condition: { field: 'interest', is: 'equals', value: interest } })
    const link = { words: 'Katso kurssi', address: 'https://www.kurssit.example/kurssit' }
    blocks.push({ name, segment, words: { fi: { ...words, link } } })
  }
  const id = await saveSlot(before, { name: 'Etusivun nosto', content: { blocks } })
  const slot = await findSlot(before, id)
  const visiting = await atWork(program, { purpose, actor: by, at: daysAgo(program, 3) })
  for (const { person } of rows.slice(0, 4)) await showTo(visiting, slot, person, 'fi')
}
