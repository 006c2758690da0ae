/** One slot: who sees what in it, how it gets into the page, and what it was before. */

import { Button, Code, CopyButton, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { langNow, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { EndAct, Versions } from '../../web/versions.tsx'
import type { SlotDetails } from './slot-answers.ts'
import { useSlot } from './slot-asks.web.ts'
import './slots.css'

export function Slot() {
  const say = useText()
  const { slot = '' } = useParams({ strict: false })
  const found = useSlot(slot)
  const acts = found.data && (
    <>
      <Button variant="default" renderRoot={props => <Link {...props} to="/slots/$slot/edit" params={{ slot }} />}>
        {say('ui.slots.edit')}
      </Button>
      <EndAct words="slots" list="/slots" id={slot} />
    </>
  )
  return (
    <Page title={found.data?.name ?? say('ui.slots.one')} windowTitle={say('ui.slots.one')} acts={acts}>
      <Loaded query={found} height={300}>
        {details => (
          <Stack gap="lg">
            <Blocks slot={details} />
            <Snippet slot={details} />
            <Versions of={details.versions} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Blocks({ slot }: { slot: SlotDetails }) {
  const say = useText()
  return (
    <section aria-labelledby="blocks">
      <Title order={2} size="h4" id="blocks" mb="xs">
        {say('ui.slots.blocks')}
      </Title>
      <ol className="slot-blocks">
        {slot.content.blocks.map(({ name, words }, at) => {
          const shown = words[langNow()] ?? Object.values(words).find(Boolean)
          return (
            <li key={name}>
              <Text fw={560} className="any-name">
                {say('ui.slots.block-for', {
                  block: name,
                  segment: slot.blocks[at]?.segment ?? say('ui.slots.segment-ended'),
                })}
              </Text>
              {shown && (
                <blockquote className="slot-words">
                  <Text fw={560} className="any-name">
                    {shown.heading}
                  </Text>
                  {shown.text && <Text className="any-name">{shown.text}</Text>}
                  {shown.link && (
                    <Text c="dimmed" size="sm" className="any-name">
                      {shown.link.words} → {shown.link.address}
                    </Text>
                  )}
                </blockquote>
              )}
            </li>
          )
        })}
      </ol>
      <Text c="dimmed" size="sm">
        {say('ui.slots.everybody-else')}
      </Text>
    </section>
  )
}

function Snippet({ slot }: { slot: SlotDetails }) {
  const say = useText()
  return (
    <section aria-labelledby="snippet">
      <Title order={2} size="h4" id="snippet" mb="xs">
        {say('ui.slots.snippet')}
      </Title>
      <Text size="sm" mb="xs">
        {say('ui.slots.snippet-how')}
      </Text>
      <Code block className="slot-snippet" tabIndex={0}>
        {slot.snippet}
      </Code>
      <CopyButton value={slot.snippet}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" mt="xs" onClick={copy}>
            {say(copied ? 'ui.shown-once.copied' : 'ui.shown-once.copy')}
          </Button>
        )}
      </CopyButton>
    </section>
  )
}
