/** Campaigns with the words by which they are known and what they cost, put down by hand or read from a file. */

import { ActionIcon, Alert, Button, FileButton, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconPlus, IconTrash, IconUpload } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogButtons } from '../../web/dialog.tsx'
import { date, money } from '../../web/format.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { numberText, readNumber } from '../../web/number-text.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import type { Campaign } from './attribution-answers.ts'
import { useCampaigns, useCampaignVerbs } from './attribution-asks.web.ts'
import './attribution.css'

type Open =
  | { readonly dialog: 'campaign'; readonly campaign: Campaign | undefined }
  | { readonly dialog: 'remove' | 'cost'; readonly campaign: Campaign }

/** So many costs of a campaign are shown; those before them are in the sum. */
const mostShown = 12

export function CampaignCosts() {
  const say = useText()
  const found = useCampaigns()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const add = (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setOpen({ dialog: 'campaign', campaign: undefined })}
    >
      {say('ui.campaign-costs.add')}
    </Button>
  )
  return (
    <Page title={say('ui.campaign-costs.title')} width="reading" acts={add}>
      <Text mb="md">{say('ui.campaign-costs.about')}</Text>
      <CostFile />
      <Loaded query={found} height={240}>
        {({ campaigns }) =>
          campaigns.length === 0 ? (
            <NothingYet title={say('ui.campaign-costs.none')}>{say('ui.campaign-costs.none-why')}</NothingYet>
          ) : (
            <ul className="campaign-cost-list">
              {campaigns.map(campaign => (
                <OneCampaign key={campaign.id} campaign={campaign} open={setOpen} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {open?.dialog === 'campaign' && <CampaignDialog campaign={open.campaign} close={close} />}
      {open?.dialog === 'cost' && <CostDialog campaign={open.campaign} close={close} />}
      {open?.dialog === 'remove' && <RemoveDialog campaign={open.campaign} close={close} />}
    </Page>
  )
}

function CostFile() {
  const say = useText()
  const { takeFile } = useCampaignVerbs()
  const read = takeFile.data
  return (
    <Stack gap="xs" mb="md" align="flex-start">
      <FileButton accept=".csv,.txt,text/csv" onChange={file => file && takeFile.mutate(file)}>
        {props => (
          <Button
            {...props}
            variant="default"
            loading={takeFile.isPending}
            leftSection={<IconUpload size={17} aria-hidden />}
          >
            {say('ui.campaign-costs.file')}
          </Button>
        )}
      </FileButton>
      <ProblemNotice error={takeFile.error} />
      {read && (
        <Alert color="gray" role="status">
          {say('ui.campaign-costs.read', { read: read.read, added: read.added, changed: read.changed })}{' '}
          {read.made.length > 0 && say('ui.campaign-costs.made', { names: read.made.join(', ') })}
        </Alert>
      )}
    </Stack>
  )
}

function OneCampaign({ campaign, open }: { campaign: Campaign; open: (what: Open) => void }) {
  const say = useText()
  const { removeCost } = useCampaignVerbs()
  const { name, words, costs } = campaign
  const others = words.filter(word => word !== name.toLowerCase())
  return (
    <li>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} className="any-name">
            {name}
          </Title>
          {others.length > 0 && (
            <Text size="sm" c="dimmed" className="any-name">
              {others.join(' · ')}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button
            size="compact-md"
            variant="default"
            aria-label={say('ui.campaign-costs.add-cost-of', { name })}
            onClick={() => open({ dialog: 'cost', campaign })}
          >
            {say('ui.campaign-costs.add-cost')}
          </Button>
          <Button
            size="compact-md"
            variant="default"
            aria-label={say('ui.campaign-costs.change-of', { name })}
            onClick={() => open({ dialog: 'campaign', campaign })}
          >
            {say('ui.campaign-costs.change')}
          </Button>
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            aria-label={say('ui.campaign-costs.remove-of', { name })}
            onClick={() => open({ dialog: 'remove', campaign })}
          >
            {say('ui.campaign-costs.remove')}
          </Button>
        </Group>
      </Group>
      <ProblemNotice error={removeCost.error} />
      {costs.slice(0, mostShown).map(({ id, from, to, cents, source }) => (
        <div key={id} className="campaign-cost-days figures">
          <span>
            {from === to ? date(from) : `${date(from)} – ${date(to)}`}
            {source === 'file' && ` · ${say('ui.campaign-costs.by-file')}`}
          </span>
          <Group gap="xs" wrap="nowrap">
            {money(cents)}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={say('ui.campaign-costs.remove-cost', { from: date(from), to: date(to) })}
              onClick={() => removeCost.mutate(id)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        </div>
      ))}
      {costs.length > 0 && (
        <Text size="sm" fw={560} className="figures">
          {say('ui.campaign-costs.total', { total: money(costs.reduce((sum, { cents }) => sum + cents, 0)) })}
        </Text>
      )}
    </li>
  )
}

interface DialogPart {
  readonly campaign: Campaign
  readonly close: () => void
}

function CampaignDialog({ campaign, close }: Omit<DialogPart, 'campaign'> & { campaign: Campaign | undefined }) {
  const say = useText()
  const { save } = useCampaignVerbs()
  const [name, setName] = useState(campaign?.name ?? '')
  const [lines, setLines] = useState(
    (campaign?.words ?? []).filter(word => word !== campaign?.name.toLowerCase()).join('\n'),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    const words = lines
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
    save.mutate({ id: campaign?.id, campaign: { name, words } }, { onSuccess: close })
  }
  return (
    <Dialog
      title={campaign ? say('ui.campaign-costs.change-of', { name: campaign.name }) : say('ui.campaign-costs.add')}
      close={close}
    >
      <form onSubmit={send}>
        <Stack gap="sm">
          <ProblemNotice error={save.error} />
          <TextInput
            label={say('ui.campaign-costs.name')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            required
            maxLength={80}
            data-autofocus
          />
          <Textarea
            label={say('ui.campaign-costs.words')}
            description={say('ui.campaign-costs.words-why')}
            value={lines}
            onChange={({ currentTarget }) => setLines(currentTarget.value)}
            autosize
            minRows={2}
            maxRows={8}
          />
          <DialogButtons send={say('ui.campaign-costs.save')} sending={save.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

function CostDialog({ campaign, close }: DialogPart) {
  const say = useText()
  const { putCost } = useCampaignVerbs()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [euros, setEuros] = useState('')
  const cents = readNumber(euros, true)
  const isWrong = euros !== '' && (typeof cents !== 'number' || cents < 0)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (typeof cents === 'number' && !isWrong)
      putCost.mutate({ campaign: campaign.id, from, to: to || from, cents }, { onSuccess: close })
  }
  return (
    <Dialog title={say('ui.campaign-costs.add-cost-of', { name: campaign.name })} close={close}>
      <form onSubmit={send}>
        <Stack gap="sm">
          <ProblemNotice error={putCost.error} />
          <TextInput
            type="date"
            label={say('ui.campaign-costs.from')}
            value={from}
            onChange={({ currentTarget }) => setFrom(currentTarget.value)}
            required
            data-autofocus
          />
          <TextInput
            type="date"
            label={say('ui.campaign-costs.to')}
            value={to}
            onChange={({ currentTarget }) => setTo(currentTarget.value)}
          />
          <TextInput
            label={say('ui.campaign-costs.euros')}
            value={euros}
            inputMode="decimal"
            error={isWrong && say('ui.campaign-costs.euros-wrong')}
            onChange={({ currentTarget }) => setEuros(currentTarget.value)}
            onBlur={() => setEuros(numberText(cents, true))}
            required
          />
          <DialogButtons send={say('ui.campaign-costs.add-cost')} sending={putCost.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}

function RemoveDialog({ campaign, close }: DialogPart) {
  const say = useText()
  const { remove } = useCampaignVerbs()
  const send = (event: FormEvent) => {
    event.preventDefault()
    remove.mutate(campaign.id, { onSuccess: close })
  }
  return (
    <Dialog title={say('ui.campaign-costs.remove-of', { name: campaign.name })} close={close}>
      <form onSubmit={send}>
        <ProblemNotice error={remove.error} />
        <Text>{say('ui.campaign-costs.remove-why')}</Text>
        <DialogButtons send={say('ui.campaign-costs.remove')} sending={remove.isPending} close={close} />
      </form>
    </Dialog>
  )
}
