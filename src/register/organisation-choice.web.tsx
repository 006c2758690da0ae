/** The organisation's own record that a person acts for: found by name or Y-tunnus, shown by name and never by its id. */

import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuilding } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import { useAnswer } from '../../web/purpose.tsx'
import type { Value } from './answers.ts'
import type { Organisation, OrganisationList } from './organisation-answers.ts'

/** The column whose value is the id of an organisation's record. */
export const organisationLink = 'organisation_link'

interface OrganisationChoiceProps {
  readonly label: string
  readonly value: Value
  readonly change: (id: string | null) => void
}

export function OrganisationChoice({ label, value, change }: OrganisationChoiceProps) {
  const say = useText()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const id = typeof value === 'string' ? value : null
  const found = useAnswer<OrganisationList>('/organisations/find', { body: { ...(q !== '' && { q }), limit: 20 } })
  const kept = useAnswer<Organisation>(`/organisations/${id}`, { when: id !== null })
  const listed = found.data?.organisations ?? []
  const own = kept.data?.id === id && !listed.some(one => one.id === id) ? [kept.data] : []
  return (
    <Select
      label={label}
      description={say('ui.organisation.choice-why')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': say('ui.organisation.choice-clear') }}
      nothingFoundMessage={say('ui.organisations.none-found')}
      filter={({ options }) => options} // the register has found them already
      data={[...own, ...listed].map(({ id, name, businessId }) => ({
        value: id,
        label: businessId === null ? name : `${name} (${businessId})`,
      }))}
      value={id}
      onChange={change}
      onSearchChange={setTyped}
    />
  )
}

/** From the person to the organisation's page. */
export function ToOrganisation({ id }: { id: Value | undefined }) {
  const say = useText()
  if (typeof id !== 'string') return null
  return (
    <Link
      to="/organisations/$organisation"
      params={{ organisation: id }}
      className="icon-link"
      aria-label={say('ui.organisation.open')}
    >
      <IconBuilding size={16} aria-hidden />
    </Link>
  )
}
