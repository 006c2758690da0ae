/** A call or a meeting with the person on the screen is written down by a button. */

import { Button, Kbd } from '@mantine/core'
import { IconPhonePlus } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useText } from '../../web/language.ts'
import type { PersonPart } from '../../web/person-parts.tsx'
import { kindsIn, LogDialog } from './quick-log.web.tsx'

export function LogOfPerson({ card, scope }: PersonPart) {
  const say = useText()
  const kinds = kindsIn(scope)
  const [open, setOpen] = useState(false)
  if (kinds.length === 0) return null
  return (
    <>
      <Button
        size="sm"
        mb="sm"
        variant="default"
        leftSection={<IconPhonePlus size={17} aria-hidden />}
        rightSection={<Kbd size="xs">L</Kbd>}
        onClick={() => setOpen(true)}
      >
        {say('ui.log.title')}
      </Button>
      <Suspense>{open && <LogDialog kinds={kinds} person={card.id} close={() => setOpen(false)} />}</Suspense>
    </>
  )
}
