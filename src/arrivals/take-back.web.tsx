/** An arrival is taken back after it has been said what goes and what stays, and why it is done. */

import { Button, Group, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useState } from 'react'
import { Dialog } from '../../web/dialog.tsx'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { TakenBackAnswer } from './arrival-answers.ts'
import { type TakeBackWhy, useBeforeTakingBack, useTakingBack } from './arrival-asks.web.ts'

const reasons: readonly TakeBackWhy[] = ['wrong-person', 'by-mistake', 'not-genuine']

export function TakeBack({ id }: { id: string }) {
  const say = useText()
  const [asked, setAsked] = useState(false)
  return (
    <div className="arrival-undo">
      <Button
        color="brick"
        variant="outline"
        leftSection={<IconArrowBackUp size={17} aria-hidden />}
        onClick={() => setAsked(true)}
      >
        {say('ui.arrivals.undo.act')}
      </Button>
      {asked && <Asking id={id} close={() => setAsked(false)} />}
    </div>
  )
}

function Asking({ id, close }: { id: string; close: () => void }) {
  const say = useText()
  const before = useBeforeTakingBack(id)
  const taking = useTakingBack(id)
  const [why, setWhy] = useState<TakeBackWhy | undefined>(undefined)
  const take = (reason: TakeBackWhy) =>
    taking.mutate(reason, {
      onSuccess: () => {
        tell(say('ui.arrivals.undo.done'))
        close()
      },
    })
  return (
    <Dialog title={say('ui.arrivals.undo.ask')} close={close}>
      <Stack gap="sm">
        {before.isPending && <Skeleton height={60} aria-hidden />}
        {before.data && <Consequences {...before.data} />}
        <ProblemNotice error={before.error ?? taking.error} />
        {before.data && (
          <Radio.Group
            label={say('ui.arrivals.undo.why-label')}
            value={why ?? ''}
            onChange={value => setWhy(reasons.find(one => one === value))}
          >
            <Stack gap={6} mt={6}>
              {reasons.map(one => (
                <Radio key={one} value={one} label={say(`ui.arrivals.undo.why.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Group mt="xs">
          {before.data && (
            <Button color="brick" disabled={!why} loading={taking.isPending} onClick={() => why && take(why)}>
              {say('ui.arrivals.undo.act')}
            </Button>
          )}
          <Button variant="default" onClick={close}>
            {say('ui.arrivals.undo.keep')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

function Consequences({ person, values, statements, prohibitions, task }: TakenBackAnswer) {
  const say = useText()
  const would = (what: 'person' | 'values' | 'statements' | 'prohibitions' | 'task', of = 0) =>
    say(`ui.arrivals.undo.would.${what}`, { count: count(of) })
  return (
    <div>
      {person && <Text>{would('person')}</Text>}
      {values > 0 && <Text>{would('values', values)}</Text>}
      {statements > 0 && <Text>{would('statements', statements)}</Text>}
      {prohibitions > 0 && <Text>{would('prohibitions', prohibitions)}</Text>}
      {task && <Text>{would('task')}</Text>}
      <Text c="dimmed" mt={6}>
        {say('ui.arrivals.undo.content-stays')}
      </Text>
    </div>
  )
}
