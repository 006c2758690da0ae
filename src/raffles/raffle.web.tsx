/** One raffle: what comes next is one button, and each step that cannot be taken back says so first. */

import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { count, moment } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { RaffleDetails } from './raffle-answers.ts'
import { useAct, useRaffle } from './raffle-asks.web.ts'
import { Drawn, Entries } from './raffle-lists.web.tsx'
import { RaffleState } from './raffles.web.tsx'
import './raffles.css'

export function Raffle() {
  const say = useText()
  const { raffle: id = '' } = useParams({ strict: false })
  const found = useRaffle(id)
  return (
    <Page
      title={found.data?.name ?? say('ui.raffles.one')}
      windowTitle={say('ui.raffles.one')}
      beside={found.data && <RaffleState state={found.data.state} />}
      acts={found.data && <Acts raffle={found.data} />}
    >
      <Loaded query={found} height={300}>
        {raffle => (
          <Stack gap="lg">
            <Facts raffle={raffle} />
            {raffle.drawn.length > 0 && <Drawn raffle={raffle} />}
            <Entries raffle={raffle} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

type Step = 'closing' | 'draw' | 'cancelled'

/** What may be done now: what comes next first. */
const steps: Readonly<Record<RaffleDetails['state'], readonly Step[]>> = {
  coming: ['cancelled'],
  open: ['cancelled'],
  ended: ['closing', 'cancelled'],
  frozen: ['draw', 'cancelled'],
  drawn: [],
  cancelled: [],
}

function Acts({ raffle }: { raffle: RaffleDetails }) {
  const say = useText()
  const act = useAct(raffle.id)
  const [asked, setAsked] = useState<Step | undefined>(undefined)
  const close = () => {
    act.reset()
    setAsked(undefined)
  }
  return (
    <>
      {steps[raffle.state].map(step => (
        <Button key={step} variant={step === 'cancelled' ? 'default' : 'filled'} onClick={() => setAsked(step)}>
          {say(`ui.raffles.act.${step}`)}
        </Button>
      ))}
      {asked && (
        <Dialog close={close} title={say(`ui.raffles.act.${asked}`)}>
          <form
            noValidate
            onSubmit={event => {
              event.preventDefault()
              act.mutate(
                { did: asked },
                {
                  onSuccess: () => {
                    tell(say(`ui.raffles.did.${asked}`))
                    close()
                  },
                },
              )
            }}
          >
            <Stack gap="sm">
              <Text>{say(`ui.raffles.ask.${asked}`)}</Text>
              {asked === 'closing' && raffle.refused > 0 && (
                <Text fw={560}>{say('ui.raffles.refused-first', { count: raffle.refused })}</Text>
              )}
              <ProblemNotice error={act.error} />
              <DialogButtons send={say(`ui.raffles.act.${asked}`)} sending={act.isPending} close={close} />
            </Stack>
          </form>
        </Dialog>
      )}
    </>
  )
}

function Facts({ raffle }: { raffle: RaffleDetails }) {
  const say = useText()
  const rows = [
    [say('ui.raffles.period'), `${moment(raffle.opens)} – ${moment(raffle.closes)}`],
    [say('ui.raffles.entered-count'), count(raffle.entries)],
    [say('ui.raffles.winners-count'), count(raffle.winners)],
  ] as const
  const proofs = [
    [say('ui.raffles.seed-hash'), raffle.seedHash],
    [say('ui.raffles.list-hash'), raffle.listHash ?? say('ui.raffles.not-yet')],
  ] as const
  return (
    <section aria-label={say('ui.raffles.facts')}>
      {raffle.refused > 0 && (
        <Alert color="amber" mb="md" title={say('ui.raffles.refused', { count: raffle.refused })}>
          <Link to="/arrivals">{say('ui.raffles.mend')}</Link>
        </Alert>
      )}
      {!raffle.mail && (
        <Alert color="amber" mb="md" title={say('ui.raffles.no-mail')}>
          {say('ui.raffles.no-mail-why')}
        </Alert>
      )}
      <dl className="raffle-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
        <div>
          <dt>{say('ui.raffles.page')}</dt>
          <dd>
            <Anchor href={raffle.address} target="_blank" rel="noreferrer" className="raffle-address">
              {raffle.address}
            </Anchor>
          </dd>
        </div>
      </dl>
      <Title order={2} size="h4" mt="md" mb={4}>
        {say('ui.raffles.proof')}
      </Title>
      <Text size="sm" c="dimmed" maw={680} mb="xs">
        {say('ui.raffles.proof-why')}
      </Text>
      <dl className="raffle-facts">
        {proofs.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="raffle-hash">{value}</dd>
          </div>
        ))}
      </dl>
      <Group>
        <Anchor href={raffle.file}>{say('ui.raffles.file')}</Anchor>
      </Group>
    </section>
  )
}
