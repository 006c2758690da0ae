/** Customers who do not exist: the same ones from the same seed, with addresses that nobody has. */

/** A number from 0 up to, not including, 1; the next one each time (mulberry32). */
export type Chance = () => number

export function chanceFrom(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of a list that is not empty. */
export function oneOf<Value>(chance: Chance, values: readonly Value[]): Value {
  const value = values[Math.floor(chance() * values.length)]
  if (value === undefined) throw new RangeError('nothing to choose from')
  return value
}

export interface Invented {
  readonly given: string
  readonly family: string
  readonly email: string
  readonly language: 'fi' | 'sv'
  readonly phone: string | undefined
  readonly post: { readonly street: string; readonly postcode: string; readonly city: string; readonly country: string }
}

const givenNames = {
  fi: [
    ...[
      'Aino',
      'Eino',
      'Helmi',
      'Toivo',
      'Lempi',
      'Onni',
      'Venla',
      'Urho',
      'Sointu',
      'Otso',
      'Kerttu',
      'Ilmari',
      'Tuulikki',
    ],
    ...[
      'Oiva',
      'Saima',
      'Veikko',
      'Vieno',
      'Jalmari',
      'Orvokki',
      'Sulo',
      'Tyyne',
      'Arvo',
      'Hilja',
      'Taisto',
      'Raija',
      'Tapio',
    ],
  ],
  sv: [
    'Astrid',
    'Gösta',
    'Märta',
    'Sixten',
    'Solveig',
    'Torsten',
    'Ulrika',
    'Åke',
    'Birgitta',
    'Edvin',
    'Hjördis',
    'Ragnar',
  ],
} as const
/** Of these halves whole family names are put together that sound right and that few have, if anybody. */
const families = {
  fi: [
    [
      'Kuusi',
      'Lumi',
      'Harju',
      'Vaahtera',
      'Sinervä',
      'Kaste',
      'Poutu',
      'Sarastus',
      'Hiiden',
      'Kanerva',
      'Tähkä',
      'Kointu',
    ],
    ['virta', 'korpi', 'niitty', 'perä', 'lähde', 'vaara', 'tupa', 'ranko', 'kallas'],
  ],
  sv: [
    ['Björk', 'Gran', 'Lärk', 'Hägg', 'Ljung', 'Silver', 'Vinter', 'Sommar', 'Alm'],
    ['skär', 'hamn', 'fjärd', 'ålund', 'vik', 'klint', 'äng'],
  ],
} as const
const streets = {
  fi: ['Esimerkkikatu', 'Mallipolku', 'Harjoituskuja', 'Kuvitelmantie', 'Keksitynkatu'],
  sv: ['Exempelgatan', 'Övningsstigen', 'Modellvägen', 'Påhittsgränden'],
} as const
const cities = {
  fi: [
    ['00100', 'Helsinki'],
    ['33100', 'Tampere'],
    ['20100', 'Turku'],
    ['90100', 'Oulu'],
    ['40100', 'Jyväskylä'],
    ['70100', 'Kuopio'],
    ['02100', 'Espoo'],
    ['15110', 'Lahti'],
  ],
  sv: [
    ['10600', 'Ekenäs'],
    ['65100', 'Vasa'],
    ['06100', 'Borgå'],
    ['68600', 'Jakobstad'],
  ],
} as const

/** The n-th customer, n from 0; no two have one address. */
export function invented(chance: Chance, n: number): Invented {
  const language = chance() < 0.12 ? 'sv' : 'fi'
  const given = oneOf<string>(chance, givenNames[language])
  const [beginnings, ends] = families[language]
  const family = `${oneOf<string>(chance, beginnings)}${oneOf<string>(chance, ends)}`
  const [postcode, city] = oneOf<readonly [string, string]>(chance, cities[language])
  return {
    given,
    family,
    language,
    email: `${plain(given)}.${plain(family)}${n}@example.org`,
    phone: chance() < 0.45 ? phoneOf(n) : undefined,
    post: {
      street: `${oneOf<string>(chance, streets[language])} ${1 + Math.floor(chance() * 60)}`,
      postcode,
      city,
      country: 'FI',
    },
  }
}

const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Finland has no numbers that are kept for fiction; Sweden has (PTS, 070-174 06 05…99), and Great Britain (Ofcom, 07700 900000…999). */
const phoneOf = (n: number): string =>
  n < 95 ? `+46 70 174 06 ${String(5 + n).padStart(2, '0')}` : `+44 7700 900${String(n % 1000).padStart(3, '0')}`

export const companies = [
  'Kuviteltu Kahvila Oy',
  'Esimerkkipaja Oy',
  'Harjoituspuutarha Oy',
  'Mallitilitoimisto Oy',
  'Keksitty Kustannus Oy',
  'Påhittat Bageri Ab',
  'Sarastusstudio Oy',
  'Kointuremontti Oy',
  'Exempelvarvet Ab',
  'Poutuverkko Oy',
] as const

/** Course and price in cents. */
export const courses = [
  ['Blogikurssi', 12_900],
  ['Valokuvauksen perusteet', 18_900],
  ['Verkkokaupan aloitus', 24_900],
  ['Kirjanpito yrittäjälle', 19_900],
  ['Luovan kirjoittamisen kurssi', 14_900],
  ['Uutiskirje, joka luetaan', 9_900],
  ['Saavutettava verkkosivu', 29_900],
] as const

/** What customers have said: its kind, their words and ours. */
export const feedback = [
  [
    'feedback',
    'Kurssi oli selkeä, mutta videot saisivat olla lyhyempiä.',
    'Kiitos. Lyhennämme videoita seuraavalle kurssille.',
  ],
  ['feedback', 'Tehtävistä sai heti palautetta. Kiitos opettajalle!', 'Kiitos, välitämme sanat opettajalle.'],
  [
    'complaint',
    'Laskulla oli kaksi kurssia, vaikka tilasin yhden.',
    'Pahoittelemme. Hyvitimme toisen kurssin ja lähetimme uuden laskun.',
  ],
  [
    'complaint',
    'Kolmannen jakson video ei aukea puhelimella.',
    'Vaihdoimme videon, ja nyt se aukeaa myös puhelimella.',
  ],
  ['question', 'Kuinka kauan kurssin aineistot ovat käytössäni?', 'Aineistot ovat käytössäsi vuoden tilauksesta.'],
  [
    'question',
    'Voiko kurssin suorittaa töiden ohella iltaisin?',
    'Voi. Jaksot aukeavat heti, ja etenet omaan tahtiisi.',
  ],
  ['feedback', 'Tekstitys auttoi paljon, koska kuulen huonosti.', 'Kiitos. Tekstitämme myös tulevat kurssit.'],
  [
    'complaint',
    'Todistuksessa nimeni on väärin.',
    'Korjasimme nimen ja lähetimme todistuksen uudelleen. Pahoittelemme virhettä.',
  ],
] as const

/** What customers would like to hear of. */
export const interests = ['puutarha', 'valokuvaus', 'kirjoittaminen', 'yrittäjyys', 'käsityöt', 'verkkosivut'] as const
