/** Two names are the same, forms of one name, alike, or different: by Finnish habits of naming and of writing names down. */

import { farApart, fold, isOneSlip, jaroWinkler, skeleton, withoutDots } from './similarity.ts'

/** A name made ready to be compared. */
export interface Name {
  readonly whole: string
  /** Its parts: Anna-Liisa and Anna Liisa have the same two. */
  readonly parts: readonly string[]
  /** What the parts are forms of. */
  readonly roots: readonly string[]
  readonly sound: string
  /** In one word. */
  readonly joined: string
  /** The same for spellings of one name: Wirtanen, Kristina and Christina. å ä ö are no such habit. */
  readonly spelt: string
  /** As people write who have no å ä ö at hand. */
  readonly plain: string
  /** Where a name is none: Customer 14 and Customer 8 are two. */
  readonly figures: string
}

/** Forms of one given name that go for each other in Finland, each line a name. Not complete; typing errors need no line. */
const forms = `
aleksanteri aleksander alexander aleksi alex aleksis santeri sandra sasha ale
aleksandra alexandra sandra
anna anni anne annika anu anneli annukka annastiina
antti anders andreas antero andrei
armas arska
birgitta pirkko pirjo piritta riitta britta gitta
charlotta lotta
daniel taneli dani
eero erik eerik erkki eerikki eric eki
elina eliina ella elli
elisabet elisabeth elisa elisabeta liisa lisa liisi elsa eliisa betty
eeva eva eevi evi
emilia emmi milla mila emma emmy
eveliina evelina eve
fredrik fredrick reetu retu
hanna hannele johanna hannah jonna
hannu johannes juhani hans
heikki henrik henri henry henkka heka
helena leena helen elena hellevi helka heli
hilkka hillevi
ida iida
ilkka ilpo
ines inka
irma irmeli
jaakko jakob jacob jaska jaakob jaakoppi
jari jalmari
jenni jenny jennifer
joonas jonas joona
jorma jore
joosef josef jooseppi joose joseph
juha juhani juhana johan jussi juho john jukka
juhapekka jiipee
kaarina karin kaisa kaija katariina katarina kaarin
kaarle kalle kaarlo karl carl charles kale
kari kassu
katariina katarina katri kati kaisa kata katja catharina katrina katriina trina
kimmo kim
kirsti kirsi kristiina kristina christina kirsikka tiina kiti
konsta konstantin kosti
kristian christian kristjan
kyösti gustav kustaa kustavi kusti gustaf
lauri lars lasse laurentius lari lassi laura
leo leevi leonard
liisa lisa
maarit marketta margareta margit maret marjut marjatta marjaana marja greta reetta reeta margaretha
magdalena leena malena
maija maria marja mari marika marianne maaria maikku mary
marko markus markku marcus mark make
martti martin martti martta
matti mathias matias matthias matteus masa
mikael mikko micke mika michael miikka mikke miko miska mike
mikaela mikki
mirjami mirjam mirja miriam mira
niilo niklas nils nikolai niko nico nikke klaus nicklas
olavi olli olof olle ole
oskari oscar oskar oki
otto ottokar
paavo paul pauli paulus pavel
pekka petri petteri pietari peter petter pete per pekko
piia pia
pirita pirjo
raimo reima rami
reijo reiska
risto kristoffer christoffer christopher kristofer
riikka fredrika fredriikka ulriikka
sakari sakarias zacharias saku zakarias
samuel samuli sami samppa
sebastian seba basti
seppo sepi
simo simon simeon
sofia sohvi sophie fia soffi
susanna sanna susan sanni susanne
tapani tapio teppo taneli stefan tapsa
teemu timo timotheus timoteus
terhi teresa terese
terttu
tommi tom tomi thomas tuomas tuomo tomas
toni anton antton anthony antonio tony anttoni
tuula tuulikki
ulla ulrika
valdemar valtteri walter valter
viljami ville wilhelm william vilhelm vilho villem
vilhelmiina mina minna miina wilhelmina mimmi
yrjö george georg jyri jori jyrki yrkki
`

const roots = new Map<string, string[]>()
for (const line of forms.trim().split('\n')) {
  const [root = '', ...others] = line.split(' ')
  for (const form of [root, ...others]) roots.set(form, [...(roots.get(form) ?? []), root])
}

