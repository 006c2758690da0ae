/** The demonstration's customer care writes to those whom something concerns: a group, a letter, a message that is being made, and what follows by itself. */

import { makeAutomation } from '../automations/automation.ts'
import type { Id } from '../base/ids.ts'
import { makeCampaign } from '../campaigns/campaign.ts'
import { keptLetters } from '../campaigns/letters.ts'
import { plan } from '../campaigns/plan.ts'
import { saveLetter } from '../letters/letter.ts'
import { saveSegment } from '../segments/segment.ts'
import { atWork, daysAgo } from './at-work.ts'
import { letter } from './writing.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'customer-care'

const maintenance = letter({
  fi: {
    ...{ hello: 'Hei', friend: 'hyvä asiakas', subject: 'Kurssipalvelun huoltokatko' },
    ...{
      heading: 'Kurssit ovat hetken poissa käytöstä',
      body: 'Päivitämme kurssipalvelun ensi sunnuntaina kello 6–8.',
    },
    button: 'Omat kurssit',
  },
  sv: {
    ...{ hello: 'Hej', friend: 'bästa kund', subject: 'Avbrott i kurstjänsten' },
    ...{ heading: 'Kurserna är en stund ur bruk', body: 'Vi uppdaterar kurstjänsten på söndag klockan 6–8.' },
    button: 'Egna kurser',
  },
  en: {
    ...{ hello: 'Hello', friend: 'dear customer', subject: 'The courses are being maintained' },
    ...{
      heading: 'The courses are away for a while',
      body: 'We update the course service on Sunday from six to eight.',
    },
    button: 'Your courses',
  },
})

/** `by`: of the staff. */
export async function serve(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const ask = await atWork(program, { purpose, actor: by, at: daysAgo(program, 6) })
  const recent = await saveSegment(ask, {
    name: 'Puolen vuoden aikana ostaneet',
    condition: { rows: 'orders', where: [{ column: 'ordered', is: 'within', value: 'P6M' }] },
  })
  const complained = await saveSegment(ask, {
    name: 'Palautetta antaneet',
    condition: { rows: 'feedback', where: [{ column: 'received', is: 'within', value: 'P3M' }] },
  })
  const { revision } = await saveLetter(ask, { name: 'Huoltokatko', content: maintenance })
  await makeCampaign(ask, keptLetters, {
    ...{ name: 'Huoltokatko sunnuntaina', kind: 'service', channel: 'email' },
    plan: plan.parse({ letters: [revision], segment: recent }),
  })
  await makeAutomation(ask, keptLetters, {
    ...{ name: 'Palautteen jälkeen', kind: 'service' },
    plan: {
      ...{ when: complained, present: false, only: false, until: null, again: { days: 90 } },
      steps: [{ after: { n: 14, unit: 'days' }, does: { task: 'Kysy, auttoiko vastaus' } }],
    },
  })
}
