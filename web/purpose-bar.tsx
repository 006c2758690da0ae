/** The purpose in force stands at the top left, always in view; changing it changes what is on the screen, in place. */

import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
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
      <Menu.Dropdown className="purpose-bar-list" aria-label={say('ui.purpose.choose')}>
        {purposes.map(one => (
          <Menu.Item
            key={one.id}
            role="menuitemradio"
            aria-checked={one.id === purpose.id}
            className="purpose-choice"
            leftSection={<span className="purpose-swatch" style={purposeTint(one.tint)} aria-hidden />}
            rightSection={one.id === purpose.id && <IconCheck size={17} aria-hidden />}
            onClick={() => change(one.id)}
          >
            {inOwnLanguage(one.name)}
            <Text component="span" display="block" size="sm" c="dimmed">
              {inOwnLanguage(one.explanation)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
