/** A link or a key that is shown once: said so plainly, easy to copy, gone when closed. */

import { Button, CopyButton, Group, Modal, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from './language.ts'

interface ShownOnceProps {
  readonly title: string
  readonly why: string
  readonly label: string
  readonly secret: string | undefined
  readonly close: () => void
  /** What else is shown of it. */
  readonly children?: ReactNode
}

export function ShownOnce({ title, why, label, secret, close, children }: ShownOnceProps) {
  const say = useText()
  return (
    <Modal
      opened={secret !== undefined}
      onClose={close}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': say('ui.close') }}
    >
      <Text mb="sm">{why}</Text>
      <TextInput
        label={label}
        readOnly
        data-autofocus
        value={secret ?? ''}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      {children}
      <Group mt="md">
        <CopyButton value={secret ?? ''}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
            >
              {say(copied ? 'ui.shown-once.copied' : 'ui.shown-once.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={close}>
          {say('ui.shown-once.close')}
        </Button>
      </Group>
    </Modal>
  )
}
