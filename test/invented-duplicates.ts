/** Invented Finnish persons, some of them twice, with the faults of a customer register: the truth is known, and no two seeds are alike. */

import type { Address, Compared } from '../src/duplicates/compared.ts'
import { drawing } from '../src/duplicates/model.ts'

export interface Noise {
  /** The share of persons who are there twice or three times. */
  readonly twice: number
  /** The chance that a value of the second entry differs. */
  readonly fault: number
  /** Without these fields altogether. */
  readonly without?: readonly ('emails' | 'phones' | 'addresses')[]
}

export interface Invented {
  readonly people: readonly Compared[]
  /** Who each is, by place. */
  readonly truth: Uint32Array
}

/** Word parts from which family names are made: common ones come often, most of them seldom. */
const heads =
  'Virta Korho Mäki Niemi Heiko Koski Järvi Lehto Saari Salo Turu Heino Rinta Kallio Aho Laakso Harju Hako Vuori Peso Ranta Sauno Karja Kuusi Palo Sirén Holm Lind Berg Ny Öst Väst Hämä Tuomi Kettu Susi Karhu Pelto Suoma Lampi'.split(
    ' ',
  )
const tails = 'nen la lä niemi mäki maa ranta salo inen linen kangas lainen läinen ström qvist roos man'.split(' ')
const syllables =
  'ka ki ko la li lo ma mi mo na ni no pa pe po ra ri ro sa si so ta ti to va vi vo ha he hu jo ju ja'.split(' ')
const givenNames =
  'Anna Maria Aino Helena Johanna Kaarina Kristiina Marjatta Eeva Liisa Katariina Tiina Sofia Emilia Laura Elina Sari Päivi Leena Pirjo Riitta Tuula Merja Minna Satu Hanna Anne Juhani Johannes Matti Mikael Antero Tapani Kalevi Pekka Timo Jari Kari Markku Antti Juha Mika Jukka Heikki Petri Janne Marko Ville Jussi Lauri Eero Ilkka Sakari Tuomas Väinö Åke Björn Östen Märta Bertta Kaarlo Onni Eino Leevi Elias Oliver Isla Venla Lumi Hilla Seela Aada Viivi Iida Ella Emma Aleksi Santeri Rasmus Joona Niko Anna-Liisa Juha-Pekka Maija-Leena Veli-Matti'.split(
    ' ',
  )
const nick: Readonly<Record<string, readonly string[]>> = {
  Katariina: ['Kati', 'Kaisa', 'Katri'],
  Kristiina: ['Kirsi', 'Tiina', 'Christina'],
  Aleksi: ['Aleksanteri', 'Alexander'],
  Juhani: ['Juha', 'Jussi'],
  Johannes: ['Juha', 'Hannu'],
  Mikael: ['Mika', 'Mikko'],
  Anna: ['Anni', 'Annika'],
  Elina: ['Ella'],
  'Juha-Pekka': ['J-P', 'Juha'],
  'Anna-Liisa': ['Anna', 'Anna Liisa'],
  Kaarina: ['Karin', 'Kaija'],
  Antero: ['Antti'],
  Timo: ['Teemu'],
  Sofia: ['Sohvi'],
  Eeva: ['Eva'],
}
const streetHeads =
  'Tehtaan Koulu Ranta Mäki Kirkko Asema Puisto Satama Metsä Niitty Koivu Kuusi Männikö Lehto Pelto Myllyn Torpan Linnan Hämeen Turun Uuden Vanhan Itä Länsi Pohjois Etelä Kala Lampi Suo Harjun'.split(
    ' ',
  )
const streetTails = 'katu tie kuja polku rinne väylä'.split(' ')
const cities =
  'Helsinki Espoo Tampere Vantaa Oulu Turku Jyväskylä Kuopio Lahti Pori Kouvola Joensuu Lappeenranta Hämeenlinna Vaasa Seinäjoki Rovaniemi Mikkeli Kotka Salo'.split(
    ' ',
  )
const domains = [
  'gmail.com',
  'hotmail.com',
  'outlook.com',
  'luukku.example',
  'kolumbus.example',
  'elisa.example',
  'yritys.example',
]

