/** The invented company can show what it does: contracts with its processors, its interests weighed but for one that waits, its record looked through. */

import { type Answers, outcomes } from '../accountability/balancing-questions.ts'
import { saveTest } from '../accountability/balancing-test.ts'
import { addContract } from '../accountability/contract.ts'
import { clauses } from '../accountability/contract-terms.ts'
import { inForce } from '../accountability/interests.ts'
import { lookThrough } from '../accountability/record.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { addDuration } from '../base/time-limit.ts'
import type { Recipient } from '../notice/notice.ts'
import type { DemoProgram } from './year.ts'

/** What each interest of the example's notice says for itself; the rest is the same for all of them. */
const weighed: Readonly<Record<string, Answers>> = {
  'know-customers': {
    interest: 'Yrityksen etu ymmärtää, mitä asiakkaat tarvitsevat ja miten asiakassuhteet kehittyvät.',
    need: 'Ilman tietoa tilauksista ei näe, mitkä kurssit vastaavat tarpeisiin.',
    alternatives: 'Harkittiin pelkkiä kyselyjä. Niihin vastaa niin harva, ettei tulos kerro kaikista asiakkaista.',
  },
  'keep-in-touch': {
    interest: 'Yrityksen etu pitää yhteyttä asiakkaisiinsa ja kertoa omista kursseistaan.',
    need: 'Yhteydenpito vaatii nimen, yhteystiedot ja tiedon siitä, mitä asiakas on ostanut.',
    alternatives: 'Harkittiin pelkkää mainontaa verkkosivuilla. Se ei tavoita asiakkaita, joita kurssi koskee.',
  },
  'better-courses': {
    interest: 'Yrityksen etu kehittää kurssejaan sen mukaan, miten niitä käytetään.',
    need: 'Kurssin heikot kohdat näkyvät vasta käytöstä ja palautteesta.',
    alternatives: 'Harkittiin nimettömiä tilastoja. Niistä ei näe, mihin kurssi jää kesken.',
  },
  'safe-service': {
    interest: 'Yrityksen ja asiakkaiden etu pitää palvelu turvallisena.',
    need: 'Väärinkäytön selvittäminen vaatii tiedon siitä, kuka on käyttänyt palvelua ja milloin.',
    alternatives: 'Harkittiin lyhyempää lokia. Väärinkäytökset tulevat usein ilmi vasta kuukausien päästä.',
  },
}

const always: Answers = {
  benefit: 'Palvelu paranee ja pysyy kannattavana. Ilman käsittelyä päätökset tehtäisiin arvaten.',
  lawful: 'Etu on lain mukainen. Sähköistä markkinointia koskevaa lakia 917/2014 noudatetaan erikseen.',
  minimal: 'Vain selosteen nimeämiä tietoja käytetään, ja vain siihen tehtävään kuuluvat näkevät ne.',
  data: 'Tavallisia asiakastietoja. Arkaluonteisia tietoja ei ole.',
  persons: 'Aikuisia asiakkaita. Alle 13-vuotiaita ei rekisteröidä ilman huoltajaa.',
  expectations: 'Asiakas odottaa, että hänen ostoksensa tunnetaan yrityksessä, jolta hän on ostanut.',
  impact: 'Vaikutus on vähäinen: asiakas voi saada viestin, jota hän ei tarvitse.',
  safeguards: 'Vastustamisoikeudesta kerrotaan selosteessa, ja vastustus vaikuttaa heti. Katselut kirjataan.',
  conclusion: 'Vaikutus on vähäinen, käsittely odotettua ja vastustaminen helppoa, joten etu painaa enemmän.',
}

/** `by` has done it all, a few days before the demonstration begins. */
export async function giveAccount(program: DemoProgram, by: Id): Promise<void> {
  const { app } = program.database
  const { version, notice } = inForce(await program.published())
  const at = new Date(program.clock.now().getTime() - 3 * 86_400_000)
  const day = dateInHelsinki(at)
  const act = { by: `staff:${by}`, at }
  const processors = notice.recipients.filter(({ role }) => role === 'processor')
  for (const [index, one] of processors.entries())
    await addContract(app, contractWith(one, notice.controller.name, day, index, processors.length - 1), {
      ...act,
      why: 'Sopimus kirjattiin.',
    })
  for (const { id } of notice.interests) {
    const own = weighed[id]
    if (!own) continue
    const decision = {
      outcome: outcomes[1],
      approvedBy: 'Toimitusjohtaja',
      approved: day,
      validUntil: addDuration(day, 'P1Y'),
    }
    const test = { interest: id, version, answers: { ...always, ...own }, decision }
    await saveTest(app, test, { ...act, expected: 0, why: 'Etu punnittiin.' })
  }
  await lookThrough(app, version, '', act)
}

/** The last one lacks the audits, so that there is something to mend. */
function contractWith(
  { name, country, mechanism, contract, for: service }: Recipient,
  us: string,
  day: string,
  index: number,
  last: number,
) {
  return {
    processor: name,
    service: service.fi ?? '',
    parties: `${us} ja ${name}`,
    reference: `sopimukset/kasittely-${index + 1}.pdf`,
    signed: contract ?? day,
    until: null,
    ended: null,
    clauses: index === last ? clauses.filter(one => one !== 'h') : clauses,
    subProcessors: [],
    country,
    mechanism: mechanism === 'consent' ? null : (mechanism ?? null),
    mechanismReference: '',
    review: addDuration(day, 'P1Y'),
  }
}
