/** An offer is written line by line, and what is to be paid is seen as it grows, by the same arithmetic as the server's. */

import { Button, Fieldset, Group, NativeSelect, SimpleGrid, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { money } from '../../web/format.ts'
import { langNow, useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { numberText, readNumber } from '../../web/number-text.ts'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { NewOffer as NewOfferInput, OfferAnswer } from './sales-answers.ts'
import { useLead, useSalesVerbs } from './sales-asks.web.ts'
import { type Line, totalsOf, vatRatesOn } from './vat.ts'
import './sales.css'
import { useWriting } from '../../web/writing.ts'

const route = getRouteApi('/signed-in/leads/$lead/offer')
/** An offer holds for so many days unless told. */
const holds = 14

const dayAfter = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(new Date(Date.now() + days * 86_400_000))

/** 25,5 % */
export const rateText = (permille: number): string =>
  new Intl.NumberFormat(langNow() === 'en' ? 'en-GB' : `${langNow()}-FI`, {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(permille / 1000)

interface TypedLine {
  readonly key: number
  readonly what: string
  readonly quantity: string
  readonly unit: string
  readonly rate: string
}

export function NewOffer() {
  const say = useText()
  const { lead: id } = route.useParams()
  const query = useLead(id)
  const router = useRouter()
  const { offer } = useSalesVerbs()
  return (
    <Page title={say('ui.offers.new')} width="reading">
      <Loaded query={query} height={320}>
        {lead => (
          <OfferForm
            subject={String(lead.values.subject ?? '')}
            consumer={lead.values.capacity !== 'business'}
            save={async input => {
              const made = await offer(id, input)
              await router.navigate({ to: '/offers/$offer', params: { offer: made.id } })
            }}
          />
        )}
      </Loaded>
    </Page>
  )
}

export function ChangeOffer({ offer, close }: { offer: OfferAnswer; close: () => void }) {
  const { changeOffer } = useSalesVerbs()
  return (
    <OfferForm
      kept={offer}
      subject={String(offer.values.subject ?? '')}
      consumer={offer.consumer}
      save={async input => {
        await changeOffer(offer.id, offer.change, input)
        close()
      }}
      close={close}
    />
  )
}

interface OfferFormProps {
  readonly kept?: OfferAnswer
  readonly subject: string
  readonly consumer: boolean
  readonly save: (offer: NewOfferInput) => Promise<void>
  readonly close?: () => void
}

function OfferForm({ kept, subject: first, consumer, save, close }: OfferFormProps) {
  const say = useText()
  const rates = vatRatesOn(dayAfter(0))
  const emptyLine = (key: number): TypedLine => ({
    ...{ key, what: '', quantity: '1', unit: '', rate: String(rates[0] ?? 0) },
  })
  const [subject, setSubject] = useState(first)
  const [validUntil, setValidUntil] = useState(String(kept?.values.valid_until ?? dayAfter(holds)))
  const [lang, setLang] = useState<NewOfferInput['lang']>(kept?.lang ?? 'fi')
  const [terms, setTerms] = useState(kept?.terms ?? '')
  const [lines, setLines] = useState<readonly TypedLine[]>(
    kept?.lines.map(({ what, quantity, unitCents, vatPermille }, key) => ({
      ...{ key, what, quantity: String(quantity) },
      ...{ unit: numberText(unitCents, true), rate: String(vatPermille) },
    })) ?? [emptyLine(0)],
  )
  const saving = useWriting({ mutationFn: save, onSuccess: () => tell(say('ui.offers.saved')) })
  const errors = saving.error === null ? [] : problemOf(saving.error).errors
  const errorAt = (n: number, name: string) => errors.find(({ field }) => field === `lines.${n}.${name}`)?.message
  const read = lines.map(readLine)
  const change = (key: number, part: Partial<TypedLine>) =>
    setLines(now => now.map(line => (line.key === key ? { ...line, ...part } : line)))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The server says of each value whether it can be read.
    if (!saving.isPending) saving.mutate({ subject, validUntil, lang, terms, lines: read })
  }
  return (
    <form noValidate onSubmit={submit}>
      <ProblemNotice error={saving.error} />
      <Text size="sm" c="dimmed">
        {say(consumer ? 'ui.offers.consumer' : 'ui.offers.business')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs" mt="sm">
        <TextInput
          label={say('ui.offers.subject')}
          value={subject}
          maxLength={300}
          required
          onChange={({ currentTarget }) => setSubject(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say('ui.offers.valid')}
          value={validUntil}
          required
          error={errors.find(({ field }) => field === 'validUntil')?.message}
          onChange={({ currentTarget }) => setValidUntil(currentTarget.value)}
        />
        <NativeSelect
          label={say('ui.offers.lang')}
          data={[
            { value: 'fi', label: 'suomi' },
            { value: 'sv', label: 'svenska' },
            { value: 'en', label: 'English' },
          ]}
          value={lang}
          onChange={({ currentTarget: { value } }) => setLang(value === 'sv' || value === 'en' ? value : 'fi')}
        />
      </SimpleGrid>
      <Title order={2} mt="lg" mb="xs">
        {say('ui.offers.lines')}
      </Title>
      {lines.map((line, n) => (
        <Fieldset key={line.key} className="offer-line" aria-label={say('ui.offers.line', { n: n + 1 })}>
          <TextInput
            label={say('ui.offers.what')}
            value={line.what}
            maxLength={300}
            required
            error={errorAt(n, 'what')}
            onChange={({ currentTarget }) => change(line.key, { what: currentTarget.value })}
          />
          <TextInput
            label={say('ui.offers.quantity')}
            value={line.quantity}
            inputMode="numeric"
            error={errorAt(n, 'quantity')}
            onChange={({ currentTarget }) => change(line.key, { quantity: currentTarget.value })}
          />
          <TextInput
            label={say(consumer ? 'ui.offers.unit-gross' : 'ui.offers.unit-net')}
            value={line.unit}
            inputMode="decimal"
            required
            error={errorAt(n, 'unitCents')}
            onChange={({ currentTarget }) => change(line.key, { unit: currentTarget.value })}
          />
          <NativeSelect
            label={say('ui.offers.vat')}
            data={rates.map(rate => ({ value: String(rate), label: rateText(rate) }))}
            value={line.rate}
            error={errorAt(n, 'vatPermille')}
            onChange={({ currentTarget }) => change(line.key, { rate: currentTarget.value })}
          />
          {lines.length > 1 && (
            <Button
              variant="subtle"
              color="gray"
              aria-label={say('ui.offers.remove-line', { n: n + 1 })}
              onClick={() => setLines(now => now.filter(one => one.key !== line.key))}
            >
              <IconTrash size={16} aria-hidden />
            </Button>
          )}
        </Fieldset>
      ))}
      <Group justify="space-between" align="flex-start">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => setLines(now => [...now, emptyLine(Math.max(...now.map(({ key }) => key)) + 1)])}
        >
          {say('ui.offers.add-line')}
        </Button>
        <Sums lines={read} consumer={consumer} />
      </Group>
      <Textarea
        label={say('ui.offers.terms')}
        value={terms}
        maxLength={5000}
        autosize
        minRows={3}
        mt="sm"
        onChange={({ currentTarget }) => setTerms(currentTarget.value)}
      />
      <Group mt="md">
        <Button type="submit" loading={saving.isPending}>
          {say('ui.offers.save')}
        </Button>
        {close && (
          <Button variant="default" onClick={close}>
            {say('ui.cancel')}
          </Button>
        )}
      </Group>
    </form>
  )
}

/** What cannot be read stays as it was written, for the server to refuse in words. */
const readLine = ({ what, quantity, unit, rate }: TypedLine): Line => ({
  what,
  quantity: (readNumber(quantity, false) ?? 0) as number,
  unitCents: (readNumber(unit, true) ?? '') as number,
  vatPermille: Number(rate),
})

/** Nothing while some line cannot be read. */
export function Sums({ lines, consumer }: { lines: readonly Line[]; consumer: boolean }) {
  const say = useText()
  if (lines.some(({ quantity, unitCents }) => typeof quantity !== 'number' || typeof unitCents !== 'number'))
    return null
  const { netCents, vat, grossCents } = totalsOf(lines, consumer)
  return (
    <ul className="offer-sums figures">
      <li>
        {say('ui.offers.net')}: {money(netCents)}
      </li>
      {vat.map(({ permille, vatCents }) => (
        <li key={permille}>
          {say('ui.offers.vat-of', { rate: rateText(permille) })}: {money(vatCents)}
        </li>
      ))}
      <li>
        <strong>
          {say('ui.offers.gross')}: {money(grossCents)}
        </strong>
      </li>
    </ul>
  )
}
