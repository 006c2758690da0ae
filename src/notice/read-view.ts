/** How a reading is shown, the same to everybody: the old text in pieces, the register that it describes, and what is missing, worst first. */

import type { Finding } from './notice.ts'
import type { Boilerplate, NotUnderstood, Span, Thing, ThingKind } from './read-things.ts'

/** What the view needs of a `Reading` or of the API's answer. */
export interface Read {
  readonly text: string
  readonly things: readonly Thing[]
  readonly boilerplate: readonly Boilerplate[]
  readonly notUnderstood: readonly NotUnderstood[]
}

/** A stretch of the old text. `things` are places in the list of all things; sentences are numbered from 1 as they come. */
export type Piece =
  | { readonly kind: 'understood'; readonly text: string; readonly number: number; readonly things: readonly number[] }
  | { readonly kind: 'boilerplate'; readonly text: string; readonly reason: Boilerplate['reason'] }
  | { readonly kind: 'not-understood'; readonly text: string; readonly number: number }
  | { readonly kind: 'between'; readonly text: string }

/** The whole text in pieces: put together again they are the text, whatever the spans are. */
export function piecesOf({ text, things, boilerplate, notUnderstood }: Read): readonly Piece[] {
  const cuts = new Set([0, text.length])
  for (const { start, end } of [
    ...things.flatMap(one => one.spans),
    ...boilerplate.map(one => one.span),
    ...notUnderstood.map(one => one.span),
  ]) {
    cuts.add(start)
    cuts.add(end)
  }
  const places = [...cuts].filter(place => place >= 0 && place <= text.length).sort((a, b) => a - b)
  const understood = coverings(
    places,
    things.flatMap((one, index) => one.spans.map(span => ({ span, of: index }))),
  )
  const plain = coverings(
    places,
    boilerplate.map(({ span, reason }) => ({ span, of: reason })),
  )
  const unread = coverings(
    places,
    notUnderstood.map(({ span }) => ({ span, of: true })),
  )
  let sentences = 0
  let unknown = 0
  return places.slice(0, -1).map((start, index) => {
    const said = text.slice(start, places[index + 1])
    const [found, reason] = [understood.get(start), plain.get(start)?.[0]]
    if (found) return { kind: 'understood', text: said, number: ++sentences, things: [...new Set(found)] }
    if (unread.has(start)) return { kind: 'not-understood', text: said, number: ++unknown }
    if (reason) return { kind: 'boilerplate', text: said, reason }
    return { kind: 'between', text: said }
  })
}

/** What covers the stretch that begins at each place. */
function coverings<Of>(places: readonly number[], spans: readonly { readonly span: Span; readonly of: Of }[]) {
  const order = new Map(places.map((place, index) => [place, index]))
  const found = new Map<number, Of[]>()
  for (const { span, of } of spans) {
    const [from, to] = [order.get(span.start), order.get(span.end)]
    if (from === undefined || to === undefined) continue
    for (const place of places.slice(from, to)) found.set(place, [...(found.get(place) ?? []), of])
  }
  return found
}

/** The parts of the register in the order in which they are shown; a part that is `wanted` is named also when the text is silent on it. */
const parts = [
  {
    id: 'controller',
    wanted: true,
    kinds: ['controller-name', 'business-id', 'controller-address', 'dpo'],
  },
  {
    id: 'contact',
    wanted: true,
    kinds: ['contact-name', 'contact-email', 'contact-phone', 'contact-address', 'contact-web'],
  },
  { id: 'register', wanted: false, kinds: ['title', 'register-name', 'persons', 'date'] },
  { id: 'purposes', wanted: true, kinds: ['purpose'] },
  { id: 'bases', wanted: true, kinds: ['basis', 'law'] },
  { id: 'data', wanted: true, kinds: ['data', 'not-kept', 'duty-to-give'] },
  { id: 'sources', wanted: true, kinds: ['source'] },
  { id: 'recipients', wanted: true, kinds: ['recipient', 'disclosure', 'transfer'] },
  { id: 'retention', wanted: true, kinds: ['retention'] },
  { id: 'rights', wanted: true, kinds: ['right', 'rights-text', 'authority'] },
  { id: 'cookies', wanted: false, kinds: ['cookies'] },
  { id: 'other', wanted: false, kinds: ['profiling', 'minors', 'security', 'changes'] },
] as const satisfies readonly { readonly id: string; readonly wanted: boolean; readonly kinds: readonly ThingKind[] }[]
type PartId = (typeof parts)[number]['id']

/** A thing with its place in the list of all things and the numbers of the sentences that say it. */
export interface Shown {
  readonly thing: Thing
  readonly index: number
  readonly sentences: readonly number[]
}

export function registerOf(
  things: readonly Thing[],
  pieces: readonly Piece[],
): readonly { readonly id: PartId; readonly shown: readonly Shown[] }[] {
  const sentences = new Map<number, number[]>()
  for (const piece of pieces)
    if (piece.kind === 'understood')
      for (const thing of piece.things) sentences.set(thing, [...(sentences.get(thing) ?? []), piece.number])
  return parts.flatMap(({ id, wanted, kinds }) => {
    const shown = things.flatMap((thing, index) =>
      kinds.some(kind => kind === thing.kind) ? [{ thing, index, sentences: sentences.get(index) ?? [] }] : [],
    )
    return shown.length > 0 || wanted ? [{ id, shown }] : []
  })
}

/** What is asked of a finding in words, of the server's own and of the API's. */
interface Told extends Pick<Finding, 'rule' | 'severity' | 'path'> {
  readonly mend: string
}

/** Findings of one rule that are mended in the same way, at different parts of the notice. */
export interface Gap<One extends Told> {
  readonly severity: Finding['severity']
  readonly first: One
  readonly all: readonly One[]
}

/** Errors before warnings, a whole part of the notice before a detail in it; otherwise in the order of check. */
export function gapsOf<One extends Told>(findings: readonly One[]): readonly Gap<One>[] {
  const groups = new Map<string, One[]>()
  for (const one of findings) {
    const key = `${one.severity} ${one.rule} ${mendingOf(one)}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const weight = ({ severity, path }: Told) => (severity === 'error' ? 0 : 100) + path.split('.').length
  return [...groups.values()]
    .flatMap(all => (all[0] === undefined ? [] : [{ severity: all[0].severity, first: all[0], all }]))
    .sort((a, b) => weight(a.first) - weight(b.first))
}

/** How it is mended, whatever the part is called that is to be mended. */
const mendingOf = ({ mend, path }: Told): string => mend.replaceAll(path.slice(path.lastIndexOf('.') + 1), '…')

/** What a privacy notice speaks of and other texts hardly do. */
const telling: readonly ThingKind[] = [
  'register-name',
  'purpose',
  'basis',
  'data',
  'source',
  'recipient',
  'disclosure',
  'transfer',
  'retention',
  'right',
  'authority',
]

/** A text that speaks of fewer than three of a notice's matters, or that is mostly not understood, is most likely something else. */
export const looksLikeNotice = ({ things, notUnderstood }: Pick<Read, 'things' | 'notUnderstood'>): boolean =>
  telling.filter(kind => things.some(one => one.kind === kind)).length >= 3 && notUnderstood.length <= 2 * things.length
