/** The customers as a table on wide screens and as cards on narrow ones; only rows in view are drawn, and the keyboard moves among them. */

import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useText } from '../../web/language.ts'
import { useShortcut } from '../../web/shortcuts.ts'
import { type Range, useVisibleRows } from '../../web/visible-rows.ts'
import type { ListedPerson } from './answers.ts'
import { type ListColumn, shareOf } from './customer-columns.web.tsx'

/** More columns than this scroll sideways in a window of 1280 pixels. */
const mostInWindow = 9

interface RowsProps {
  readonly persons: readonly ListedPerson[]
  readonly columns: readonly ListColumn[]
  readonly total: number
  readonly rowHeight: number
  readonly narrow: boolean
  readonly selected: ReadonlySet<string>
  readonly select: (ids: readonly string[], on: boolean) => void
  readonly nearEnd: () => void
}

/** What scrolls the rows, and between which heights of the window they are seen: below the headings that stay. */
function rowsInView(list: HTMLElement | null) {
  const frame = list?.closest<HTMLElement>('[data-many]')
  if (!frame) return { scroller: window, above: 140, below: window.innerHeight }
  const { top, bottom } = frame.getBoundingClientRect()
  return { scroller: frame, above: top + 48, below: Math.min(bottom, window.innerHeight) }
}

/** Moves the keyboard from row to row, also to rows that are not drawn yet. */
function useRowKeys(list: RefObject<HTMLElement | null>, rows: number, rowHeight: number, mark: (at: number) => void) {
  const [wanted, setWanted] = useState<number | undefined>(undefined)
  const at = useRef(-1)
  useEffect(() => {
    const link = wanted === undefined ? null : list.current?.querySelector<HTMLElement>(`[data-row="${wanted}"] a`)
    if (!link) return
    link.focus({ preventScroll: true })
    setWanted(undefined)
  })
  const go = (row: number) => {
    const to = Math.max(0, Math.min(row, rows - 1))
    const { scroller, above, below } = rowsInView(list.current)
    const top = (list.current?.getBoundingClientRect().top ?? 0) + to * rowHeight
    if (top < above) scroller.scrollBy({ top: top - above })
    if (top > below - 2 * rowHeight) scroller.scrollBy({ top: top - below + 3 * rowHeight })
    at.current = to
    setWanted(to)
  }
  /** From the row where the keyboard was, or from the first in view when that one has been scrolled away. */
  const step = (by: number) => {
    const top = list.current?.getBoundingClientRect().top ?? 0
    const rowTop = top + at.current * rowHeight
    const { above, below } = rowsInView(list.current)
    const inView = at.current >= 0 && rowTop > above - 2 * rowHeight && rowTop < below
    go(inView ? at.current + by : Math.max(0, Math.ceil((above - top) / rowHeight)))
  }
  useShortcut('j', 'ui.keys.next-row', () => step(1))
  useShortcut('k', 'ui.keys.previous-row', () => step(-1))
  useShortcut('x', 'ui.keys.select-row', () => mark(at.current))
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const by = steps[event.key]
    if (by === undefined) return
    event.preventDefault()
    go(Number(row) + by)
    if (event.shiftKey) mark(Number(row))
  }
  const onFocus = (event: React.FocusEvent) => {
    const row = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
    if (row !== undefined) at.current = Number(row)
  }
  return { onKeyDown, onFocus }
}

export function CustomerRows(props: RowsProps) {
  const { persons, rowHeight, nearEnd, narrow, selected, select } = props
  const list = useRef<HTMLElement>(null)
  const range = useVisibleRows(list, rowHeight, persons.length)
  const keys = useRowKeys(list, persons.length, rowHeight, at => {
    const person = persons[at]
    if (person) select([person.id], !selected.has(person.id))
  })
  useEffect(() => {
    if (range.to > persons.length - 30) nearEnd()
  }, [range.to, persons.length, nearEnd])
  const Drawn = narrow ? CustomerCards : CustomerTable
  return <Drawn {...props} {...keys} list={list} range={range} />
}

