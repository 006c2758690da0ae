/** Whether what was written is saved, who else is writing, and the way back and forth. */

import { ActionIcon, Button, Group } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconCloudOff,
  IconHistory,
  IconUsers,
} from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { clock } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { PresenceAnswer } from './draft-answers.ts'
import type { DraftState, DraftStore, Saving } from './draft-store.ts'

interface StatusProps {
  readonly store: DraftStore
  readonly state: DraftState
  readonly others: PresenceAnswer['others']
  readonly showRevisions: () => void
  readonly draft: string
}

export function DraftStatus({ store, state: { history, saving }, others, showRevisions, draft }: StatusProps) {
  const say = useText()
  const navigate = useNavigate()
  // The publication is made of what is saved.
  const publish = async () => {
    await store.save()
    if (store.get().saving.state === 'saved') await navigate({ to: '/publications/draft/$draft', params: { draft } })
  }
  return (
    <>
      <Group gap="md" mb="sm" className="draft-status">
        <Group gap={4}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={say('ui.drafts.undo')}
            disabled={history.past.length === 0}
            onClick={store.undo}
          >
            <IconArrowBackUp size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={say('ui.drafts.redo')}
            disabled={history.future.length === 0}
            onClick={store.redo}
          >
            <IconArrowForwardUp size={18} aria-hidden />
          </ActionIcon>
          <Button variant="default" leftSection={<IconHistory size={16} aria-hidden />} onClick={showRevisions}>
            {say('ui.drafts.revisions')}
          </Button>
          <Button onClick={publish}>{say('ui.publications.publish')}</Button>
        </Group>
        <span role="status" className="draft-saved">
          <SavedWords saving={saving} />
        </span>
        {others.length > 0 && (
          <span role="status" className="draft-others">
            <IconUsers size={17} aria-hidden />
            {say('ui.drafts.others', { count: others.length, names: others.map(({ name }) => name).join(', ') })}
          </span>
        )}
      </Group>
      {saving.state === 'refused' && <ProblemNotice error={saving.error} retry={() => void store.save()} />}
    </>
  )
}

function SavedWords({ saving }: { saving: Saving }) {
  const say = useText()
  switch (saving.state) {
    case 'saved':
      return (
        <>
          <IconCheck size={17} aria-hidden />
          {saving.at === undefined ? say('ui.drafts.saved') : say('ui.drafts.saved-at', { time: clock(saving.at) })}
        </>
      )
    case 'away':
      return (
        <>
          <IconCloudOff size={17} aria-hidden />
          {say('ui.drafts.away')}
        </>
      )
    case 'signed-out':
      return (
        <>
          <IconCloudOff size={17} aria-hidden />
          {say('ui.drafts.signed-out')}{' '}
          <Link to="/sign-in" search={{ back: window.location.pathname }}>
            {say('ui.drafts.sign-in')}
          </Link>
        </>
      )
    case 'refused':
      return null
    default:
      return say('ui.drafts.saving')
  }
}