const particles = /^(af|von|van|de|der|den|la|le|di|da|al|el)$/

export function readName(text: string): Name {
  const whole = fold(text)
  const parts = whole.split(/[ -]+/).filter(part => part !== '')
  const told = parts.filter(part => !particles.test(part))
  const named = told.length === 0 ? parts : told
  const joined = parts.join('')
  return {
    whole,
    parts: named,
    roots: named.flatMap(part => roots.get(part) ?? [part]),
    sound: named.map(skeleton).join(' '),
    joined,
    spelt: spell(joined),
    plain: withoutDots(joined),
    figures: joined.replace(/\D/g, ''),
  }
}

const spell = (text: string): string =>
  text
    .replace(/ph/g, 'f')
    .replace(/ch|ck|[cq]/g, 'k')
    .replace(/th/g, 't')
    .replace(/w/g, 'v')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/(.)\1+/g, '$1')

/** The levels of a comparison of names, the likest first. */
export const nameLevels = ['same', 'form', 'close', 'initial', 'somewhat', 'different'] as const
const [same, form, close, initial, somewhat, different] = [0, 1, 2, 3, 4, 5]

/** The place of the level in `nameLevels`. `given`: forms of one given name count as such. */
export function compareNames(a: Name, b: Name, given: boolean): number {
  const [x, y] = [a.joined, b.joined]
  if (x === y) return same
  if (a.figures !== b.figures) return different
  if (a.spelt === b.spelt || (given && shares(a.roots, b.roots, 0))) return form
  const compound = x !== a.parts[0] || y !== b.parts[0]
  if (compound && shares(a.parts, b.parts, 3)) return form
  const [shorter, longer] = x.length <= y.length ? [x.length, y.length] : [y.length, x.length]
  if (shorter === 1 || (given && compound && (isInitials(a, b) || isInitials(b, a)))) {
    return x.charCodeAt(0) === y.charCodeAt(0) ? initial : different
  }
  if (a.plain === b.plain || (shorter > 2 && isOneSlip(x, y))) return close
  const likeness = Math.max(mayBeLike(shorter, longer) ? jaroWinkler(x, y) : 0, compound ? likestPart(a, b) : 0)
  if (likeness >= 0.92) return close
  if (likeness >= 0.8 || (a.sound === b.sound && a.sound.length > 2)) return somewhat
  return shorter > 4 && x.startsWith(y.slice(0, 5)) ? somewhat : different
}

/** True, at once, of most names that are different; `given` as in compareNames. */
export function namesApart(names: readonly Name[], given: boolean): (a: number, b: number) => boolean {
  const far = farApart(
    names.map(({ joined }) => joined),
    0.8,
  )
  return (a, b) => {
    if (!far(a, b)) return false
    const [x, y] = [names[a], names[b]]
    if (x === undefined || y === undefined || !isOneWord(x) || !isOneWord(y)) return false
    return !(
      (given && shares(x.roots, y.roots, 0)) ||
      x.spelt === y.spelt ||
      x.plain === y.plain ||
      (x.sound === y.sound && x.sound.length > 2) ||
      x.joined.slice(0, 5) === y.joined.slice(0, 5)
    )
  }
}

/** Neither an initial nor put together of parts. */
const isOneWord = ({ joined, parts }: Name): boolean => joined.length > 1 && joined === parts[0]

/** True when words of such lengths can be 0.8 alike at all. */
const mayBeLike = (shorter: number, longer: number): boolean => shorter * 3 > longer
const shares = (a: readonly string[], b: readonly string[], least: number): boolean =>
  a.some(part => part.length >= least && b.includes(part))
const isInitials = ({ parts }: Name, { parts: other }: Name): boolean =>
  parts.some(part => part.length === 1) &&
  parts.every((part, at) => part === (part.length === 1 ? other[at]?.[0] : other[at]))

const likestPart = (a: Name, b: Name): number =>
  Math.max(
    ...a.parts.flatMap(part =>
      b.parts.map(other => (part.length < 3 || other.length < 3 ? 0 : jaroWinkler(part, other) * 0.97)),
    ),
  )
