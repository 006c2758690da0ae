/** One contract with a processor: what it lacks, its terms to be changed, and every save of it; and a new one to be recorded. */

import { Alert, Button, Group, List, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import type { ContractAnswer, ContractTermsAnswer, ProcessorList } from './accountability-answers.ts'
import { useAccountability, useSave } from './accountability-asks.web.ts'
import { ContractFields } from './contract-form.web.tsx'
import { contractInWords } from './contract-words.web.ts'
import { ContractState } from './processors.web.tsx'
import { Meanwhile, Revisions, saidOtherwise, useRevised } from './revised.web.tsx'
import './accountability.css'

const newRoute = getRouteApi('/signed-in/accountability/contracts/new')
const route = getRouteApi('/signed-in/accountability/contracts/$contract')

const isoDate = (at: Date): string => at.toISOString().slice(0, 10)

function blank(processor: string): ContractTermsAnswer {
  const today = new Date()
  const inAYear = new Date(today)
  inAYear.setUTCFullYear(inAYear.getUTCFullYear() + 1)
  return {
    processor,
    service: '',
    parties: '',
    reference: '',
    signed: '',
    until: null,
    ended: null,
    clauses: [],
    subProcessors: [],
    country: 'FI',
    mechanism: null,
    mechanismReference: '',
    review: isoDate(inAYear),
  }
}

export function NewContract() {
  const say = useText()
  const router = useRouter()
  const { processor = '' } = newRoute.useSearch()
  const [terms, change] = useState(() => blank(processor))
  const saving = useSave<{ terms: ContractTermsAnswer; why: string }, { id: string }>('POST', '/contracts')
  const save = async (why: string) => {
    await saving.mutateAsync({ terms, why })
    tell(say('ui.accountability.saved'))
    await router.navigate({ to: '/accountability/processors' })
  }
  return (
    <Page title={say('ui.contracts.new')} width="reading">
      <ContractForm
        terms={terms}
        change={change}
        save={save}
        error={saving.error}
        isSaving={saving.isPending}
        firstWhy={say('ui.contracts.first-why')}
      />
    </Page>
  )
}

export function ProcessorContract() {
  const say = useText()
  const { contract } = route.useParams()
  const found = useAccountability<ContractAnswer>(`/contracts/${contract}`)
  return (
    <Page
      title={found.data?.contract.processor ?? say('ui.contracts.one')}
      beside={found.data && <ContractState state={found.data.state} />}
      width="reading"
    >
      <Loaded query={found} height={480}>
        {answer => <Standing key={contract} answer={answer} />}
      </Loaded>
    </Page>
  )
}

interface Revising {
  readonly terms: ContractTermsAnswer
  readonly why: string
  readonly expected: number
}

const termsOf = ({ id, revision, at, by, why, ...terms }: ContractAnswer['contract']): ContractTermsAnswer => terms

function Standing({ answer: { contract, gaps, differences, revisions } }: { answer: ContractAnswer }) {
  const say = useText()
  const latest = { revision: contract.revision, value: termsOf(contract), at: contract.at, by: contract.by }
  const { value, setValue, expected, meanwhile, goOn, takeTheirs, saved } = useRevised(latest)
  const saving = useSave<Revising, { revision: number }>('PUT', `/contracts/${contract.id}`)
  const save = async (why: string) => {
    saved((await saving.mutateAsync({ terms: value, why, expected })).revision)
    tell(say('ui.accountability.saved'))
  }
  const notes = [...differences, ...gaps]
  return (
    <>
      {notes.length > 0 && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={say('ui.contracts.notes')} mb="md">
          <List size="sm">
            {notes.map(note => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <ContractForm
        terms={value}
        change={setValue}
        save={save}
        error={meanwhile ? undefined : saving.error}
        isSaving={saving.isPending}
        meanwhile={
          meanwhile && (
            <Meanwhile
              theirs={meanwhile}
              differences={saidOtherwise(contractInWords(say, value), contractInWords(say, meanwhile.value))}
              goOn={goOn}
              takeTheirs={takeTheirs}
            />
          )
        }
      />
      <Revisions revisions={revisions.map(one => ({ ...one, said: contractInWords(say, termsOf(one)) }))} />
    </>
  )
}

interface ContractFormProps {
  readonly terms: ContractTermsAnswer
  readonly change: (terms: ContractTermsAnswer) => void
  readonly save: (why: string) => Promise<void>
  readonly error: unknown
  readonly isSaving: boolean
  /** Of a contract that is being recorded. */
  readonly firstWhy?: string
  readonly meanwhile?: ReactNode
}

function ContractForm({ terms, change, save, error, isSaving, firstWhy, meanwhile }: ContractFormProps) {
  const say = useText()
  const declared = useAccountability<ProcessorList>('/processors')
  const [why, setWhy] = useState(firstWhy ?? '')
  const errors = error === null || error === undefined ? [] : problemOf(error).errors
  const errorAt = (field: string) => errors.find(one => one.field === field || one.field === `terms.${field}`)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(why).then(
      () => setWhy(''),
      () => undefined, // told below
    )
  }
  return (
    <form onSubmit={submit}>
      <ContractFields
        terms={terms}
        change={change}
        errorAt={errorAt}
        names={(declared.data?.processors ?? []).filter(one => one.declared).map(({ name }) => name)}
        isNew={firstWhy !== undefined}
      />
      <Textarea
        mt="md"
        label={say('ui.accountability.why')}
        description={say('ui.accountability.why-why')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        value={why}
        onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        error={errorAt('why')}
      />
      <ProblemNotice error={error} />
      {meanwhile}
      <Group mt="md">
        <Button type="submit" loading={isSaving} disabled={meanwhile !== undefined}>
          {say('ui.contracts.save')}
        </Button>
      </Group>
    </form>
  )
}
