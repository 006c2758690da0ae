/** E-mail addresses, telephone numbers and postal addresses as people write and change them: what is the same in two that differ. */

import { farApart, fold, isOneSlip, jaroWinkler, withoutDots } from './similarity.ts'

/** From where on words count as alike. */
const close = { mail: 0.96, very: 0.92, somewhat: 0.82 } as const

// ── E-mail ──

export interface Mail {
  readonly address: string
  readonly local: string
  readonly domain: string
  /** Where mail for it goes: dots and tags that the provider does not read are left out. */
  readonly box: string
}

const dotless = new Set(['gmail.com', 'googlemail.com'])

export function readMail(text: string): Mail {
  const address = text.normalize('NFC').trim().toLowerCase()
  const at = address.lastIndexOf('@')
  const [local, domain] = at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)]
  const untagged = local.replace(/\+.*$/, '')
  const box = dotless.has(domain) ? `${untagged.replaceAll('.', '')}@gmail.com` : `${untagged}@${domain}`
  return { address, local: untagged, domain, box }
}

export const mailLevels = ['same', 'same-box', 'slip', 'same-local', 'name-local', 'different'] as const

/** The place of the level in `mailLevels`. A local part without digits is often no more than the name: others may have it elsewhere. */
export function compareMails(a: Mail, b: Mail): number {
  if (a.address === b.address) return 0
  if (a.box === b.box) return 1
  if (a.local === b.local && a.local !== '') {
    if (isOneSlip(a.domain, b.domain)) return 2
    return /[0-9]/.test(a.local) && a.local.length > 4 ? 3 : 4
  }
  // virtanen46 and virtanen47 are two; virtanen46 and virtamen46 are hardly.
  if (a.domain === b.domain && a.local.length > 4 && isOneSlip(a.local, b.local)) {
    return digits(a) === digits(b) ? 2 : 5
  }
  return a.domain !== b.domain &&
    a.box.slice(0, 3) === b.box.slice(0, 3) &&
    digits(a) === digits(b) &&
    jaroWinkler(a.box, b.box) > close.mail
    ? 2
    : 5
}

const digits = ({ local }: Mail): string => local.replace(/\D/g, '')

/** True, at once, of most addresses that are different. */
export function mailsApart(mails: readonly Mail[]): (a: number, b: number) => boolean {
  const domains = places(mails, ({ domain }) => domain)
  const locals = places(mails, ({ local }) => local)
  const starts = places(mails, ({ box }) => box.slice(0, 3))
  const far = farApart(
    mails.map(({ box }) => box),
    close.mail,
  )
  return (a, b) => locals[a] !== locals[b] && (domains[a] === domains[b] || starts[a] === starts[b] ? far(a, b) : true)
}

/** The same number for the same text. */
function places<Of>(all: readonly Of[], text: (one: Of) => string): Uint32Array {
  const known = new Map<string, number>()
  return Uint32Array.from(all, one => {
    const told = text(one)
    const place = known.get(told) ?? known.size
    known.set(told, place)
    return place
  })
}

// ── Telephone ──

export const phoneLevels = ['same', 'slip', 'different'] as const

/** Digits in their order, without the country of Finland or a trunk zero. */
export const readNumber = (text: string): string =>
  text
    .replace(/\D/g, '')
    .replace(/^(?:00)?358/, '')
    .replace(/^0+/, '')

export const compareNumbers = (a: string, b: string): number =>
  a === b ? 0 : a.length > 5 && b.length > 5 && isOneSlip(a, b) ? 1 : 2

// ── Street ──

export interface Street {
  readonly name: string
  readonly number: string
  /** Stair and flat: B 26. */
  readonly flat: string
  /** Of the name, as people write who have no å ä ö at hand and abbreviate. */
  readonly plain: string
}

const endings: readonly (readonly [RegExp, string])[] = [
  [/(?<=\p{L}{2})k$/u, 'katu'],
  [/(?<=\p{L}{2})t$/u, 'tie'],
  [/(?<=\p{L}{3})g$/u, 'gatan'],
  [/(?<=\p{L}{3})v$/u, 'vägen'],
  [/(?<=\p{L}) st(r|reet)?$/u, ' street'],
  [/ (rd|road)$/, ' road'],
  [/ (ave|av|avenue)$/, ' avenue'],
  [/ (crt|ct|court)$/, ' court'],
  [/ (pl|place)$/, ' place'],
  [/ (cres|crescent|cct|circuit)$/, ' crescent'],
  [/ (dr|drive)$/, ' drive'],
  [/ (cl|close)$/, ' close'],
]

/** `Tehtaankatu 16 B 26`, `16b26`, `Tehtaank. 16 as. 26`, `12 Smith Street`, with the number in a field of its own or not. */
export function readStreet(text: string, number = ''): Street {
  const abbreviated = /\p{L}\.(?=\s|\d|$)/u.test(text)
  const line = fold(text.replace(/\bc\/o\b.*$/iu, ''))
  const leading = /^(\d+\p{L}?)\s+(\D.*)$/u.exec(line)
  const trailing = /^(.*?\p{L})\s*(\d+(?:\s*-\s*\d+)?)\s*(.*)$/u.exec(line)
  const [name, given, rest] = leading
    ? [leading[2] ?? '', leading[1] ?? '', '']
    : trailing
      ? [trailing[1] ?? '', trailing[2] ?? '', trailing[3] ?? '']
      : [line, '', '']
  const whole = endings.reduce(
    (told, [pattern, ending], at) => (at > 3 || abbreviated ? told.replace(pattern, ending) : told),
    name,
  )
  return {
    name: whole,
    number: (number === '' ? given : fold(number)).replace(/\s/g, ''),
    flat: rest.replace(/\b(as|asunto|bst|lgh|flat|apt|unit)\b/gu, '').replace(/[^\p{L}\p{N}]/gu, ''),
    plain: withoutDots(whole),
  }
}

