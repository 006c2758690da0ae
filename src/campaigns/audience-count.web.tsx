/** How many a campaign would reach now, and who would be left out and why: counted when it is asked for. */

import { Button, Paper, Text } from '@mantine/core'
import { useState } from 'react'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Audience, AudienceAsked } from './campaign-answers.ts'
import { useAudience } from './campaign-asks.web.ts'

export function AudienceCount({ asked }: { asked: AudienceAsked }) {
  const say = useText()
  const [counted, setCounted] = useState<AudienceAsked>()
  const found = useAudience(counted)
  const isOf = JSON.stringify(counted) === JSON.stringify(asked)
  return (
    <Paper withBorder p="md" component="section" aria-label={say('ui.campaigns.count')}>
      <ProblemNotice error={isOf ? found.error : null} retry={() => void found.refetch()} />
      <div aria-live="polite" aria-busy={found.isFetching}>
        {isOf && found.data && !found.isPlaceholderData ? (
          <AudienceNumbers audience={found.data} />
        ) : (
          <Text c="dimmed">{say('ui.campaigns.count-why')}</Text>
        )}
      </div>
      <Button
        mt="sm"
        size="compact-md"
        variant="default"
        loading={found.isFetching}
        onClick={() => (isOf ? void found.refetch() : setCounted(asked))}
      >
        {say('ui.campaigns.count')}
      </Button>
    </Paper>
  )
}

export function AudienceNumbers({ audience: { persons, allowed, leftOut } }: { audience: Audience }) {
  const say = useText()
  return (
    <>
      <Text className="figures campaign-number">{count(allowed)}</Text>
      <Text>{say('ui.campaigns.would-get', { of: count(persons) })}</Text>
      {leftOut.length > 0 && (
        <>
          <Text mt="sm" fw={560}>
            {say('ui.campaigns.left-out')}
          </Text>
          <ul className="campaign-left-out">
            {leftOut.map(({ reason, name, persons: n }) => (
              <li key={reason}>
                <span className="figures">{count(n)}</span> {name}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
