/** The duties that a person is given, each with the purposes that follow from it. */

import { Checkbox, Stack } from '@mantine/core'
import { inOwnLanguage } from '../../web/account.ts'
import { useText } from '../../web/language.ts'
import { administrator, type Staffing } from './staff-asks.web.ts'

interface DutyChoiceProps {
  readonly staffing: Staffing
  readonly chosen: readonly string[]
  readonly choose: (duties: string[]) => void
  readonly error?: string | undefined
}

export function DutyChoice({ staffing: { duties, purposes }, chosen, choose, error }: DutyChoiceProps) {
  const say = useText()
  const purposeName = (id: string) => {
    const known = purposes.find(purpose => purpose.id === id)
    return known ? inOwnLanguage(known.name) : id
  }
  return (
    <Checkbox.Group
      label={say('ui.staff.duties')}
      description={say('ui.staff.duties-why')}
      value={[...chosen]}
      onChange={choose}
      error={error}
    >
      <Stack gap="xs" mt="xs">
        {duties.map(({ id, name, purposes: given }, index) => (
          <Checkbox
            key={id}
            value={id}
            data-autofocus={index === 0 || undefined}
            label={inOwnLanguage(name)}
            description={given.map(purposeName).join(', ')}
          />
        ))}
        <Checkbox
          value={administrator}
          label={say('ui.staff.administrator')}
          description={say('ui.staff.administrator-why')}
        />
      </Stack>
    </Checkbox.Group>
  )
}