export const streetLevels = ['same', 'other-flat', 'close-same-number', 'same-name', 'close', 'different'] as const

/** The place of the level in `streetLevels`. Without a number on either side the name alone is compared. */
export function compareStreets(a: Street, b: Street): number {
  const numbered = a.number !== '' && b.number !== ''
  const sameNumber = !numbered || a.number === b.number
  if (a.name === b.name) return !sameNumber ? 3 : a.flat !== '' && b.flat !== '' && a.flat !== b.flat ? 1 : 0
  const likeness = jaroWinkler(a.plain, b.plain)
  const isClose = likeness >= close.very || isOneSlip(a.plain, b.plain)
  if (isClose && sameNumber) return 2
  const nearNumber = a.number.length > 1 && b.number.length > 1 && isOneSlip(a.number, b.number)
  return isClose || (likeness >= close.somewhat && (nearNumber || (numbered && sameNumber))) ? 4 : 5
}

/** True, at once, of most streets that are different. */
export const streetsApart = (streets: readonly Street[]): ((a: number, b: number) => boolean) =>
  farApart(
    streets.map(({ plain }) => plain),
    close.somewhat,
  )

// ── Place ──

export interface Place {
  readonly postcode: string
  readonly city: string
  /** Of the city, as people write who have no å ä ö at hand. */
  readonly plain: string
}

/** Towns whose two names are both in use: the Finnish one stands for both. */
const towns = new Map(
  `helsinki helsingfors,turku åbo,espoo esbo,vantaa vanda,tampere tammerfors,vaasa vasa,oulu uleåborg,porvoo borgå,pori björneborg,
hämeenlinna tavastehus,lahti lahtis,kokkola karleby,rauma raumo,kauniainen grankulla,sipoo sibbo,kirkkonummi kyrkslätt,
maarianhamina mariehamn,raasepori raseborg,lohja lojo,hanko hangö,loviisa lovisa,pietarsaari jakobstad,savonlinna nyslott,
lappeenranta villmanstrand,hamina fredrikshamn,tammisaari ekenäs,naantali nådendal,parainen pargas,kemiö kimito,mustasaari korsholm,
kristiinankaupunki kristinestad,uusikaarlepyy nykarleby,närpiö närpes,inkoo ingå,siuntio sjundeå,kotka kotka`
    .split(/,\s*/)
    .map(pair => {
      const [finnish = '', swedish = ''] = pair.split(' ')
      return [swedish, finnish] as const
    }),
)

export function readPlace(postcode: string, city: string): Place {
  const town = fold(city)
  const known = towns.get(town) ?? town
  return {
    postcode: fold(postcode)
      .replace(/^(fi|fin|ax)[- ]?(?=\d)/, '')
      .replace(/\s/g, ''),
    city: known,
    plain: withoutDots(known),
  }
}

export const placeLevels = ['same', 'same-postcode', 'slip', 'same-city', 'near', 'different'] as const

/** The place of the level in `placeLevels`. */
export function comparePlaces(a: Place, b: Place): number {
  const codes = a.postcode !== '' && b.postcode !== ''
  const cities = a.city !== '' && b.city !== ''
  const sameCity = cities && isSameCity(a, b)
  if (codes && a.postcode === b.postcode) return cities && !sameCity ? 1 : 0
  if (codes && (!cities || sameCity) && isOneSlip(a.postcode, b.postcode)) return 2
  if (sameCity) return 3
  return codes && (a.postcode.slice(0, 2) === b.postcode.slice(0, 2) || isOneSlip(a.postcode, b.postcode)) ? 4 : 5
}

const isSameCity = (a: Place, b: Place): boolean =>
  a.city === b.city ||
  a.plain === b.plain ||
  (a.city.length > 4 &&
    (isOneSlip(a.city, b.city) ||
      (a.city.charCodeAt(0) === b.city.charCodeAt(0) && jaroWinkler(a.city, b.city) > 0.93)))

// ── Anything else ──

export interface Other {
  readonly text: string
  /** Digits only: dates and numbers, in which one that differs tells more than in a word. */
  readonly figure: boolean
}

export const readOther = (text: string): Other => {
  const folded = fold(text)
  return { text: folded, figure: /^[\d -]+$/.test(folded) }
}

/** True, at once, of most texts that are different. */
export function othersApart(others: readonly Other[]): (a: number, b: number) => boolean {
  const far = farApart(
    others.map(({ text }) => text),
    close.somewhat,
  )
  return (a, b) => !(others[a]?.figure && others[b]?.figure) && far(a, b)
}

export const otherLevels = ['same', 'close', 'somewhat', 'different'] as const

export function compareOthers({ text: a, figure: one }: Other, { text: b, figure: two }: Other): number {
  if (a === b) return 0
  if (a.length > 3 && b.length > 3 && isOneSlip(a, b)) return 1
  if (one && two) return a.length > 5 && a.length === b.length && slips(a, b) <= 2 ? 2 : 3
  const likeness = jaroWinkler(a, b)
  return likeness >= close.very ? 1 : likeness >= close.somewhat ? 2 : 3
}

function slips(a: string, b: string): number {
  let count = 0
  for (let i = 0; i < a.length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) count++
  return count
}
