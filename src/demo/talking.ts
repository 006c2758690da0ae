/** Customers of the demonstration have written in the last days: some wait for an answer, some have one, and ready answers are at hand. */

import { newId } from '../base/ids.ts'
import { saveTemplate } from '../inbox/templates.ts'
import { addRow } from '../register/persons.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'customer-care'
const hour = 3_600_000

/** How many hours ago it came, by which channel, and what was answered. */
const said = [
  [1, 'sms', 'Hei! Onko valokuvauskurssille vielä tilaa?'],
  [3, 'sms', 'En löydä kurssin kirjautumislinkkiä. Voisitteko lähettää sen uudelleen?'],
  [6, 'social-message', 'Hei, milloin seuraava puutarhakurssi alkaa?'],
  [20, 'sms', 'Maksoin laskun eilen. Näkyykö se teillä?', 'Näkyy, kiitos. Pääset nyt kurssille.'],
  [26, 'sms', 'Voinko vaihtaa kurssin toiseen?', 'Voit. Kerro, mille kurssille haluat, niin siirrämme sinut.'],
  [45, 'social-message', 'Kiitos hienosta kurssista.'],
  [50, 'sms', 'Saanko kurssista todistuksen?', 'Saat. Se tulee sähköpostiisi, kun olet tehnyt viimeisen tehtävän.'],
] as const

const templates = [
  [
    'Kiitos',
    'Hei {given-name|hyvä asiakas},\n\nkiitos viestistäsi. Selvitämme asian ja vastaamme viimeistään huomenna.\n\n{staff}',
    'Hej {given-name|bästa kund},\n\ntack för ditt meddelande. Vi utreder ärendet och svarar senast i morgon.\n\n{staff}',
  ],
  [
    'Kirjautuminen',
    'Hei {given-name|hyvä asiakas},\n\nkirjaudu kurssille sillä sähköpostiosoitteella, jolla ostit sen.\n\n{staff}',
    'Hej {given-name|bästa kund},\n\nlogga in på kursen med den e-postadress som du köpte den med.\n\n{staff}',
  ],
] as const

/** `guide`: of the staff, who has answered. */
export async function writeToUs(program: DemoProgram, guide: string): Promise<void> {
  const published = await program.published()
  const reader = program.database.purpose(purpose)
  const asking = (actor: string, at: Date) => {
    const requestId = newId()
    const token = program.sign({ actor, purpose, request: requestId })
    const asker = { kind: 'staff' as const, actor }
    return {
      purpose,
      published,
      program,
      requestId,
      reader,
      token,
      asker,
      lang: 'fi' as const,
      clock: { now: () => at },
    }
  }
  const now = program.clock.now()
  for (const [name, fi, sv] of templates) await saveTemplate(asking(guide, now), { name, words: { fi, sv } })
  const { rows } = await reader.query<{ person: string }>(
    'select distinct person_id as person from register.contact_points where phone is not null order by 1 desc limit $1',
    [said.length],
  )
  for (const [n, [hours, kind, content, answer]] of said.entries()) {
    const person = rows[n]?.person
    if (person === undefined) return
    const came = new Date(now.getTime() - hours * hour)
    const answered = new Date(came.getTime() + hour / 2)
    const source = kind === 'sms' ? 'sms' : 'social-media'
    const event = (direction: 'in' | 'out', at: Date, words: string) => ({
      source,
      values: { kind, direction, occurred: at.toISOString(), content: words },
    })
    await addRow(asking('system', came), person, 'service-events', event('in', came, content))
    if (answer) await addRow(asking(guide, answered), person, 'service-events', event('out', answered, answer))
  }
}
