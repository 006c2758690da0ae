/** Whether everybody must have a second factor, and who has which. */

import { Switch } from '@mantine/core'
import { date } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'
import { ProblemNotice } from '../../web/problem-notice.tsx'
import { tell } from '../../web/tell.ts'
import { type Member, requireSecondFactor, type Staffing, useStaffVerb } from './staff-asks.web.ts'

export function FactorRule({ staffing: { secondFactor } }: { staffing: Staffing }) {
  const say = useText()
  const { required, byNotice } = secondFactor
  const deciding = useStaffVerb(requireSecondFactor, () =>
    tell(say(required ? 'ui.staff.factor-rule-off' : 'ui.staff.factor-rule-on')),
  )
  return (
    <>
      <ProblemNotice error={deciding.error} />
      <Switch
        mb="md"
        label={say('ui.staff.factor-rule')}
        description={say(byNotice ? 'ui.staff.factor-rule-promised' : 'ui.staff.factor-rule-why')}
        checked={required}
        disabled={byNotice || deciding.isPending}
        onChange={({ currentTarget }) => deciding.mutate(currentTarget.checked)}
      />
    </>
  )
}

/** "Sovellus, 2 pääsyavainta", or that there is none, and since when if it was taken away. */
export function factorWords({ factors: { authenticator, passkeys }, factorsResetAt }: Member, say: Say): string {
  const named = [
    ...(authenticator ? [say('ui.staff.factor-app')] : []),
    ...(passkeys > 0 ? [say('ui.staff.factor-passkeys', { count: passkeys })] : []),
  ]
  if (named.length > 0) return named.join(', ')
  return factorsResetAt === null
    ? say('ui.staff.factor-none')
    : say('ui.staff.factor-reset-at', { at: date(factorsResetAt) })
}