export function inventPeople(count: number, { twice, fault, without = [] }: Noise, seed: number): Invented {
  const draw = drawing(seed)
  const taken = new Set<string>()
  const chance = (share: number): boolean => draw() < share
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T
  /** The first ones of a list come more often, as names do. */
  const often = <T>(from: readonly T[]): T => from[Math.floor(draw() ** 2 * from.length)] as T
  const plain = (word: string): string =>
    word
      .toLowerCase()
      .replace(/[äå]/g, 'a')
      .replace(/ö/g, 'o')
      .replace(/[^a-z]/g, '')
  const family = (): string => {
    const name = `${often(heads)}${chance(0.6) ? pick(syllables) : ''}${chance(0.3) ? pick(syllables) : ''}${often(tails)}`
    return chance(0.04) ? `${name}-${often(heads)}nen` : name
  }
  const address = (): Address => {
    const city = often(cities)
    const postcode = String(10_000 + cities.indexOf(city) * 4000 + Math.floor(draw() ** 2 * 60) * 10).padStart(5, '0')
    const flat = chance(0.5) ? ` ${pick(['A', 'B', 'C'])} ${1 + Math.floor(draw() * 60)}` : ''
    return {
      street: `${pick(streetHeads)}${pick(streetHeads).toLowerCase()}${pick(streetTails)} ${1 + Math.floor(draw() * 90)}${flat}`,
      postcode,
      city,
    }
  }
  const email = (given: string, name: string): string => {
    const local = pick([
      `${plain(given)}.${plain(name)}`,
      `${plain(name)}${1 + Math.floor(draw() * 99)}`,
      `${plain(given).slice(0, 3)}${plain(name).slice(0, 5)}${Math.floor(draw() * 999)}`,
    ])
    const address = `${local}@${often(domains)}`
    if (taken.has(address)) return email(given, name) // nobody else has it
    taken.add(address)
    return address
  }
  const phone = (): string => `+3584${Math.floor(draw() * 6)}${String(Math.floor(draw() * 1e7)).padStart(7, '0')}`
  const slip = (word: string): string => {
    const at = Math.floor(draw() * word.length)
    const letter = pick([...'aeiouknstlrm'])
    return pick([
      word.slice(0, at) + word.slice(at + 1),
      word.slice(0, at) + letter + word.slice(at),
      word.slice(0, at) + letter + word.slice(at + 1),
      word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
    ])
  }
  const faulty = (value: string, other: () => string): string =>
    !chance(fault) ? value : pick([() => slip(value), () => slip(value), other, () => ''])()

  const again = (person: Compared): Compared => {
    const { given = '', family: name = '' } = person
    let [first, last] = [
      faulty(given, () => pick(nick[given] ?? [`${given.slice(0, 1)}.`, `${given} ${pick(givenNames)}`])),
      faulty(name, () => pick([family(), `${name}-${often(heads)}nen`, name.replace(/ä/g, 'a').replace(/ö/g, 'o')])),
    ]
    if (chance(fault / 6)) [first, last] = [last, first]
    const moved = chance(fault / 1.5)
    const [home = {}] = person.addresses ?? []
    const there = moved
      ? address()
      : {
          street: faulty(home.street ?? '', () =>
            (home.street ?? '').replace(/ (?=[A-C] \d)/, '').replace('katu', 'k.'),
          ),
          postcode: faulty(home.postcode ?? '', () => ''),
          city: faulty(home.city ?? '', () => (home.city ?? '').toUpperCase()),
        }
    const mails = (person.emails ?? []).map(one =>
      faulty(one, () => pick([email(given, name), one.replace(/@.*/, `@${pick(domains)}`)])),
    )
    return {
      id: '',
      given: first,
      family: last,
      emails: mails.filter(one => one !== ''),
      phones: (person.phones ?? []).map(one => faulty(one, phone)).filter(one => one !== ''),
      addresses: [there],
    }
  }

  const people: Compared[] = []
  const truth: number[] = []
  const enter = (person: Compared, who: number): void => {
    const { emails, phones, addresses, ...name } = person
    people.push({
      ...name,
      id: String(people.length),
      ...(emails && !without.includes('emails') && { emails }),
      ...(phones && !without.includes('phones') && { phones }),
      ...(addresses && !without.includes('addresses') && { addresses }),
    })
    truth.push(who)
  }
  let who = 0
  while (people.length < count) {
    const home = address()
    const name = family()
    const landline = chance(0.1) ? [phone()] : []
    // Some of a home are customers each: they are not one person.
    const household = chance(0.15) ? 2 + Math.floor(draw() * 2) : 1
    const called = new Set<string>()
    for (let at = 0; at < household; at++) {
      const given = often(givenNames)
      if (called.has(given)) continue
      called.add(given)
      const own = chance(0.1) ? family() : name
      const person: Compared = {
        id: '',
        given,
        family: own,
        emails: chance(0.8) ? [email(given, own)] : [],
        phones: landline.length > 0 ? landline : chance(0.6) ? [phone()] : [],
        addresses: chance(0.75) ? [home] : [],
      }
      enter(person, who)
      if (chance(twice)) enter(again(person), who)
      if (chance(twice / 5)) enter(again(person), who)
      who++
    }
  }
  return { people, truth: Uint32Array.from(truth) }
}
