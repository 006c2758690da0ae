/** Before a sales call the gate is asked: only its yes shows the number, and the call is on record with it. */

import { Button, Checkbox, Group, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { phoneText } from '../../web/value.ts'
import { useWriting } from '../../web/writing.ts'
import type { LeadAnswer } from './sales-answers.ts'
import { useSalesVerbs } from './sales-asks.web.ts'

export function CallDialog({ lead, close }: { lead: LeadAnswer; close: () => void }) {
  const say = useText()
  const { call } = useSalesVerbs()
  const [isChecked, setChecked] = useState(false)
  const isConsumer = lead.values.capacity !== 'business'
  const calling = useWriting({ mutationFn: () => call(lead.id, isChecked) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!calling.isPending) calling.mutate()
  }
  return (
    <Dialog title={say('ui.leads.call-title')} close={close}>
      {calling.data ? (
        <>
          <Text role="status" fw={560}>
            {calling.data.allowed
              ? say('ui.leads.may-call', { phone: phoneText(calling.data.phone ?? '') })
              : say('ui.leads.may-not-call')}
          </Text>
          <Text size="sm">{calling.data.why}</Text>
          <Group mt="md">
            <Button onClick={close} data-autofocus>
              {say('ui.close')}
            </Button>
          </Group>
        </>
      ) : (
        <form onSubmit={submit}>
          <Text size="sm">{say('ui.leads.call-script')}</Text>
          {isConsumer && (
            <>
              <Text size="sm" mt="xs">
                {say('ui.leads.call-rule')}
              </Text>
              <Checkbox
                mt="sm"
                label={say('ui.leads.ban-checked')}
                checked={isChecked}
                onChange={({ currentTarget }) => setChecked(currentTarget.checked)}
                data-autofocus
              />
            </>
          )}
          <ProblemNotice error={calling.error} />
          <DialogButtons send={say('ui.leads.call-ask')} sending={calling.isPending} close={close} />
        </form>
      )}
    </Dialog>
  )
}
