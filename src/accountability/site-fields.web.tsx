/** Where somebody processes; outside the EEA the ground of the transfer is asked too. */

import { NativeSelect, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { codesFor } from '../../web/codes.ts'
import { useText } from '../../web/language.ts'
import { eea } from '../notice/transfer.ts'
import { type Mechanism, mechanisms } from './contract-terms.ts'

/** What the server says of a field; fields are named as in the terms. */
export type ErrorAt = (field: string) => string | undefined

interface Site {
  readonly country: string
  readonly mechanism: Mechanism | null
}

interface SiteFieldsProps {
  readonly site: Site
  readonly change: (site: Site) => void
  readonly errorAt: ErrorAt
  readonly reference?: ReactNode
}

export function SiteFields({ site: { country, mechanism }, change, errorAt, reference }: SiteFieldsProps) {
  const say = useText()
  const isOutside = !eea.includes(country)
  return (
    <Stack gap="sm">
      <NativeSelect
        label={say('ui.contracts.country')}
        value={country}
        onChange={({ currentTarget: { value } }) =>
          change({ country: value, mechanism: eea.includes(value) ? null : mechanism })
        }
        data={codesFor('region', country).map(({ code, name }) => ({ value: code, label: name }))}
        error={errorAt('country')}
      />
      {isOutside && (
        <NativeSelect
          label={say('ui.contracts.mechanism')}
          description={say('ui.contracts.mechanism-why')}
          value={mechanism ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change({ country, mechanism: mechanisms.find(one => one === value) ?? null })
          }
          data={[
            { value: '', label: say('ui.contracts.no-mechanism') },
            ...mechanisms.map(one => ({ value: one, label: say(`ui.contracts.mechanism-name.${one}`) })),
          ]}
          error={errorAt('mechanism')}
        />
      )}
      {isOutside && reference}
    </Stack>
  )
}
