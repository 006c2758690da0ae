/** What is to be done about this person, on their page. */

import { Title } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import type { PersonPart } from '../../web/person-parts.tsx'
import { NewTask } from './new-task.web.tsx'
import { useTasks } from './task-asks.web.ts'
import { AddButton, TaskList } from './task-list.web.tsx'

export function PersonTasks({ card }: PersonPart) {
  const say = useText()
  const [adding, setAdding] = useState(false)
  const found = useTasks({ which: 'all', person: card.id })
  return (
    <section className="panel" aria-labelledby="tasks">
      <Title order={2} id="tasks">
        {say('ui.tasks.title')}
      </Title>
      <LoadedList query={found} rows={found.data?.pages.flatMap(page => page.tasks)} height={40} none={null}>
        {tasks => <TaskList tasks={tasks} about={false} />}
      </LoadedList>
      <AddButton add={() => setAdding(true)} />
      {adding && <NewTask person={card.id} close={() => setAdding(false)} />}
    </section>
  )
}
