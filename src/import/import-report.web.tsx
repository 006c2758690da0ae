/** What was written, and the way to take all of it back: the button and its confirmation say how many persons it concerns. */

import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../web/dialog.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ImportAnswer } from './answers.ts'
import { useImportSteps } from './import-asks.web.ts'
import { OutcomeCounts } from './outcome-counts.web.tsx'
import { AlsoCounted } from './preview-step.web.tsx'

export function ImportReport({ shown }: { shown: ImportAnswer }) {
  const say = useText()
  const { counts, state, doneAt, undoneAt, undo } = shown
  if (counts === null) return null
  if (state === 'undone')
    return (
      <Alert
        color="gray"
        icon={<IconArrowBackUp aria-hidden />}
        title={say('ui.import.undone', { at: undoneAt ? moment(undoneAt) : '' })}
      >
        {undo && <UndoWords undo={undo} done />}
        <Again />
      </Alert>
    )
  const persons = counts.new + counts.changed
  return (
    <>
      <Alert
        role="status"
        color="pine"
        icon={<IconCheck aria-hidden />}
        mb="md"
        title={say('ui.import.done', { count: persons, number: count(persons), at: doneAt ? moment(doneAt) : '' })}
      >
        <Anchor component={Link} to="/customers">
          {say('ui.import.to-customers')}
        </Anchor>
      </Alert>
      <OutcomeCounts id={shown.id} counts={counts} />
      <AlsoCounted shown={shown} counts={counts} done />
      {undo && <Undo id={shown.id} undo={undo} />}
    </>
  )
}

const Again = () => {
  const say = useText()
  return (
    <Text mt="xs">
      <Anchor component={Link} to="/imports/new">
        {say('ui.import.new')}
      </Anchor>
    </Text>
  )
}

type UndoCounts = NonNullable<ImportAnswer['undo']>

/** Persons who would go, values that would go back, and what stays because somebody has changed it since. */
function UndoWords({ undo, done }: { undo: UndoCounts; done?: boolean }) {
  const say = useText()
  const tense = done ? 'did' : 'would'
  const parts = (['persons', 'values', 'left'] as const).filter(part => undo[part] > 0)
  return parts.map(part => (
    <Text key={part} mt={4}>
      {say(`ui.import.undo-${tense}.${part}`, { count: undo[part], number: count(undo[part]) })}
    </Text>
  ))
}

function Undo({ id, undo }: { id: string; undo: UndoCounts }) {
  const say = useText()
  const take = useImportSteps(id)
  const [asked, setAsked] = useState(false)
  const undoing = useWriting({ mutationFn: () => take('POST', 'undo') })
  const whole = undo.persons > 0 ? undo.persons : undo.values
  const act = say(undo.persons > 0 ? 'ui.import.undo' : 'ui.import.undo-values', { count: whole, number: count(whole) })
  if (whole === 0) return <Text mt="lg">{say('ui.import.nothing-to-undo')}</Text>
  return (
    <div className="import-go">
      <Button
        color="brick"
        variant="outline"
        leftSection={<IconArrowBackUp size={17} aria-hidden />}
        onClick={() => setAsked(true)}
      >
        {act}
      </Button>
      {asked && (
        <Dialog close={() => setAsked(false)} title={say('ui.import.undo-ask')}>
          <UndoWords undo={undo} />
          <ProblemNotice error={undoing.error} />
          <Group mt="md">
            <Button color="brick" loading={undoing.isPending} onClick={() => undoing.mutate()}>
              {act}
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              {say('ui.import.keep')}
            </Button>
          </Group>
        </Dialog>
      )}
    </div>
  )
}
