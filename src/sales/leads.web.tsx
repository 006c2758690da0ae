/** The board of sales: every lead stands in the column of its stage and is moved by dragging or from a menu; on a phone the columns are a list. */

import { Button, Group, Text, Title } from '@mantine/core'
import { IconChartBar, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type DragEvent, useState } from 'react'
import { count, money } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { MoveMenu, subjectOf, useMoving } from './lead-move.web.tsx'
import type { Board as BoardAnswer, ListedLead, State } from './sales-answers.ts'
import { useBoard, useSales } from './sales-asks.web.ts'
import './sales.css'

export function Leads() {
  const { known, category } = useSales()
  return known && !category ? <OtherPurpose /> : <Board />
}

/** Leads are worked with for the purposes to which the notice gives them. */
export function OtherPurpose() {
  const say = useText()
  return (
    <Page title={say('ui.leads.title')}>
      <NothingYet title={say('ui.leads.other-purpose')}>{say('ui.leads.other-purpose-why')}</NothingYet>
    </Page>
  )
}

function Board() {
  const say = useText()
  const { category } = useSales()
  const board = useBoard()
  const moving = useMoving()
  const newLead = category?.mayWrite && (
    <Button
      size="compact-md"
      leftSection={<IconPlus size={17} aria-hidden />}
      renderRoot={props => <Link {...props} to="/leads/new" />}
    >
      {say('ui.leads.new')}
    </Button>
  )
  return (
    <Page
      title={say('ui.leads.title')}
      acts={
        <>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconChartBar size={17} aria-hidden />}
            renderRoot={props => <Link {...props} to="/leads/sources" />}
          >
            {say('ui.leads.sources')}
          </Button>
          {newLead}
        </>
      }
    >
      <Loaded query={board} height={320}>
        {({ columns }) =>
          columns.every(column => column.count === 0) ? (
            <NothingYet title={say('ui.leads.none')}>{say('ui.leads.none-why')}</NothingYet>
          ) : (
            <>
              {category?.mayWrite && (
                <Text size="sm" c="dimmed" mb="sm">
                  {say('ui.leads.keys')}
                </Text>
              )}
              <div className="sales-board">
                {columns.map(column => (
                  <Column key={column.state} column={column} columns={columns} ask={moving.ask} />
                ))}
              </div>
            </>
          )
        }
      </Loaded>
      {moving.dialog}
    </Page>
  )
}

interface ColumnProps {
  readonly column: BoardAnswer['columns'][number]
  readonly columns: BoardAnswer['columns']
  readonly ask: (lead: ListedLead, to: State) => void
}

function Column({ column: { state, count: leads, valueCents, leads: shown }, columns, ask }: ColumnProps) {
  const say = useText()
  const { category, named } = useSales()
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const id = event.dataTransfer.getData('text/plain')
    const lead = columns.flatMap(column => column.leads).find(one => one.id === id)
    if (lead && !shown.includes(lead)) ask(lead, state)
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  const heading = `sales-${state}`
  return (
    <section
      className="sales-column"
      aria-labelledby={heading}
      data-over={isOver || undefined}
      {...(category?.mayWrite && { onDrop: drop, onDragOver: over, onDragLeave: () => setOver(false) })}
    >
      <Title order={2} id={heading}>
        {named('state', state)} <span className="figures quiet">{count(leads)}</span>
      </Title>
      {valueCents > 0 && (
        <Text size="sm" c="dimmed" className="figures">
          {money(valueCents)}
        </Text>
      )}
      {leads === 0 ? (
        <Text size="sm" c="dimmed" className="sales-empty">
          {say('ui.leads.empty-column')}
        </Text>
      ) : (
        <ul>
          {shown.map(lead => (
            <LeadCard key={lead.id} lead={lead} mayWrite={category?.mayWrite === true} ask={ask} />
          ))}
        </ul>
      )}
      {leads > shown.length && (
        <Text size="sm" c="dimmed">
          {say('ui.leads.column-more', { shown: shown.length })}
        </Text>
      )}
    </section>
  )
}

function LeadCard({ lead, mayWrite, ask }: { lead: ListedLead; mayWrite: boolean; ask: ColumnProps['ask'] }) {
  const say = useText()
  const { values, person, source } = lead
  return (
    <li
      className="sales-card"
      data-lead={lead.id}
      draggable={mayWrite}
      onDragStart={event => event.dataTransfer.setData('text/plain', lead.id)}
    >
      <Link to="/leads/$lead" params={{ lead: lead.id }} className="row-link any-name">
        {person.name ?? say('ui.person.nameless')}
      </Link>
      <Text size="sm" className="any-name">
        {subjectOf(lead)}
      </Text>
      <Text size="sm" c="dimmed" className="figures">
        {[typeof values.value === 'number' ? money(values.value) : null, source.name].filter(Boolean).join(' · ')}
      </Text>
      {mayWrite && (
        <Group mt={4}>
          <MoveMenu lead={lead} ask={ask} />
        </Group>
      )}
    </li>
  )
}
