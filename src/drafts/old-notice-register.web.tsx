/** The old text and the register that it describes: a sentence and the things that it says light up together, with a line between them. */

import '@fontsource-variable/source-serif-4/wght.css'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../../web/language.ts'
import { type Piece, piecesOf, registerOf, type Shown } from '../notice/read-view.ts'
import type { TextKey } from '../texts/texts.ts'
import type { OldReading } from './old-notice-asks.web.ts'
import { OldNoticeLines } from './old-notice-lines.web.tsx'

const sentenceId = (number: number): string => `old-sentence-${number}`
const thingId = (index: number): string => `old-thing-${index}`

/** What is pointed at: a sentence by its number, or a thing by its index. */
type Pointed = { readonly sentence: number } | { readonly thing: number }

function go(id: string): void {
  const element = document.getElementById(id)
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
}

/** Scrolls the element's own column, and nothing else, so far that it is seen there. */
function bringIntoColumn(id: string): void {
  const element = document.getElementById(id)
  const column = element?.closest('section')
  if (!element || !column) return
  const [box, whole] = [element.getBoundingClientRect(), column.getBoundingClientRect()]
  if (box.top < whole.top || box.bottom > whole.bottom)
    column.scrollTop += box.top - whole.top - (whole.height - box.height) / 2
}

