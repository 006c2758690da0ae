/** Every value answers why it is here, quietly: on hover, on focus or on a long press; Enter opens its history. */

import { Popover } from '@mantine/core'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { PurposeUse, Until, Why as WhyAnswer } from '../src/register/answers.ts'
import { date, moment } from './format.ts'
import { useText } from './language.ts'
import { useWorkingFor } from './purpose.tsx'
import { whoIs } from './who.ts'

interface WhyProps {
  readonly why: WhyAnswer | undefined
  readonly uses: readonly PurposeUse[]
  readonly until: Until
  /** How inferred values come about, in the notice's words. */
  readonly logic?: string | null
  readonly openHistory: () => void
  readonly children: ReactNode
}

const openAfter = 250
const longPress = 450

export function Why({ why, openHistory, children, ...words }: WhyProps) {
  const say = useText()
  const id = useId()
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pressed = useRef(false)
  const later = (to: boolean, after: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(to), after)
  }
  const now = (to: boolean) => {
    clearTimeout(timer.current)
    setOpen(to)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  if (why === undefined) return <span className="value">{children}</span>
  const hover = { onMouseEnter: () => later(true, openAfter), onMouseLeave: () => later(false, 120) }
  return (
    <Popover
      opened={open}
      onDismiss={() => now(false)}
      position="bottom-start"
      width="min(360px, 94vw)"
      withRoles={false}
      withArrow
    >
      <Popover.Target>
        <button
          type="button"
          className="value"
          data-origin={why.source.kind}
          aria-describedby={open ? id : undefined}
          aria-haspopup="dialog"
          onClick={() => {
            if (!pressed.current) openHistory()
            pressed.current = false
          }}
          onFocus={event => event.currentTarget.matches(':focus-visible') && later(true, openAfter)}
          onBlur={() => now(false)}
          onKeyDown={event => event.key === 'Escape' && now(false)}
          onTouchStart={() => {
            pressed.current = false
            clearTimeout(timer.current)
            timer.current = setTimeout(() => {
              pressed.current = true
              setOpen(true)
            }, longPress)
          }}
          onTouchEnd={() => !pressed.current && clearTimeout(timer.current)}
          onContextMenu={event => pressed.current && event.preventDefault()}
          {...hover}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown id={id} role="tooltip" className="why" {...hover}>
        <WhyWords why={why} {...words} short />
        <p className="quiet">{say('ui.why.enter')}</p>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The purposes under their legal basis, in the notice's order. */
function byBasis(
  uses: readonly PurposeUse[],
): readonly { readonly basis: string; readonly names: readonly string[] }[] {
  const bases = new Map<string, string[]>()
  for (const { text, name } of uses) bases.set(text, [...(bases.get(text) ?? []), name])
  return [...bases].map(([basis, names]) => ({ basis, names }))
}

const EveryUse = ({ uses }: { uses: readonly PurposeUse[] }) =>
  byBasis(uses).map(({ basis, names }) => (
    <dd key={basis}>
      {names.join(', ')} <span className="quiet">({basis})</span>
    </dd>
  ))

/** The purpose in force with its basis, the others by name; the history has them all with theirs. */
function ShortUses({ uses }: { uses: readonly PurposeUse[] }) {
  const say = useText()
  const { purpose } = useWorkingFor()
  const own = uses.find(use => use.purpose === purpose?.id)
  const others = uses.filter(use => use !== own).map(({ name }) => name)
  return (
    <>
      {own && <EveryUse uses={[own]} />}
      {others.length > 0 && <dd className="quiet">{say('ui.why.also', { names: others.join(', ') })}</dd>}
    </>
  )
}

/** The uses of a category that concern one of its fields. */
export const usesOfField = (uses: readonly PurposeUse[], field: string): readonly PurposeUse[] =>
  uses.filter(({ fields }) => fields === null || fields.includes(field))

interface WhyWordsProps extends Pick<WhyProps, 'uses' | 'until' | 'logic'> {
  readonly why: WhyAnswer
  readonly short?: boolean
}

/** The answer itself: source, date, who, for which purposes and on what basis, until when. */
export function WhyWords({ why, uses, until, logic, short = false }: WhyWordsProps) {
  const say = useText()
  return (
    <dl className="why-words">
      <dt>{say('ui.why.source')}</dt>
      <dd>
        {why.source.name}
        {why.reference && <> ({why.reference})</>}
        {why.source.kind === 'third-party' && <> · {say('ui.why.third-party')}</>}
        {why.source.kind === 'inferred' && <> · {say('ui.why.inferred')}</>}
      </dd>
      <dt>{say('ui.why.recorded')}</dt>
      <dd>{say('ui.why.at-by', { at: moment(why.at), by: whoIs(why.by, say) })}</dd>
      <dt>{say('ui.why.purposes')}</dt>
      {short ? <ShortUses uses={uses} /> : <EveryUse uses={uses} />}
      <dt>{say('ui.why.until')}</dt>
      <dd>{until.date === null ? until.text : `${date(until.date)} (${until.text})`}</dd>
      {logic && (
        <>
          <dt>{say('ui.why.logic')}</dt>
          <dd>{logic}</dd>
        </>
      )}
      <dt>{say('ui.why.notice')}</dt>
      <dd>{say('ui.why.notice-version', { version: why.noticeVersion })}</dd>
    </dl>
  )
}
