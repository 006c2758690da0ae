/** What staff have to do for the purpose in force: one's own, what is late, all, and what is settled. */

import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { LoadedList } from '../../web/loaded-list.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { NewTask } from './new-task.web.tsx'
import { whichTasks } from './task-answers.ts'
import { useTasks } from './task-asks.web.ts'
import { TaskList } from './task-list.web.tsx'

export function Tasks() {
  const say = useText()
  const [which, setWhich] = useState<(typeof whichTasks)[number]>('mine')
  const [adding, setAdding] = useState(false)
  const found = useTasks({ which })
  useShortcut('c', 'ui.tasks.add', () => setAdding(true))
  return (
    <Page
      title={say('ui.tasks.title')}
      width="reading"
      acts={
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
          {say('ui.tasks.add')}
        </Button>
      }
    >
      <SegmentedControl
        mb="md"
        aria-label={say('ui.tasks.which')}
        value={which}
        data={whichTasks.map(value => ({ value, label: say(`ui.tasks.${value}`) }))}
        onChange={value => setWhich(value)}
      />
      <LoadedList
        query={found}
        rows={found.data?.pages.flatMap(page => page.tasks)}
        height={240}
        none={<NothingYet title={say(`ui.tasks.none-${which}`)}>{say('ui.tasks.none-why')}</NothingYet>}
      >
        {tasks => <TaskList tasks={tasks} about />}
      </LoadedList>
      {adding && <NewTask person={null} close={() => setAdding(false)} />}
    </Page>
  )
}
