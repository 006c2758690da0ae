/** What is written of an organisation, when it is opened and when it is changed: the same fields, with where they came from. */

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { problemOf } from '../../web/ask.ts'
import { useText } from '../../web/language.ts'
import type { Organisation } from './organisation-answers.ts'
import type { Scope } from './scope-answer.ts'
import { SourceChoice, useSource } from './source-choice.web.tsx'

/** The fields as they are being written, from what is known so far. */
export function useOrganisationFields(
  scope: Scope | undefined,
  known?: Pick<Organisation, 'name' | 'businessId' | 'website'>,
) {
  const sources = scope?.sources.filter(({ kind }) => kind !== 'inferred') ?? []
  const choice = useSource(sources)
  const [name, setName] = useState(known?.name ?? '')
  const [businessId, setBusinessId] = useState(known?.businessId ?? '')
  const [website, setWebsite] = useState(known?.website ?? '')
  return {
    sources,
    choice,
    written: { name, businessId, website },
    write: { name: setName, businessId: setBusinessId, website: setWebsite },
    /** As the register is told it. */
    given: { name, businessId: businessId.trim() || null, website: website.trim() || null, source: choice.source },
    isGiven: choice.isGiven,
  }
}

type Fields = ReturnType<typeof useOrganisationFields>

export function OrganisationFields({ sources, choice, written, write, error }: Fields & { error: unknown }) {
  const say = useText()
  const problem = error === null ? undefined : problemOf(error)
  const errorAt = (field: string) => problem?.errors.find(one => one.field === field)?.message
  return (
    <>
      <TextInput
        label={say('ui.organisation.name')}
        required
        data-autofocus
        autoFocus
        value={written.name}
        onChange={({ currentTarget }) => write.name(currentTarget.value)}
        error={errorAt('name')}
      />
      <TextInput
        label={say('ui.organisation.business-id')}
        description={say('ui.organisation.business-id-why')}
        value={written.businessId}
        onChange={({ currentTarget }) => write.businessId(currentTarget.value)}
        error={errorAt('businessId')}
      />
      <TextInput
        label={say('ui.organisation.website')}
        value={written.website}
        onChange={({ currentTarget }) => write.website(currentTarget.value)}
        error={errorAt('website')}
      />
      <SourceChoice {...choice} sources={sources} error={errorAt('source')} />
    </>
  )
}
