/** A dialog has the keyboard while it is there, and gives it back to where it was. */

import { Button, Group, Modal } from '@mantine/core'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { useText } from './language.ts'

interface DialogProps {
  readonly title: string
  readonly close: () => void
  /** What gets the keyboard back where it was in something that goes away itself, as a menu does. */
  readonly back?: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

export function Dialog({ title, close, back, children }: DialogProps) {
  const say = useText()
  // Mantine gives the focus back when `opened` changes, not when an open dialog is taken away.
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (back?.current) return void setTimeout(() => back.current?.focus())
      const there = before instanceof HTMLElement && before.isConnected && before !== document.body
      const to = there ? before : document.querySelector<HTMLElement>('main')
      setTimeout(() => to?.focus())
    },
    [before, back],
  )
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': say('ui.close') }}>
      {children}
    </Modal>
  )
}

/** The end of a dialog's form: `send` says what happens, and there is a way out. */
export function DialogButtons({ send, sending, close }: { send: string; sending: boolean; close: () => void }) {
  const say = useText()
  return (
    <Group mt="xs">
      <Button type="submit" loading={sending}>
        {send}
      </Button>
      <Button variant="default" onClick={close}>
        {say('ui.cancel')}
      </Button>
    </Group>
  )
}
