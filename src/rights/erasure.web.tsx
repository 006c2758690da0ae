/** What goes and what stays, why and until when is seen before anything is erased, and the erasure itself says that it is for good. */

import { Alert, Button, Checkbox, Fieldset, Group, Skeleton, Stack, Table, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { saveFile } from '../../web/ask.ts'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useRegister } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { ErasurePlanAnswer } from './act-answers.ts'
import { useAct } from './act-form.web.tsx'
import type { RequestAnswer } from './request-answers.ts'

export function Erasure({ request }: { request: RequestAnswer }) {
  const say = useText()
  const { ask } = useRegister()
  const [claims, setClaims] = useState(false)
  const [why, setWhy] = useState('')
  const [sure, setSure] = useState(false)
  const looking = useWriting({
    mutationFn: (claims: boolean) =>
      ask<ErasurePlanAnswer>(`/requests/${request.id}/erasure/plan`, { method: 'POST', body: { claims } }),
  })
  const sending = useAct(request, 'erased', 'erasure')
  const plan = looking.data
  return (
    <Fieldset legend={say('ui.requests.act.erased.title')}>
      <Stack gap="sm">
        <ProblemNotice error={looking.error} />
        <Text size="sm" c="dimmed">
          {say('ui.requests.act.erased.why')}
        </Text>
        <Checkbox
          label={say('ui.requests.act.erased.claim')}
          checked={claims}
          onChange={({ currentTarget }) => {
            setClaims(currentTarget.checked)
            if (plan) looking.mutate(currentTarget.checked)
          }}
        />
        <div>
          <Button variant="default" loading={looking.isPending} onClick={() => looking.mutate(claims)}>
            {say('ui.requests.act.erased.preview')}
          </Button>
        </div>
        {looking.isPending && !plan && <Skeleton height={160} aria-hidden />}
        {plan && <Plan plan={plan} />}
        {plan && !plan.held && (
          <div>
            <Button color="brick" onClick={() => setSure(true)}>
              {say('ui.requests.act.erased.do')}
            </Button>
          </div>
        )}
      </Stack>
      {sure && (
        <Dialog title={say('ui.requests.act.erased.sure')} close={() => setSure(false)}>
          <form
            noValidate
            onSubmit={event => {
              event.preventDefault()
              sending.mutate(claims ? { claim: { why } } : {}, { onSuccess: () => setSure(false) })
            }}
          >
            <Stack gap="sm">
              <ProblemNotice error={sending.error} />
              <Text>{say('ui.requests.act.erased.no-undo')}</Text>
              {claims && (
                <Textarea
                  label={say('ui.requests.act.erased.claim-why')}
                  required
                  autosize
                  minRows={2}
                  maxLength={500}
                  value={why}
                  onChange={({ currentTarget }) => setWhy(currentTarget.value)}
                />
              )}
              <DialogButtons
                send={say('ui.requests.act.erased.do')}
                sending={sending.isPending}
                close={() => setSure(false)}
              />
            </Stack>
          </form>
        </Dialog>
      )}
    </Fieldset>
  )
}

function Plan({ plan }: { plan: ErasurePlanAnswer }) {
  const say = useText()
  const reasons = ({ uses }: ErasurePlanAnswer['categories'][number]) =>
    uses
      .flatMap(({ name, law, fate }) => {
        if (fate !== 'legal-obligation' && fate !== 'legal-claims') return []
        return [`${name}: ${law ?? say(`ui.requests.act.erased.fate.${fate}`)}`]
      })
      .join('; ')
  return (
    <>
      {plan.held && (
        <Alert
          color="brick"
          icon={<IconAlertTriangle size={18} aria-hidden />}
          title={say('ui.requests.act.erased.held')}
        />
      )}
      {plan.contract && (
        <Alert
          color="amber"
          icon={<IconAlertTriangle size={18} aria-hidden />}
          title={say('ui.requests.act.erased.contract')}
        />
      )}
      <Table.ScrollContainer minWidth={320}>
        <Table aria-label={say('ui.requests.act.erased.preview')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('ui.requests.act.erased.category')}</Table.Th>
              <Table.Th>{say('ui.requests.act.erased.goes')}</Table.Th>
              <Table.Th>{say('ui.requests.act.erased.stays')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.categories.map(one => (
              <Table.Tr key={one.id}>
                <Table.Td>{one.name}</Table.Td>
                <Table.Td>{one.rows - one.kept}</Table.Td>
                <Table.Td>
                  {one.kept === 0
                    ? say('ui.requests.act.erased.nothing')
                    : say('ui.requests.act.erased.kept', {
                        count: one.kept,
                        until: one.until ? date(one.until) : say('ui.requests.act.erased.open-ended'),
                        why: reasons(one),
                      })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm">
        {say('ui.requests.act.erased.besides', {
          statements: plan.statements,
          changes: plan.changes,
          queued: plan.queued,
          looks: plan.looks,
        })}
      </Text>
    </>
  )
}

/** The certificate: without content, so that whoever was erased can be shown that they were. */
export function Certificate({ request }: { request: string }) {
  const say = useText()
  const { ask } = useRegister()
  const making = useWriting({
    mutationFn: (format: 'pdf' | 'json') =>
      ask<{ name: string; type: string; bytes: string }>(`/requests/${request}/certificate`, {
        method: 'POST',
        body: { format },
      }),
    onSuccess: ({ name, type, bytes }) =>
      saveFile(new Blob([Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0))], { type }), name),
  })
  return (
    <section aria-labelledby="certificate">
      <Text component="h2" id="certificate" fw={560}>
        {say('ui.requests.certificate')}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {say('ui.requests.certificate-why')}
      </Text>
      <ProblemNotice error={making.error} />
      <Group gap="xs">
        {(['pdf', 'json'] as const).map(format => (
          <Button
            key={format}
            variant="default"
            leftSection={<IconDownload size={17} aria-hidden />}
            loading={making.isPending && making.variables === format}
            disabled={making.isPending}
            onClick={() => making.mutate(format)}
          >
            {say(`ui.requests.copies.${format}`)}
          </Button>
        ))}
      </Group>
    </section>
  )
}
