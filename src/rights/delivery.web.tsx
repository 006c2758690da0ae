/** A package is given to its person: by a link that expires, or on paper; and whether it was fetched is seen here. */

import { Alert, Button, Checkbox, Group, Text, Title } from '@mantine/core'
import { IconPrinter, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { saveFile } from '../../web/ask.ts'
import { date, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { whoIs } from '../../web/who.ts'
import type { DeliveryList } from './delivery-answers.ts'
import { useDeliveries, useDelivering, usePrinting } from './request-asks.web.ts'

const pdf = (base64: string): Blob =>
  new Blob([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))], { type: 'application/pdf' })

/** `mayGive`: the request stands so that a package may be given now. */
export function Deliveries({ request, mayGive }: { request: string; mayGive: boolean }) {
  const say = useText()
  const given = useDeliveries(request)
  const delivering = useDelivering(request)
  const printing = usePrinting(request)
  const [byText, setByText] = useState(false)
  const deliveries = given.data?.deliveries ?? []
  if (!mayGive && deliveries.length === 0) return null
  const print = () =>
    printing.mutate(undefined, {
      onSuccess: ({ letter, copy, name }) => {
        saveFile(pdf(letter), say('ui.requests.deliver.letter-file'))
        saveFile(pdf(copy), name)
      },
    })
  return (
    <section aria-labelledby="deliver">
      <Title order={2} id="deliver" mb="xs">
        {say('ui.requests.deliver.title')}
      </Title>
      <ProblemNotice error={given.error ?? delivering.error ?? printing.error} />
      {mayGive && (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {say('ui.requests.deliver.why')}
          </Text>
          {given.data?.mayText && (
            <Checkbox
              mb="sm"
              label={say('ui.requests.deliver.by-text')}
              description={say('ui.requests.deliver.by-text-why')}
              checked={byText}
              onChange={({ currentTarget }) => setByText(currentTarget.checked)}
            />
          )}
          <Group gap="xs" mb="sm">
            <Button
              leftSection={<IconSend size={17} aria-hidden />}
              loading={delivering.isPending}
              onClick={() =>
                delivering.mutate(byText ? 'sms' : 'chosen', {
                  onSuccess: () => tell(say('ui.requests.deliver.on-its-way')),
                })
              }
            >
              {say('ui.requests.deliver.send')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPrinter size={17} aria-hidden />}
              loading={printing.isPending}
              onClick={print}
            >
              {say('ui.requests.deliver.print')}
            </Button>
          </Group>
        </>
      )}
      {deliveries.length > 0 && (
        <ol className="request-steps">
          {deliveries.map(delivery => (
            <Given key={delivery.id} delivery={delivery} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Given({ delivery }: { delivery: DeliveryList['deliveries'][number] }) {
  const say = useText()
  const { madeAt, madeBy, expiresAt, endedAt, why, mail, fetched } = delivery
  const state =
    why === null ? say('ui.requests.deliver.until', { date: date(expiresAt) }) : say(`ui.requests.deliver.ended.${why}`)
  const isLost = endedAt === null && (mail === 'failed' || mail === 'no-address')
  return (
    <li>
      {isLost && (
        <Alert color="amber" mb="xs" title={say('ui.requests.undelivered')}>
          {say('ui.requests.deliver.undelivered')}
        </Alert>
      )}
      <Text fw={560}>
        {mail === null ? say('ui.requests.deliver.being-made') : say(`ui.requests.deliver.mail.${mail}`)}
      </Text>
      <Text>{endedAt === null ? state : `${state} ${moment(endedAt)}`}</Text>
      <Text>
        {fetched.length === 0
          ? say('ui.requests.deliver.not-fetched')
          : say('ui.requests.deliver.fetched', { count: fetched.length, at: moment(fetched.at(-1)?.at ?? madeAt) })}
      </Text>
      <Text size="sm" c="dimmed">
        {whoIs(madeBy, say)}, {moment(madeAt)}
      </Text>
    </li>
  )
}
