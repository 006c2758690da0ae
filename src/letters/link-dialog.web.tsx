/** A link is given by its address, and nothing is taken that a letter may not have. */

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { asLink } from './as-link.web.ts'
import { isLink } from './link.ts'

interface LinkDialogProps {
  readonly href: string
  /** Empty when there is to be none. */
  readonly put: (href: string) => void
  readonly close: () => void
}

export function LinkDialog({ href, put, close }: LinkDialogProps) {
  const say = useText()
  const [typed, setTyped] = useState(href)
  const [isWrong, setIsWrong] = useState(false)
  return (
    <Dialog title={say('ui.compose.tool.link')} close={close}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          event.stopPropagation() // a dialog stands in the form of the letter
          const link = asLink(typed)
          if (link === '' || isLink(link)) put(link)
          else setIsWrong(true)
        }}
      >
        <TextInput
          label={say('ui.compose.href')}
          description={say('ui.compose.href-why')}
          data-autofocus
          type="url"
          maxLength={1000}
          value={typed}
          error={isWrong && say('ui.compose.href-wrong')}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <DialogButtons send={say('ui.compose.link-put')} sending={false} close={close} />
      </form>
    </Dialog>
  )
}
