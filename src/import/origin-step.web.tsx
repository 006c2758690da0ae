/** Before anything of the file is shown: where it is from, on what basis and since when, in the notice's own words. */

import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Radio,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { useScope } from '../../web/purpose.tsx'
import { useWriting } from '../../web/writing.ts'
import type { Scope } from '../register/scope-answer.ts'
import type { ImportAnswer } from './answers.ts'
import { useArrangements, useImportSteps } from './import-asks.web.ts'
import { type Basis, basesOf, fileSources, permitPurposes } from './origin-bases.web.ts'
import type { OriginRequest } from './requests.ts'

interface OriginStepProps {
  readonly shown: ImportAnswer
  readonly forward: () => void
}

export function OriginStep(props: OriginStepProps) {
  const scope = useScope()
  if (scope.data) return <OriginForm {...props} scope={scope.data} />
  return scope.error ? (
    <ProblemNotice error={scope.error} retry={() => void scope.refetch()} />
  ) : (
    <Skeleton height={320} aria-hidden />
  )
}

const helsinkiDay = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(new Date())

function OriginForm({ shown: { id, origin }, forward, scope }: OriginStepProps & { scope: Scope }) {
  const say = useText()
  const take = useImportSteps(id)
  const [source, setSource] = useState(origin?.source ?? '')
  const [basis, setBasis] = useState<Basis | ''>(origin?.basis ?? '')
  const [purpose, setPurpose] = useState(origin?.purpose ?? '')
  const [obtained, setObtained] = useState(origin?.obtained ?? helsinkiDay())
  const [evidence, setEvidence] = useState(origin?.evidence ?? '')
  const [productGroup, setProductGroup] = useState(origin?.productGroup ?? '')
  const [arrangement, setArrangement] = useState(origin?.arrangement ?? '')
  const arranged = (useArrangements().data?.arrangements ?? []).filter(one => one.source === source && !one.over)
  const [onlyKnown, setOnlyKnown] = useState(origin?.onlyKnown ?? false)
  const [asked, setAsked] = useState(false)
  const unanswered = (answer: string) => (asked && answer === '' ? say('ui.import.answer-this') : undefined)
  const asksPermit = basis === 'consent' || basis === 'soft-opt-in'
  const purposes = asksPermit ? permitPurposes(scope, basis) : []
  const telling = useWriting({
    mutationFn: (body: OriginRequest) => take('PUT', 'origin', body),
    onSuccess: forward,
  })
  const errorAt = (field: string) =>
    telling.error === null ? undefined : problemOf(telling.error).errors.find(one => one.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (basis === '' || source === '') return
    const permit = purposes.find(one => one.id === purpose) ?? purposes[0]
    telling.mutate({
      source,
      basis,
      obtained,
      ...(asksPermit && permit && { purpose: permit.id }),
      ...(asksPermit && evidence.trim() !== '' && { evidence: evidence.trim() }),
      ...(onlyKnown && { onlyKnown }),
      ...(arranged.some(({ id }) => id === arrangement) && { arrangement }),
      ...(basis === 'soft-opt-in' && productGroup.trim() !== '' && { productGroup: productGroup.trim() }),
    })
  }
  return (
    <form noValidate onSubmit={submit} className="import-form">
      <Stack gap="lg">
        <Text c="dimmed">{say('ui.import.origin-why')}</Text>
        <ProblemNotice error={telling.error} />
        <SourceQuestion
          scope={scope}
          source={source}
          choose={setSource}
          error={unanswered(source) ?? errorAt('source')}
        />
        {arranged.length > 0 && (
          <NativeSelect
            label={say('ui.import.arrangement')}
            description={say('ui.import.arrangement-why')}
            data={[
              { value: '', label: say('ui.import.no-arrangement') },
              ...arranged.map(one => ({ value: one.id, label: `${one.partner}: ${one.contract}` })),
            ]}
            value={arrangement}
            onChange={({ currentTarget }) => setArrangement(currentTarget.value)}
            error={errorAt('arrangement')}
          />
        )}
        <TextInput
          type="date"
          label={say('ui.import.obtained')}
          description={say('ui.import.obtained-why')}
          required
          max={helsinkiDay()}
          maw={260}
          value={obtained}
          onChange={({ currentTarget }) => setObtained(currentTarget.value)}
          error={errorAt('obtained')}
        />
        <Radio.Group
          label={say('ui.import.basis')}
          required
          value={basis}
          onChange={value => setBasis(basesOf(scope).find(one => one.basis === value)?.basis ?? '')}
          error={unanswered(basis) ?? errorAt('basis')}
        >
          <Stack gap="sm" mt="xs">
            {basesOf(scope).map(({ basis: value, words }) => (
              <Radio
                key={value}
                value={value}
                required
                label={say(`ui.import.bases.${value}`)}
                description={words.length > 0 ? say('ui.import.in-notice', { words: words.join('; ') }) : undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        {asksPermit && (
          <>
            <NativeSelect
              label={say('ui.import.permit-purpose')}
              data={purposes.map(({ id: value, name: label }) => ({ value, label }))}
              value={purpose}
              onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
              error={errorAt('purpose')}
            />
            <Textarea
              label={say(basis === 'consent' ? 'ui.import.evidence' : 'ui.import.evidence-purchase')}
              description={say(basis === 'consent' ? 'ui.import.evidence-why' : 'ui.import.evidence-purchase-why')}
              required={basis === 'soft-opt-in'}
              autosize
              minRows={2}
              maxLength={2000}
              value={evidence}
              onChange={({ currentTarget }) => setEvidence(currentTarget.value)}
              error={errorAt('evidence')}
            />
            {basis === 'soft-opt-in' && (
              <TextInput
                label={say('ui.statement.product-group')}
                description={say('ui.import.product-group-why')}
                maxLength={200}
                value={productGroup}
                onChange={({ currentTarget }) => setProductGroup(currentTarget.value)}
                error={errorAt('productGroup')}
              />
            )}
          </>
        )}
        <Checkbox
          label={say('ui.import.only-known')}
          description={say('ui.import.only-known-why')}
          checked={onlyKnown}
          onChange={({ currentTarget }) => setOnlyKnown(currentTarget.checked)}
        />
        <Group>
          <Button type="submit" loading={telling.isPending}>
            {say('ui.import.read-file')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface SourceQuestionProps {
  readonly scope: Scope
  readonly source: string
  readonly choose: (source: string) => void
  readonly error: string | undefined
}

function SourceQuestion({ scope, source, choose, error }: SourceQuestionProps) {
  const say = useText()
  const sources = fileSources(scope)
  const kind = sources.find(({ id }) => id === source)?.kind
  return (
    <Radio.Group
      label={say('ui.import.source')}
      description={say('ui.import.source-why')}
      required
      value={source}
      onChange={choose}
      error={error}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm" mt="xs">
        {sources.map(({ id, name }) => (
          <Radio key={id} value={id} required label={name} />
        ))}
      </SimpleGrid>
      {(kind === 'third-party' || kind === 'public') && (
        <Alert color="amber" icon={<IconInfoCircle aria-hidden />} mt="sm" title={say('ui.import.not-from-them')}>
          {say('ui.import.not-from-them-why')}
        </Alert>
      )}
    </Radio.Group>
  )
}