interface DrawnProps extends RowsProps, ReturnType<typeof useRowKeys> {
  readonly list: RefObject<HTMLElement | null>
  readonly range: Range
}

function PersonLink({ person }: { person: ListedPerson }) {
  const say = useText()
  return (
    <Link to="/customers/$person" params={{ person: person.id }} className="customer-link any-name" preload={false}>
      {person.name ?? <em>{say('ui.person.nameless')}</em>}
    </Link>
  )
}

function CustomerTable({ persons, columns, total, rowHeight, selected, select, list, range, ...keys }: DrawnProps) {
  const say = useText()
  const shiftFrom = useRef<number | undefined>(undefined)
  const span = columns.length + 1
  const tick = (at: number, on: boolean, shift: boolean) => {
    const from = shift && shiftFrom.current !== undefined ? Math.min(at, shiftFrom.current) : at
    const to = shift && shiftFrom.current !== undefined ? Math.max(at, shiftFrom.current) : at
    select(
      persons.slice(from, to + 1).map(({ id }) => id),
      on,
    )
    shiftFrom.current = at
  }
  return (
    <div className="customer-table" data-many={columns.length > mostInWindow || undefined}>
      <table
        style={{ minWidth: columns.length > mostInWindow ? columns.length * 140 : undefined }}
        aria-rowcount={total + 1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <thead>
          <tr>
            <th scope="col" className="customer-tick">
              <span className="visually-hidden">{say('ui.customers.select')}</span>
            </th>
            {columns.map(column => (
              <th
                key={column.id}
                scope="col"
                className={column.id === 'name' ? 'customer-name' : undefined}
                style={{ width: shareOf(column, columns) }}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={list as RefObject<HTMLTableSectionElement | null>}>
          {range.from > 0 && <Gap span={span} height={range.from * rowHeight} />}
          {persons.slice(range.from, range.to).map((person, offset) => {
            const at = range.from + offset
            return (
              <tr
                key={person.id}
                data-row={at}
                aria-rowindex={at + 2}
                data-selected={selected.has(person.id) || undefined}
                style={{ height: rowHeight }}
              >
                <td className="customer-tick">
                  <Checkbox
                    size="xs"
                    aria-label={say('ui.customers.select-one', { name: person.name ?? say('ui.person.nameless') })}
                    checked={selected.has(person.id)}
                    onChange={({ currentTarget, nativeEvent }) =>
                      tick(at, currentTarget.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
                    }
                  />
                </td>
                {columns.map(({ id, text }) =>
                  id === 'name' ? (
                    <th key={id} scope="row" className="customer-name" title={text(person)}>
                      <PersonLink person={person} />
                    </th>
                  ) : (
                    <td key={id} title={text(person)}>
                      <span className="one-line">{text(person)}</span>
                    </td>
                  ),
                )}
              </tr>
            )
          })}
          {range.to < persons.length && <Gap span={span} height={(persons.length - range.to) * rowHeight} />}
        </tbody>
      </table>
    </div>
  )
}

const Gap = ({ span, height }: { span: number; height: number }) => (
  <tr aria-hidden>
    <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
  </tr>
)

function CustomerCards({ persons, columns, total, rowHeight, list, range, ...keys }: DrawnProps) {
  const others = columns.filter(({ id }) => id !== 'name' && id !== 'changedAt').slice(0, 3)
  return (
    <ul
      className="customer-cards"
      ref={list as RefObject<HTMLUListElement | null>}
      style={{ paddingTop: range.from * rowHeight, paddingBottom: (persons.length - range.to) * rowHeight }}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
    >
      {persons.slice(range.from, range.to).map((person, offset) => {
        const at = range.from + offset
        const lines = others.map(column => column.text(person)).filter(text => text !== '')
        const rest = lines.slice(1).join(' · ')
        return (
          <li key={person.id} data-row={at} aria-posinset={at + 1} aria-setsize={total} style={{ height: rowHeight }}>
            <PersonLink person={person} />
            <span className="one-line quiet" title={lines[0]}>
              {lines[0] ?? '\u00a0'}
            </span>
            <span className="one-line quiet" title={rest}>
              {rest || '\u00a0'}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
