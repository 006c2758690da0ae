/** Two who write at once are told of each other before either saves, each save is shown with who and why, and nothing typed is lost. */

import { Alert, Button, Group, List, Text, Title } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'

/** A revision as it came from the server. */
export interface Kept<Value> {
  readonly revision: number
  readonly value: Value
  readonly at?: string
  readonly by?: { readonly name: string | null }
}

/** What is being written, on top of the revision that it began from. */
export function useRevised<Value>(latest: Kept<Value>) {
  const [value, setValue] = useState(latest.value)
  const [expected, expect] = useState(latest.revision)
  return {
    value,
    setValue,
    expected,
    /** Somebody else's, saved since. */
    meanwhile: latest.revision > expected ? latest : undefined,
    goOn: () => expect(latest.revision),
    takeTheirs: () => {
      setValue(latest.value)
      expect(latest.revision)
    },
    /** One's own save has become this revision. */
    saved: expect,
  }
}

/** A part of something in words: what it is called, and what it says. */
export type Said = readonly [label: string, value: string]

/** What the second says otherwise than the first. */
export const saidOtherwise = (before: readonly Said[], after: readonly Said[]): readonly Said[] =>
  after.filter(([label, value]) => before.find(([same]) => same === label)?.[1] !== value)

interface MeanwhileProps {
  readonly theirs: Kept<unknown>
  /** Where it differs from what is written here, in their words. */
  readonly differences: readonly Said[]
  readonly goOn: () => void
  readonly takeTheirs: () => void
}

export function Meanwhile({ theirs, differences, goOn, takeTheirs }: MeanwhileProps) {
  const say = useText()
  const name = theirs.by?.name ?? say('ui.accountability.unknown-author')
  return (
    <Alert
      role="alert"
      color="amber"
      icon={<IconUsers aria-hidden />}
      title={say('ui.accountability.meanwhile')}
      my="sm"
    >
      {say('ui.accountability.meanwhile-why', { name, at: moment(theirs.at ?? '') })}
      {differences.length === 0 && <Text mt={4}>{say('ui.accountability.meanwhile-same')}</Text>}
      <SaidList said={differences} />
      <Group mt="sm">
        <Button size="compact-md" onClick={goOn}>
          {say('ui.accountability.mine-on-top')}
        </Button>
        <Button size="compact-md" variant="default" onClick={takeTheirs}>
          {say('ui.accountability.take-theirs')}
        </Button>
      </Group>
    </Alert>
  )
}

function SaidList({ said }: { said: readonly Said[] }) {
  const say = useText()
  return (
    <List size="sm" mt={4}>
      {said.map(([label, value]) => (
        <List.Item key={label}>
          <strong>{label}</strong>
          {label.endsWith('?') ? ' ' : ': '}
          <span className="any-name">{value === '' ? say('ui.accountability.empty') : value}</span>
        </List.Item>
      ))}
    </List>
  )
}

interface SavedRevision {
  readonly revision: number
  readonly at: string
  readonly by: { readonly name: string | null }
  readonly why: string
  readonly said: readonly Said[]
}

/** Newest first, each with what it changed. */
export function Revisions({ revisions }: { revisions: readonly SavedRevision[] }) {
  const say = useText()
  if (revisions.length === 0) return null
  return (
    <section aria-labelledby="revisions" className="revisions">
      <Title order={2} id="revisions">
        {say('ui.accountability.history')}
      </Title>
      <ol reversed className="saves">
        {revisions.map(({ revision, at, by, why, said }, index) => (
          <li key={revision}>
            <Text className="figures">
              {say('ui.accountability.saved-by', {
                revision,
                name: by.name ?? say('ui.accountability.unknown-author'),
                at: moment(at),
              })}
            </Text>
            <Text className="any-name">{why}</Text>
            <SaidList
              said={saidOtherwise(revisions[index + 1]?.said ?? [], said).filter(
                ([, value]) => value !== '' || index < revisions.length - 1,
              )}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}
