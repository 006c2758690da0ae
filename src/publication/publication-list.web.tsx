/** Agreements to publish, one under another: what is published, in which state, in which places it still stands, and what may be done. */

import { Badge, Button, FileButton, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { PublicationAnswer } from './publication-answers.ts'
import { useAddingFile, usePublicationVerbs } from './publication-asks.web.ts'
import { Papers } from './publication-papers.web.tsx'
import { Signing } from './publication-signing.web.tsx'
import './publication.css'
import { useWriting } from '../../web/writing.ts'

/** `about`: with whose it is, where that does not stand on the page already. */
export const PublicationItems = ({ items, about }: { items: readonly PublicationAnswer[]; about: boolean }) => (
  <ul className="publication-list">
    {items.map(one => (
      <Item key={one.id} one={one} about={about} />
    ))}
  </ul>
)

function Item({ one, about }: { one: PublicationAnswer; about: boolean }) {
  const say = useText()
  return (
    <li>
      <Group gap="xs">
        {about && (
          <Link to="/customers/$person" params={{ person: one.person.id }} className="row-link any-name">
            {one.person.name ?? say('ui.person.nameless')}
          </Link>
        )}
        <Badge variant="light" tt="none">
          {say(`ui.published.state.${one.state}`)}
        </Badge>
        <Text size="sm">{say(`ui.published.kinds.${one.kind}`)}</Text>
        <Text size="sm" c="dimmed" className="figures">
          {say('ui.published.until-day', { day: date(one.until) })}
        </Text>
      </Group>
      <blockquote lang={one.lang}>{one.content}</blockquote>
      <Text size="sm" className="any-name">
        {[one.name, one.photo ? say('ui.published.has-photo') : null].filter(Boolean).join(' · ')}
      </Text>
      <ul className="publication-places">
        {one.places.map(({ place, task, down }) => (
          <li key={place}>
            <Text size="sm" className="any-name">
              {down
                ? say('ui.published.place-down', { place })
                : task
                  ? say('ui.published.place-to-do', { place })
                  : place}
            </Text>
          </li>
        ))}
      </ul>
      <Word one={one} />
      <Papers one={one} />
      <Acts one={one} />
    </li>
  )
}

/** Who said yes, when and how; before that when they were asked, and when it ended. */
function Word({ one: { askedAt, agreed, endedAt } }: { one: PublicationAnswer }) {
  const say = useText()
  const name = agreed?.name ?? say('ui.person.nameless')
  return (
    <Text size="sm" c="dimmed" className="any-name figures">
      {[
        askedAt && agreed?.how !== 'paper' ? say('ui.published.asked-at', { at: moment(askedAt) }) : null,
        agreed && say(`ui.published.agreed-by.${agreed.how}`, { name, at: moment(agreed.at) }),
        endedAt && say('ui.published.ended-at', { at: moment(endedAt) }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </Text>
  )
}

function Acts({ one: { id, state } }: { one: PublicationAnswer }) {
  const say = useText()
  const client = useQueryClient()
  const { send, end } = usePublicationVerbs()
  const [signing, setSigning] = useState(false)
  const [asked, setAsked] = useState<'taken-back' | 'withdrawn' | undefined>(undefined)
  const adding = useAddingFile(id, 'photo', () => client.invalidateQueries({ queryKey: ['register'] }))
  const sending = useWriting({ mutationFn: () => send(id), onSuccess: () => tell(say('ui.published.sent')) })
  const ending = useWriting({
    mutationFn: (because: 'taken-back' | 'withdrawn') => end(id, because),
    onSuccess: () => setAsked(undefined),
  })
  const isOpen = state === 'draft' || state === 'asked'
  if (!isOpen && state !== 'shown') return null
  return (
    <>
      <ProblemNotice error={sending.error ?? adding.error} />
      <Group gap="xs" mt={4}>
        {isOpen && (
          <Button size="compact-sm" loading={sending.isPending} onClick={() => sending.mutate()}>
            {say(state === 'draft' ? 'ui.published.send' : 'ui.published.send-again')}
          </Button>
        )}
        {state === 'draft' && (
          <FileButton accept=".png,.jpg,.jpeg" onChange={file => file && adding.mutate(file)}>
            {props => (
              <Button {...props} variant="default" size="compact-sm" loading={adding.isPending}>
                {say('ui.published.add-photo')}
              </Button>
            )}
          </FileButton>
        )}
        {isOpen && (
          <Button variant="default" size="compact-sm" onClick={() => setSigning(true)}>
            {say('ui.published.signed')}
          </Button>
        )}
        {state === 'shown' && (
          <Button variant="default" size="compact-sm" onClick={() => setAsked('withdrawn')}>
            {say('ui.published.customer-withdrew')}
          </Button>
        )}
        <Button variant="default" size="compact-sm" onClick={() => setAsked('taken-back')}>
          {say('ui.published.take-back')}
        </Button>
      </Group>
      {asked && (
        <Dialog
          title={say(asked === 'withdrawn' ? 'ui.published.customer-withdrew' : 'ui.published.take-back')}
          close={() => setAsked(undefined)}
        >
          <form
            onSubmit={event => {
              event.preventDefault()
              if (!ending.isPending) ending.mutate(asked)
            }}
          >
            <Text>{say('ui.published.end-why')}</Text>
            <ProblemNotice error={ending.error} />
            <DialogButtons
              send={say('ui.published.take-back')}
              sending={ending.isPending}
              close={() => setAsked(undefined)}
            />
          </form>
        </Dialog>
      )}
      {signing && <Signing id={id} close={() => setSigning(false)} />}
    </>
  )
}
