/** A column that no format knows gets a suggestion from its header in Finnish, Swedish or English, or from what stands in it. */

import { readEmail } from '../register/email.ts'
import { readPhone } from '../register/phone.ts'
import { leftOut, type Meaning, type Standing, type StatusChannel, value, type Word } from './meaning.ts'

const headers: readonly (readonly [Word, RegExp])[] = [
  ['given-name', /^(first ?name|given ?name|etunimi|etunimet|kutsumanimi|förnamn|tilltalsnamn)$/],
  ['family-name', /^(last ?name|family ?name|surname|sukunimi|efternamn)$/],
  [
    'full-name',
    /^((full|display|customer|contact) ?name|name|nimi|koko nimi|asiakas|asiakkaan nimi|namn|kund|hela namnet)$/,
  ],
  ['email', /^((primary |work |home )?e-?mail( address)?( \d)?|sähköposti(osoite)?|s-?posti|e-?post(adress)?)$/],
  [
    'phone',
    /^((mobile |cell |work |home )?(phone|telephone)( number)?( \d)?|mobile|gsm|puh|puhelin(numero)?|matkapuhelin|puhnro|telefon(nummer)?|mobil(nummer)?)$/,
  ],
  ['street', /^(street( address)?|address( line)? ?1?|(katu|lähi|posti)?osoite|(gatu|post)?adress)$/],
  ['street-2', /^(address( line)? ?2|street line 2|osoite ?2|adress ?2)$/],
  ['postcode', /^(zip( ?code)?|post(al)? ?code|postinumero|postinro|postnummer|postnr)$/],
  ['city', /^(city|town|kaupunki|postitoimipaikka|paikkakunta|kotipaikka|ort|stad|postort)$/],
  ['country', /^(country( code)?|maa|maakoodi|land|landskod)$/],
  ['web', /^(web ?(site|page)|url|verkkosivu(sto)?|www|kotisivu|webbplats|hemsida)$/],
  [
    'organisation',
    /^(company( name)?|organi[sz]ation|employer|yritys|organisaatio|työnantaja|företag|organisation|bolag)$/,
  ],
  ['business-id', /^(business id|y-?tunnus|fo-?nummer|vat( id| number)?|alv-?tunnus)$/],
  ['job-title', /^(job ?title|title|position|titteli|asema|tehtävä|ammatti|titel|befattning)$/],
  ['language', /^(language|locale|kieli|asiointikieli|språk)$/],
  ['gender', /^(gender|sex|sukupuoli|kön)$/],
  ['birthday', /^(birth ?(day|date)|date of birth|syntymä(aika|päivä)|födelse(datum|dag))$/],
  ['labels', /^(labels?|tags?|groups?|tunnisteet|ryhmät?|luokat|etiketter|grupper|interests?|kiinnostukset)$/],
  ['note', /^(notes?|comments?|muistiinpanot?|huomautu(s|kset)|lisätiedot?|anteckningar?|kommentar(er)?)$/],
]

const statusHeader =
  /^(e-?mail )?(subscri(ber|ption) )?status$|^(accepts|has|opt-?in)?[ _]?(newsletter|marketing)$|uutiskirje|markkinointilupa|suoramarkkinointilupa|nyhetsbrev|marknadsföringstillstånd/
const prohibitionHeader =
  /(markkinointi)?kielto$|^(unsubscribed|opted[ _]out|do not (e-?mail|contact)|blacklisted)$|marknadsföringsförbud/

const says: Readonly<Record<Standing, readonly string[]>> = {
  permit: ['subscribed', 'opted in', 'confirmed', 'yes', 'true', '1', 'x', 'kyllä', 'on', 'lupa', 'tilaaja', 'ja'],
  objection: [
    'unsubscribed',
    'opted out',
    'blocklisted',
    'blacklisted',
    'kielto',
    'kieltänyt',
    'perunut',
    'avregistrerad',
  ],
  bounced: ['cleaned', 'bounced', 'hard bounce', 'hardbounced'],
  none: [
    'no',
    'false',
    '0',
    'ei',
    'nej',
    'never subscribed',
    'nonsubscribed',
    'not subscribed',
    'pending',
    'unconfirmed',
  ],
}
const flat = (standings: readonly Standing[]) =>
  Object.fromEntries(standings.flatMap(standing => says[standing].map(word => [word, standing] as const)))

/** A status column of an unknown tool. "No" is no permit, but no prohibition either. */
export const statusMeaning = (channel: StatusChannel): Meaning => ({
  is: 'status',
  channel,
  says: flat(['permit', 'objection', 'bounced', 'none']),
})

/** A column whose "yes" is a prohibition. */
export const prohibitionMeaning = (channel: StatusChannel): Meaning => ({
  is: 'status',
  channel,
  says: {
    ...flat(['objection', 'bounced', 'none']),
    ...Object.fromEntries(says.permit.map(word => [word, 'objection' as const])),
  },
})

/** What a column seems to mean, from its header, else from at least three quarters of the values seen. */
export function suggest(header: string, samples: readonly string[]): Meaning {
  const name = header
    .toLowerCase()
    .replace(/\s*\([^)]*\)\s*$/, '') // Kajabi: Phone Number (phone_number)
    .replace(/[_.:*]+/g, ' ')
    .trim()
  const known = headers.find(([, pattern]) => pattern.test(name))
  if (known !== undefined) return value(known[0])
  if (prohibitionHeader.test(name)) return prohibitionMeaning('email')
  if (statusHeader.test(name)) return statusMeaning('email')
  const written = samples.filter(sample => sample.trim() !== '')
  const most = (reads: (text: string) => unknown) =>
    written.length > 0 && written.filter(sample => succeeds(() => reads(sample))).length >= written.length * 0.75
  if (most(readEmail)) return value('email')
  if (written.every(sample => /^[+0(]/.test(sample.trim())) && most(readPhone)) return value('phone')
  return leftOut(name === '' && written.length === 0 ? 'empty' : 'unknown')
}

function succeeds(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
