/** A choice is proved by the number that its visitor reads in their own browser: what, when, and in which words it was asked. */

import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { type CookieScreen, type ProofScreen, useProof } from './cookie-asks.web.ts'

type Kinds = CookieScreen['inventory']

export function ChoiceProof({ kinds }: { kinds: Kinds }) {
  const say = useText()
  const proof = useProof()
  const [visitor, setVisitor] = useState('')
  const find = (event: FormEvent) => {
    event.preventDefault()
    proof.mutate(visitor)
  }
  return (
    <section>
      <Title order={2} mb="xs">
        {say('ui.cookies.proof')}
      </Title>
      <Text maw={720} mb="sm">
        {say('ui.cookies.proof-about')}
      </Text>
      <form onSubmit={find}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={say('ui.cookies.visitor')}
            value={visitor}
            onChange={event => setVisitor(event.currentTarget.value)}
            required
            maxLength={60}
            w={340}
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" variant="default" loading={proof.isPending}>
            {say('ui.cookies.find')}
          </Button>
        </Group>
      </form>
      <ProblemNotice error={proof.error} />
      {proof.data && (
        <Stack gap="sm" mt="md" component="ol" className="choice-proofs">
          {proof.data.choices.map(choice => (
            <li key={choice.at}>
              <OneChoice choice={choice} kinds={kinds} />
            </li>
          ))}
        </Stack>
      )}
    </section>
  )
}

function OneChoice({ choice, kinds }: { choice: ProofScreen['choices'][number]; kinds: Kinds }) {
  const say = useText()
  const { at, method, categories, expiresAt, noticeVersion, gpc, words, hash, lang } = choice
  const names = categories.map(category => kinds.find(kind => kind.category === category)?.name ?? category)
  return (
    <>
      <Text fw={600}>
        {moment(at)}: {say(`ui.cookies.method.${method}`)}
      </Text>
      <Text>
        {names.length > 0 ? say('ui.cookies.agreed-to', { kinds: names.join(', ') }) : say('ui.cookies.agreed-none')}{' '}
        {say('ui.cookies.until', { at: moment(expiresAt), version: noticeVersion })}
      </Text>
      {gpc && <Text>{say('ui.cookies.gpc')}</Text>}
      {words.length > 0 && (
        <details>
          <summary>{say('ui.cookies.words')}</summary>
          <ul className="choice-words" lang={lang}>
            {words.map((line, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the words of a row never change
              <li key={nth}>{line}</li>
            ))}
          </ul>
          <Text size="sm" className="cookie-snippet">
            {say('ui.cookies.hash', { hash: hash ?? '' })}
          </Text>
        </details>
      )}
    </>
  )
}
