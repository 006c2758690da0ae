/** Before a campaign is started its numbers are told; every act can say why. */

import { Skeleton, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { AudienceNumbers } from './audience-count.web.tsx'
import type { Act, CampaignDetails } from './campaign-answers.ts'
import { useActing, useAudience } from './campaign-asks.web.ts'

interface ActProps {
  readonly campaign: CampaignDetails
  readonly act: Exclude<Act, 'choose'>
  readonly close: () => void
}

export function CampaignAct({ campaign, act, close }: ActProps) {
  const say = useText()
  const acting = useActing(campaign)
  const [why, setWhy] = useState('')
  const isStart = act === 'start'
  const { kind, channel, plan } = campaign
  const audience = useAudience(
    isStart ? { kind, channel, segment: plan.segment, but: plan.but, productGroup: plan.productGroup } : undefined,
  )
  const waiting = campaign.recipients.find(({ outcome }) => outcome === 'waiting')?.persons ?? 0
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isStart && !audience.data) return
    acting.mutate(
      { act, ...(why.trim() && { why: why.trim() }) },
      {
        onSuccess: () => {
          tell(say(`ui.campaigns.acted.${act}`))
          close()
        },
      },
    )
  }
  return (
    <Dialog title={say(`ui.campaigns.act.${act}`)} close={close}>
      <form noValidate onSubmit={send}>
        {isStart && (
          <div aria-live="polite">
            <ProblemNotice error={audience.error} retry={() => void audience.refetch()} />
            {audience.isPending && <Skeleton height={90} />}
            {audience.data && <AudienceNumbers audience={audience.data} />}
          </div>
        )}
        <Text my="sm">{say(`ui.campaigns.act-why.${act}`, { n: count(waiting) })}</Text>
        <TextInput
          label={say('ui.campaigns.why')}
          maxLength={500}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <ProblemNotice error={acting.error} />
        <DialogButtons
          send={
            isStart && audience.data
              ? say('ui.campaigns.start-to', { n: count(audience.data.allowed) })
              : say(`ui.campaigns.act.${act}`)
          }
          sending={acting.isPending}
          close={close}
        />
      </form>
    </Dialog>
  )
}
