/** The signed-in person's own corner: account, language, appearance, and the way out. */

import { ActionIcon, Avatar, Button, Divider, Popover, Stack, Text } from '@mantine/core'
import { IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount } from './account.ts'
import { Appearance } from './appearance.tsx'
import { ask } from './ask.ts'
import { initials } from './format.ts'
import { useText } from './language.ts'

export function AccountMenu() {
  const say = useText()
  const account = useAccount()
  const client = useQueryClient()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const leave = async () => {
    await ask('/sign-out', { method: 'POST' })
    client.clear()
    await router.navigate({ to: '/sign-in' })
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <ActionIcon size={36} radius="xl" aria-label={say('ui.account-menu.menu')} onClick={() => setOpen(!open)}>
          <Avatar size={32} color="pine" name={account.name}>
            {initials(account.name)}
          </Avatar>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('ui.account-menu.menu')}>
        <Stack gap="sm">
          <div>
            <Text fw={600}>{account.name}</Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {account.email}
            </Text>
          </div>
          <Appearance />
          <Divider />
          <Button
            component={Link}
            to="/account"
            variant="default"
            leftSection={<IconUserCircle size={18} aria-hidden />}
            onClick={() => setOpen(false)}
          >
            {say('ui.account.title')}
          </Button>
          <Button variant="default" leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void leave()}>
            {say('ui.account-menu.leave')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
