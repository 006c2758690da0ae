/** One side of a comparison is pasted, or comes from a file: the field is folded away while the comparison is looked at. */

import { Button, FileButton, Group, Text, Textarea } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { isNoticeYaml, type Place, usePasted } from './pasted.web.ts'

/** The API takes a megabyte for both sides. */
const longest = 300_000

export function PasteSide({ place }: { place: Place }) {
  const say = useText()
  const [pasted, give] = usePasted(place)
  const [text, write] = useState(pasted.text)
  const [isOpen, open] = useState(pasted.given === 0)
  const tooLong = text.length > longest
  const compare = (event: FormEvent) => {
    event.preventDefault()
    give(text)
    open(false)
  }
  if (!isOpen)
    return (
      <Group gap="xs" align="center">
        <Button variant="default" onClick={() => open(true)}>
          {say('ui.read.change-text')}
        </Button>
        {!isNoticeYaml(pasted.text) && <Text c="dimmed">{say('ui.compare.read-first')}</Text>}
      </Group>
    )
  return (
    <form onSubmit={compare}>
      <Textarea
        label={say('ui.compare.text')}
        description={say('ui.compare.text-why')}
        error={tooLong ? say('ui.read.too-long', { characters: count(text.length), limit: count(longest) }) : undefined}
        value={text}
        onChange={({ currentTarget }) => write(currentTarget.value)}
        rows={8}
        required
        spellCheck={false}
      />
      <Group mt="xs" gap="xs">
        <Button type="submit" disabled={tooLong || text.trim() === ''}>
          {say('ui.compare.do')}
        </Button>
        <FileButton
          onChange={file => file && void file.text().then(write)}
          accept=".yaml,.yml,.txt,.md,.html,.htm,text/plain,text/markdown,text/html"
        >
          {props => (
            <Button {...props} variant="default" leftSection={<IconFileText size={17} aria-hidden />}>
              {say('ui.read.open-file')}
            </Button>
          )}
        </FileButton>
        <Text c="dimmed">{say('ui.read.not-kept')}</Text>
      </Group>
    </form>
  )
}
