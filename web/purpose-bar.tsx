/** The purpose in force stands at the top left, always in view; changing it changes what is on the screen, in place. */

import { Kbd, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { inOwnLanguage } from './account.ts'
import { useText } from './language.ts'
import { useWorkingFor } from './purpose.tsx'
import { purposeTint } from './purpose-tint.ts'
import { useShortcut } from './shortcuts.ts'

export function PurposeBar() {
  const say = useText()
  const { purpose, purposes, change } = useWorkingFor()
  const [open, setOpen] = useState(false)
  useShortcut('p', 'ui.keys.purpose', () => setOpen(true), 'everywhere', purposes.length > 0)
  if (purpose === undefined) return <p className="purpose-bar purpose-bar-none">{say('ui.purpose.none')}</p>
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" width={360} keepMounted={false}>
      <Menu.Target>
        <UnstyledButton className="purpose-bar" style={purposeTint(purpose.tint)}>
          <span className="purpose-bar-label">{say('ui.purpose.working-for')}</span>
          <span className="purpose-bar-name">{inOwnLanguage(purpose.name)}</span>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={say('ui.purpose.choose')}>
        <Menu.Label>
          {say('ui.purpose.choose')} <Kbd size="xs">p</Kbd>
        </Menu.Label>
        <Menu.RadioGroup value={purpose.id} onChange={change}>
          {purposes.map(one => (
            <Menu.RadioItem key={one.id} value={one.id} closeMenuOnClick className="purpose-choice">
              <span className="purpose-swatch" style={purposeTint(one.tint)} aria-hidden />
              {inOwnLanguage(one.name)}
              <Text component="span" display="block" size="sm" c="dimmed">
                {inOwnLanguage(one.explanation)}
              </Text>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
