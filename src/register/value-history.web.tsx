/** The history of one value: every change that touched it, newest first, each with its source; from there it is put back. */

import { Drawer, Skeleton, Text } from '@mantine/core'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { whoIs } from '../../web/who.ts'
import { usesOfField, WhyWords } from '../../web/why.tsx'
import type { Card } from './answers.ts'
import { ChangeFields, Undo } from './change-words.web.tsx'
import { useHistory, type ValuePlace } from './person-asks.web.ts'

interface HistoryProps {
  readonly card: Card
  readonly place: ValuePlace | undefined
  readonly close: () => void
}

export function ValueHistory({ card, place, close }: HistoryProps) {
  const say = useText()
  const scope = useScope().data
  const category = scope?.categories.find(({ id }) => id === place?.category)
  const column = category?.fields.flatMap(field => field.columns).find(({ name }) => name === place?.column)
  return (
    <Drawer
      opened={place !== undefined}
      onClose={close}
      position="right"
      size={440}
      title={say('ui.history.title', { field: column?.label ?? '' })}
      closeButtonProps={{ 'aria-label': say('ui.close') }}
    >
      {place && <HistoryOf card={card} place={place} />}
    </Drawer>
  )
}

function HistoryOf({ card, place }: { card: Card; place: ValuePlace }) {
  const say = useText()
  const scope = useScope().data
  const history = useHistory(place)
  const category = scope?.categories.find(({ id }) => id === place.category)
  const field = category?.fields.find(({ columns }) => columns.some(({ name }) => name === place.column))
  const row = card.categories.find(({ id }) => id === place.category)?.rows.find(({ id }) => id === place.row)
  const why = row?.why[place.column]
  return (
    <>
      {why && row && category && field && (
        <WhyWords why={why} uses={usesOfField(category.uses, field.id)} until={row.until} logic={category.logic} />
      )}
      <ProblemNotice error={history.error} retry={() => void history.refetch()} />
      {history.isPending && <Skeleton height={120} aria-hidden />}
      <ol className="changes">
        {history.data?.changes.map(change => (
          <li key={change.id}>
            <Text fw={600}>
              {say(change.undoes === null ? `ui.change.${change.did}` : 'ui.change.was-undo', {
                who: whoIs(change.by, say),
              })}
            </Text>
            <Text size="sm" c="dimmed" className="figures">
              {moment(change.at)} · {change.source.name}
              {change.reference && ` (${change.reference})`}
            </Text>
            <ChangeFields change={change} scope={scope} />
            {category?.mayWrite && <Undo person={place.person} change={change} />}
          </li>
        ))}
      </ol>
    </>
  )
}
