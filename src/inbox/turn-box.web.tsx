/** A note for staff, another owner, and what is made of a conversation: a case, a task, a request for a right. */

import { Button, Fieldset, MultiSelect, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useShortcut } from '../../web/shortcuts.ts'
import { tell } from '../../web/tell.ts'
import { kinds } from '../cases/case-answers.ts'
import { useColleagues } from '../cases/case-asks.web.ts'
import { rights } from '../rights/request-answers.ts'
import type { Conversation, NewTurn } from './inbox-answers.ts'
import { useTurn } from './inbox-asks.web.ts'

const acts = ['noted', 'assigned', 'case-made', 'task-made', 'request-made'] as const
type Act = (typeof acts)[number]

interface Typed {
  readonly words: string
  readonly mentions: readonly string[]
  readonly owner: string
  readonly kind: (typeof kinds)[number]
  readonly due: string
  readonly right: (typeof rights)[number]
}

const ownWordsOf = ({ id, messages }: Conversation): string =>
  messages
    .findLast(({ conversation, direction }) => conversation === id && direction === 'in')
    ?.folds.flatMap(({ kind, text }) => (kind === 'own' ? text.trim() : []))
    .join('\n') ?? ''

const nothingTyped = (shown: Conversation): Typed => ({
  words: '',
  mentions: [],
  owner: shown.owner?.id ?? '',
  kind: 'question',
  due: '',
  right: 'access',
})

function turnOf(act: Act, { words, mentions, owner, kind, due, right }: Typed, shown: Conversation): NewTurn {
  switch (act) {
    case 'noted':
      return { did: act, words, mentions: [...mentions] }
    case 'assigned':
      return { did: act, owner: owner === '' ? null : owner }
    case 'case-made':
      return { did: act, kind, words: words.trim() === '' ? ownWordsOf(shown) || '–' : words }
    case 'task-made':
      return { did: act, title: words, due: due === '' ? null : due }
    case 'request-made':
      return { did: act, right }
  }
}

export function TurnBox({ shown }: { shown: Conversation }) {
  const say = useText()
  const turning = useTurn()
  const choice = useRef<HTMLSelectElement>(null)
  const seesFeedback = useScope().data?.categories.some(({ id, mayWrite }) => id === 'feedback' && mayWrite) ?? false
  const isAsked = shown.turns.some(({ did }) => did === 'request-made')
  const possible = acts.filter(act => {
    if (act === 'case-made') return seesFeedback && shown.person !== null
    return act !== 'request-made' || !isAsked
  })
  const [act, setAct] = useState<Act>('noted')
  const [typed, setTyped] = useState(() => nothingTyped(shown))
  const change = (part: Partial<Typed>) => setTyped(now => ({ ...now, ...part }))
  const staff = useColleagues().data?.staff ?? []
  useShortcut('n', 'ui.inbox.keys.turn', () => choice.current?.focus())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const turn = turnOf(act, typed, shown)
    turning.mutate(
      { id: shown.id, turn, expected: act === 'assigned' ? shown.turn : null },
      {
        onSuccess: () => {
          setTyped(nothingTyped(shown))
          tell(say(`ui.inbox.told.${act}`))
        },
      },
    )
  }
  return (
    <form noValidate onSubmit={submit}>
      <Fieldset legend={say('ui.inbox.other-acts')}>
        <Stack gap="sm">
          <ProblemNotice error={turning.error} />
          <NativeSelect
            ref={choice}
            label={say('ui.inbox.act')}
            description={say(`ui.inbox.act-why.${act}`)}
            data={possible.map(value => ({ value, label: say(`ui.inbox.act-is.${value}`) }))}
            value={act}
            onChange={({ currentTarget }) => setAct(acts.find(one => one === currentTarget.value) ?? 'noted')}
          />
          {(act === 'noted' || act === 'case-made') && (
            <Textarea
              label={say(act === 'noted' ? 'ui.inbox.note' : 'ui.inbox.case-words')}
              placeholder={act === 'case-made' ? ownWordsOf(shown).slice(0, 200) : undefined}
              required={act === 'noted'}
              autosize
              minRows={2}
              maxLength={4000}
              value={typed.words}
              onChange={({ currentTarget }) => change({ words: currentTarget.value })}
            />
          )}
          {act === 'noted' && (
            <MultiSelect
              label={say('ui.inbox.mentions')}
              description={say('ui.inbox.mentions-why')}
              data={staff.map(({ id, name }) => ({ value: id, label: name }))}
              value={[...typed.mentions]}
              onChange={mentions => change({ mentions })}
            />
          )}
          {act === 'assigned' && (
            <NativeSelect
              label={say('ui.inbox.new-owner')}
              data={[
                { value: '', label: say('ui.inbox.nobody') },
                ...staff.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={typed.owner}
              onChange={({ currentTarget }) => change({ owner: currentTarget.value })}
            />
          )}
          {act === 'case-made' && (
            <NativeSelect
              label={say('ui.inbox.case-kind')}
              data={kinds.map(value => ({ value, label: say(`ui.cases.kind.${value}`) }))}
              value={typed.kind}
              onChange={({ currentTarget }) =>
                change({ kind: kinds.find(one => one === currentTarget.value) ?? 'question' })
              }
            />
          )}
          {act === 'task-made' && (
            <>
              <TextInput
                label={say('ui.inbox.task-title')}
                required
                maxLength={300}
                value={typed.words}
                onChange={({ currentTarget }) => change({ words: currentTarget.value })}
              />
              <TextInput
                type="date"
                label={say('ui.inbox.task-due')}
                value={typed.due}
                onChange={({ currentTarget }) => change({ due: currentTarget.value })}
              />
            </>
          )}
          {act === 'request-made' && (
            <NativeSelect
              label={say('ui.inbox.right')}
              data={rights.map(value => ({ value, label: say(`ui.requests.kind.${value}`) }))}
              value={typed.right}
              onChange={({ currentTarget }) =>
                change({ right: rights.find(one => one === currentTarget.value) ?? 'access' })
              }
            />
          )}
          <Button type="submit" variant="default" loading={turning.isPending} w="fit-content">
            {say(`ui.inbox.act-do.${act}`)}
          </Button>
        </Stack>
      </Fieldset>
    </form>
  )
}
