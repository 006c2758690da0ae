/** The chat of the website: whether it is open for the purpose, how it comes to the pages, and where it is answered. */

import { Anchor, Button, Code, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { DoorAnswer } from './chat-answers.ts'
import { useDoor, useOpening } from './chat-asks.web.ts'
import './chats.css'

export function ChatDoor() {
  const say = useText()
  const door = useDoor()
  return (
    <Page title={say('ui.chats.title')} width="reading">
      <Loaded query={door} height={200}>
        {found => <Door door={found} />}
      </Loaded>
    </Page>
  )
}

function Door({ door: { isOpen, mayOpen, ofAnother, link, snippet } }: { door: DoorAnswer }) {
  const say = useText()
  const opening = useOpening()
  return (
    <Stack gap="sm">
      <ProblemNotice error={opening.error} />
      <Text maw={680}>{say(isOpen ? 'ui.chats.open-why' : 'ui.chats.closed-why')}</Text>
      {ofAnother !== null && <Text>{say('ui.chats.of-another', { purpose: ofAnother })}</Text>}
      <Group gap="sm">
        {mayOpen && (
          <Button variant="default" loading={opening.isPending} onClick={() => opening.mutate(!isOpen)}>
            {say(isOpen ? 'ui.chats.close' : 'ui.chats.open')}
          </Button>
        )}
        <Button variant="default" renderRoot={props => <Link {...props} to="/inbox" />}>
          {say('ui.chats.to-inbox')}
        </Button>
      </Group>
      {isOpen && (
        <>
          <Text>
            {say('ui.chats.how-page')}{' '}
            <Anchor href={link} target="_blank" rel="noreferrer" underline="always">
              {link}
            </Anchor>
          </Text>
          <Text>{say('ui.chats.how-snippet')}</Text>
          <Code block className="chat-snippet">
            {snippet}
          </Code>
        </>
      )}
    </Stack>
  )
}
