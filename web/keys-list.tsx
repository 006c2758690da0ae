/** The keys that work on the screen now, by where they lead, and the switch that turns single keys off (WCAG 2.2, 2.1.4). */

import { Group, Kbd, Switch, Table, Title } from '@mantine/core'
import { Dialog } from './dialog.tsx'
import { useText } from './language.ts'
import { useShortcutList } from './shortcuts.ts'

const groups = ['everywhere', 'go', 'here'] as const

interface KeysListProps {
  readonly close: () => void
  readonly singleKeys: boolean
  readonly setSingleKeys: (on: boolean) => void
}

export function KeysList({ close, singleKeys, setSingleKeys }: KeysListProps) {
  const say = useText()
  const shortcuts = useShortcutList()
  return (
    <Dialog close={close} title={say('ui.keys.title')}>
      <Switch
        checked={singleKeys}
        onChange={event => setSingleKeys(event.currentTarget.checked)}
        label={say('ui.keys.single')}
        description={say('ui.keys.single-why')}
        mb="md"
      />
      {groups.map(group => (
        <section key={group}>
          <Title order={3} mt="sm">
            {say(`ui.keys.${group}`)}
          </Title>
          <Table withRowBorders={false} verticalSpacing={3}>
            <Table.Tbody>
              {group === 'everywhere' && (
                <KeyRow keys={['⌘K', 'Ctrl K']} says={say('ui.reach.title')} between={say('ui.keys.or')} />
              )}
              {shortcuts
                .filter(shortcut => shortcut.group === group)
                .map(({ keys, says }) => (
                  <KeyRow key={keys} keys={keys.split(' ')} says={say(says)} />
                ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </Dialog>
  )
}

function KeyRow({ keys, says, between }: { keys: readonly string[]; says: string; between?: string }) {
  return (
    <Table.Tr>
      <Table.Td w={130}>
        <Group gap={4}>
          {keys.map((key, at) => (
            <span key={key}>
              {at > 0 && between} <Kbd>{key}</Kbd>
            </span>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{says}</Table.Td>
    </Table.Tr>
  )
}
