/** When two have changed the same words, both are shown and one is chosen; everything else has been joined already. */

import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { inWords } from '../notice/merge.ts'
import type { Conflict, DraftStore } from './draft-store.ts'

export function DraftConflict({ conflict, store }: { conflict: Conflict; store: DraftStore }) {
  const say = useText()
  const { by, collisions, text } = conflict
  const [choices, choose] = useState<readonly ('mine' | 'theirs')[]>(() => collisions.map(() => 'mine'))
  const isWhole = text === undefined
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={say('ui.drafts.conflict', { name: by })}
    >
      <Text mb="md">{say(isWhole ? 'ui.drafts.conflict-whole' : 'ui.drafts.conflict-parts')}</Text>
      {!isWhole && (
        <Stack>
          {collisions.map((one, i) => (
            <Radio.Group
              key={one.path.join('.')}
              label={<code>{one.path.join(' › ')}</code>}
              value={choices[i] ?? 'mine'}
              onChange={value => choose(choices.with(i, value === 'theirs' ? 'theirs' : 'mine'))}
            >
              <div className="collision">
                <Radio.Card value="mine" p="sm">
                  <Radio.Indicator />
                  <strong>{say('ui.drafts.mine')}</strong>
                  <pre>{one.mine === undefined ? say('ui.drafts.taken-away') : inWords(one.mine)}</pre>
                </Radio.Card>
                <Radio.Card value="theirs" p="sm">
                  <Radio.Indicator />
                  <strong>{by}</strong>
                  <pre>{one.theirs === undefined ? say('ui.drafts.taken-away') : inWords(one.theirs)}</pre>
                </Radio.Card>
              </div>
            </Radio.Group>
          ))}
        </Stack>
      )}
      <Group mt="md">
        {isWhole ? (
          <>
            <Button onClick={() => store.settle('mine')}>{say('ui.drafts.keep-mine')}</Button>
            <Button variant="default" onClick={() => store.settle('theirs')}>
              {say('ui.drafts.keep-theirs', { name: by })}
            </Button>
          </>
        ) : (
          <Button onClick={() => store.settle(choices)}>{say('ui.drafts.join')}</Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mt="sm">
        {say('ui.drafts.conflict-kept')}
      </Text>
    </Modal>
  )
}