/** Arrows, Home and End go among the marks of one column, which is one stop of the Tab key. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const marks = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-mark]')]
  const now = marks.findIndex(mark => mark.matches(':focus'))
  const places: Readonly<Record<string, number>> = {
    ArrowDown: now + 1,
    ArrowRight: now + 1,
    ArrowUp: now - 1,
    ArrowLeft: now - 1,
    Home: 0,
    End: marks.length - 1,
  }
  const mark = marks[places[event.key] ?? -1]
  if (now < 0 || mark === undefined) return
  event.preventDefault()
  go(mark.id)
}

export function OldNoticeRegister({ reading }: { reading: OldReading }) {
  const say = useText()
  const desk = useRef<HTMLDivElement>(null)
  const pieces = useMemo(() => piecesOf(reading), [reading])
  const register = useMemo(() => registerOf(reading.things, pieces), [reading, pieces])
  const [pointed, point] = useState<Pointed | undefined>(undefined)
  const [stop, stopAt] = useState({ sentence: 1, thing: register.find(({ shown }) => shown[0])?.shown[0]?.index ?? 0 })
  const focus = (at: Pointed) => {
    point(at)
    stopAt(now => ({ ...now, ...at }))
  }
  const pairs = useMemo(() => pairsOf(pieces, pointed), [pieces, pointed])
  useEffect(() => {
    const [first] = pairs
    if (pointed && first) bringIntoColumn('sentence' in pointed ? thingId(first[1]) : sentenceId(first[0]))
  }, [pairs, pointed])
  const lit = { sentences: new Set(pairs.map(([one]) => one)), things: new Set(pairs.map(([, one]) => one)) }
  return (
    <>
      <Legend pieces={pieces} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the lines go when the pointer does */}
      <div className="old-notice-desk" ref={desk} onMouseLeave={() => point(undefined)}>
        <section aria-label={say('ui.read.old-text')}>
          <h2>{say('ui.read.old-text')}</h2>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the marks in it */}
          <div className="old-notice-text" lang={reading.language} onKeyDown={walk}>
            {pieces.map((piece, index) => (
              <Stretch
                // biome-ignore lint/suspicious/noArrayIndexKey: a stretch of the text is known by its place
                key={index}
                piece={piece}
                isLit={piece.kind === 'understood' && lit.sentences.has(piece.number)}
                isStop={piece.kind === 'understood' && piece.number === stop.sentence}
                point={point}
                focus={focus}
              />
            ))}
          </div>
        </section>
        <section aria-label={say('ui.read.register')}>
          <h2>{say('ui.read.register')}</h2>
          <p className="quiet">{say('ui.read.keys')}</p>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the marks in it */}
          <div onKeyDown={walk}>
            {register.map(({ id, shown }) => (
              <div key={id} className="old-notice-part">
                <h3>{say(`ui.read.part.${id}`)}</h3>
                {shown.length === 0 && <p className="old-notice-silent">{say('ui.read.silent')}</p>}
                {shown.length > 0 && (
                  <ul>
                    {shown.map(one => (
                      <li key={one.index}>
                        <ThingMark
                          lang={reading.language}
                          shown={one}
                          isLit={lit.things.has(one.index)}
                          isStop={one.index === stop.thing}
                          point={point}
                          focus={focus}
                        />
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            ))}
          </div>
        </section>
        <OldNoticeLines
          desk={desk}
          pairs={pairs.map(([sentence, thing]) => [sentenceId(sentence), thingId(thing)] as const)}
        />
      </div>
    </>
  )
}

/** Every sentence and thing that belong together where something is pointed at. */
function pairsOf(pieces: readonly Piece[], pointed: Pointed | undefined): readonly (readonly [number, number])[] {
  if (pointed === undefined) return []
  return pieces.flatMap(piece => {
    if (piece.kind !== 'understood') return []
    const things =
      'sentence' in pointed
        ? piece.number === pointed.sentence
          ? piece.things
          : []
        : piece.things.filter(one => one === pointed.thing)
    return things.map(thing => [piece.number, thing] as const)
  })
}

interface MarkProps {
  readonly isLit: boolean
  /** Whether Tab comes here in its column. */
  readonly isStop: boolean
  readonly point: (at: Pointed) => void
  readonly focus: (at: Pointed) => void
}

function Stretch({ piece, isLit, isStop, point, focus }: MarkProps & { piece: Piece }) {
  const say = useText()
  switch (piece.kind) {
    case 'between':
      return piece.text
    case 'boilerplate':
      return (
        <span className="old-notice-plain" title={say(`read.boilerplate.${piece.reason}`)}>
          {piece.text}
        </span>
      )
    case 'not-understood':
      return (
        <mark className="old-notice-unread" id={`old-unread-${piece.number}`}>
          <span className="visually-hidden">{say('ui.read.not-understood-mark')}: </span>
          {piece.text}
        </mark>
      )
    case 'understood': {
      const at = { sentence: piece.number }
      const target = thingId(piece.things[0] ?? 0)
      return (
        <a
          id={sentenceId(piece.number)}
          href={`#${target}`}
          data-mark
          data-lit={isLit || undefined}
          tabIndex={isStop ? 0 : -1}
          onClick={event => {
            event.preventDefault()
            go(target)
          }}
          onMouseEnter={() => point(at)}
          onFocus={() => focus(at)}
        >
          {piece.text}
          <sup>{piece.number}</sup>
        </a>
      )
    }
  }
}

/** Kinds whose name tells what the words are, among others of their part. */
const named =
  /^(?:controller|contact|business|title|register|persons|date|dpo|law|not-kept|authority|profiling|minors|security|changes)/

/** Pressed again, it goes on to the next of its sentences. */
function ThingMark({ lang, shown, isLit, isStop, point, focus }: MarkProps & { lang: string; shown: Shown }) {
  const say = useText()
  const next = useRef(0)
  const { thing, index, sentences } = shown
  const key = `ui.read.known.${thing.kind}.${thing.known ?? ''}`
  const word = say(key as TextKey)
  const at = { thing: index }
  return (
    <button
      type="button"
      id={thingId(index)}
      data-mark
      data-lit={isLit || undefined}
      tabIndex={isStop ? 0 : -1}
      onClick={() => {
        const sentence = sentences[next.current % sentences.length]
        next.current++
        if (sentence !== undefined) go(sentenceId(sentence))
      }}
      onMouseEnter={() => point(at)}
      onFocus={() => focus(at)}
    >
      {named.test(thing.kind) && <span className="quiet">{say(thing.label)}: </span>}
      {word === key ? <span lang={lang}>{thing.value}</span> : word}
      <span className="old-notice-numbers figures">
        {sentences.map(one => say('ui.read.sentence', { number: one })).join(', ')}
      </span>
    </button>
  )
}

function Legend({ pieces }: { pieces: readonly Piece[] }) {
  const say = useText()
  const count = (kind: Piece['kind']) => pieces.filter(piece => piece.kind === kind).length
  const unread = pieces.filter(piece => piece.kind === 'not-understood')
  return (
    <div role="status" className="old-notice-legend">
      {(['understood', 'boilerplate', 'not-understood'] as const)
        .filter(kind => count(kind) > 0)
        .map(kind => (
          <span key={kind} data-kind={kind}>
            {say(`ui.read.${kind}`, { count: count(kind), number: count(kind) })}
          </span>
        ))}
      {unread.length > 0 && <span className="quiet">{say('ui.read.not-understood-why')}</span>}
    </div>
  )
}
