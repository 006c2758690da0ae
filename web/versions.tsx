/** What is kept in versions is put out of use by an act that says first what that does; what each version said, when and by whom can still be read. */

import { Button, Text, Title } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import type { Actor } from '../src/register/answers.ts'
import { Dialog, DialogButtons } from './dialog.tsx'
import { moment } from './format.ts'
import { useText } from './language.ts'
import { ProblemNotice } from './problem-notice.tsx'
import { useRegister } from './purpose.tsx'
import { tell } from './tell.ts'
import './versions.css'
import { whoIs } from './who.ts'
import { useWriting } from './writing.ts'

interface Version {
  readonly n: number
  readonly name: string
  /** A moment of ISO 8601. */
  readonly at: string
  readonly by: Actor
  readonly why: string | null
}

/** The newest first; `children` is what a version said, where that is short enough to stand in a list. */
export function Versions<One extends Version>({
  of,
  children,
}: {
  of: readonly One[]
  children?: (version: One) => ReactNode
}) {
  const say = useText()
  const title = useId()
  return (
    <section aria-labelledby={title}>
      <Title order={2} size="h4" id={title} mb="xs">
        {say('ui.versions.title')}
      </Title>
      <ol reversed className="versions">
        {of.map(version => (
          <li key={version.n}>
            <Text fw={560} className="any-name">
              {version.name}
            </Text>
            {children?.(version)}
            <Text size="sm" c="dimmed" className="any-name">
              {[moment(version.at), whoIs(version.by, say), version.why].filter(Boolean).join(' · ')}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface Ended {
  /** Whose words they are: `end`, `end-why` and `ended`. */
  readonly words: 'segments' | 'inferences' | 'compose' | 'slots'
  /** The list that it is gone from; below it in the API stands the thing itself. */
  readonly list: '/segments' | '/inference-rules' | '/letters' | '/slots'
  readonly id: string
}

/** The button, and the dialog behind it. */
export function EndAct(ended: Ended) {
  const say = useText()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {say(`ui.${ended.words}.end`)}
      </Button>
      {asking && <EndDialog {...ended} close={() => setAsking(false)} />}
    </>
  )
}

function EndDialog({ words, list, id, close }: Ended & { readonly close: () => void }) {
  const say = useText()
  const router = useRouter()
  const { write } = useRegister()
  const ending = useWriting({
    mutationFn: () => write<void>('DELETE', `${list}/${id}`),
    onSuccess: async () => {
      tell(say(`ui.${words}.ended`))
      await router.navigate({ to: list })
    },
  })
  return (
    <Dialog title={say(`ui.${words}.end`)} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault()
          ending.mutate()
        }}
      >
        <Text mb="sm">{say(`ui.${words}.end-why`)}</Text>
        <ProblemNotice error={ending.error} />
        <DialogButtons send={say(`ui.${words}.end`)} sending={ending.isPending} close={close} />
      </form>
    </Dialog>
  )
}
