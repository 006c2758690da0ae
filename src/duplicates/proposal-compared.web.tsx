/** Two persons side by side: what differs is marked, of what only one can have one is chosen, and merging says what it does. */

import { Anchor, Button, Group, Radio, Skeleton, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { moment } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { type ScopeCategory, type ScopeColumn, valueText } from '../../web/value.ts'
import { ValueText } from '../../web/value-text.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Card, Row } from '../register/answers.ts'
import { useCard } from '../register/person-asks.web.ts'
import type { ProposalAnswer } from './duplicates-answers.ts'
import { useDuplicateVerbs } from './duplicates-asks.web.ts'
import { Evidence, VerdictBadge } from './evidence.web.tsx'

/** A column of a category of which the merged person has one value: chosen from the second of the two. */
type Chosen = Readonly<Record<string, readonly string[]>>

interface Props {
  readonly pair: ProposalAnswer
  readonly state: 'open' | 'dismissed'
  /** Is told the merge that was made. */
  readonly hasMerged: (merge: string) => void
}

export function ProposalCompared({ pair, state, hasMerged }: Props) {
  const say = useText()
  const { merge, dismiss } = useDuplicateVerbs()
  const [chosen, setChosen] = useState<Chosen>({})
  const [a, b, scope] = [useCard(pair.a.id), useCard(pair.b.id), useScope()]
  const merging = useWriting({
    mutationFn: () => merge({ kept: pair.a.id, lost: pair.b.id, chosen }),
    onSuccess: ({ merge: id }) => {
      tell(say('ui.duplicates.merged'))
      hasMerged(id)
    },
  })
  const leaving = useWriting({ mutationFn: () => dismiss(pair.a.id, pair.b.id, state === 'open') })
  const busy = merging.isPending || leaving.isPending
  useShortcut('m', 'ui.duplicates.keys.merge', () => merging.mutate(), 'here', !busy)
  useShortcut('x', 'ui.duplicates.keys.apart', () => leaving.mutate(), 'here', !busy)
  const there = a.data?.id === pair.a.id && b.data?.id === pair.b.id ? ([a.data, b.data] as const) : undefined
  return (
    <section className="panel duplicates-pair" aria-label={say('ui.duplicates.side-by-side')}>
      <Group justify="space-between" align="flex-start">
        <div>
          <VerdictBadge verdict={pair.verdict} />
          <Evidence pair={pair} />
        </div>
        <Group gap="xs" className="duplicates-acts">
          <Button loading={merging.isPending} disabled={busy} onClick={() => merging.mutate()}>
            {say('ui.duplicates.merge')}
          </Button>
          <Button variant="default" loading={leaving.isPending} disabled={busy} onClick={() => leaving.mutate()}>
            {say(state === 'open' ? 'ui.duplicates.apart' : 'ui.duplicates.propose-again')}
          </Button>
        </Group>
      </Group>
      <ProblemNotice error={merging.error ?? leaving.error ?? a.error ?? b.error ?? scope.error} />
      <Text size="sm" c="dimmed" maw={720}>
        {say('ui.duplicates.what-merging-does')}
      </Text>
      {there && scope.data ? (
        <Sides cards={there} categories={scope.data.categories} chosen={chosen} choose={setChosen} />
      ) : (
        <Skeleton height={240} aria-hidden />
      )}
    </section>
  )
}

interface SidesProps {
  readonly cards: readonly [Card, Card]
  readonly categories: readonly ScopeCategory[]
  readonly chosen: Chosen
  readonly choose: (chosen: Chosen) => void
}

function Sides({ cards, categories, chosen, choose }: SidesProps) {
  const say = useText()
  const rowsOf = (card: Card, category: string) => card.categories.find(({ id }) => id === category)?.rows ?? []
  return (
    <div className="duplicates-scroll">
      <table className="duplicates-sides">
        <thead>
          <tr>
            <td />
            {cards.map((card, side) => (
              <th key={card.id} scope="col">
                <Anchor component={Link} to={`/customers/${card.id}`} className="any-name">
                  {card.name ?? say('ui.person.nameless')}
                </Anchor>
                <Text size="xs" c="dimmed" className="figures">
                  {say(side === 0 ? 'ui.duplicates.stays' : 'ui.duplicates.goes', { at: moment(card.openedAt) })}
                </Text>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map(category => {
            const sides = cards.map(card => rowsOf(card, category.id))
            if (sides.every(rows => rows.length === 0)) return null
            return category.rows === 'one' ? (
              <OneRow key={category.id} category={category} sides={sides} chosen={chosen} choose={choose} />
            ) : (
              <tr key={category.id}>
                <th scope="row">{category.name}</th>
                {sides.map((rows, side) => (
                  <td key={cards[side]?.id}>
                    <ul>
                      {rows.map(row => (
                        <li
                          key={row.id}
                          className="any-name"
                          data-differs={!isAmong(category, row, sides[1 - side] ?? [], say)}
                        >
                          {wordsOf(category, row, say)}
                        </li>
                      ))}
                    </ul>
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface OneRowProps extends Pick<SidesProps, 'chosen' | 'choose'> {
  readonly category: ScopeCategory
  readonly sides: readonly (readonly Row[])[]
}

/** A line for each field: where both have a value and they differ, one is chosen. */
function OneRow({ category, sides, chosen, choose }: OneRowProps) {
  const say = useText()
  const values = sides.map(([row]) => row?.values ?? {})
  return columnsOf(category).map(({ column, name }) => {
    const [one, two] = values.map(of => valueText(column, of[column.name], say))
    if (one === undefined && two === undefined) return null
    const both = one !== undefined && two !== undefined && one !== two
    const taken = chosen[category.id] ?? []
    const second = taken.includes(column.name)
    const take = (fromSecond: boolean) =>
      choose({
        ...chosen,
        [category.id]: fromSecond ? [...taken, column.name] : taken.filter(other => other !== column.name),
      })
    return (
      <tr key={column.name}>
        <th scope="row">{name}</th>
        {values.map((of, side) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the two sides have their places
          <td key={side} data-differs={one !== two}>
            {both ? (
              <Radio
                name={`${category.id}.${column.name}`}
                checked={second === (side === 1)}
                onChange={() => take(side === 1)}
                label={<ValueText column={column} value={of[column.name]} />}
              />
            ) : (
              <ValueText column={column} value={of[column.name]} />
            )}
          </td>
        ))}
      </tr>
    )
  })
}

const columnsOf = (category: ScopeCategory): readonly { readonly column: ScopeColumn; readonly name: string }[] =>
  category.fields.flatMap(field =>
    field.columns.map(column => ({ column, name: field.columns.length > 1 ? column.label : field.name })),
  )

const wordsOf = (category: ScopeCategory, row: Row, say: Say): string =>
  columnsOf(category)
    .flatMap(({ column }) =>
      column.type === 'boolean' || column.name.endsWith('_link')
        ? []
        : (valueText(column, row.values[column.name], say) ?? []),
    )
    .join(' · ')

const isAmong = (category: ScopeCategory, row: Row, others: readonly Row[], say: Say): boolean =>
  others.some(other => wordsOf(category, other, say) === wordsOf(category, row, say))
