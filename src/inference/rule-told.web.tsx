/** A rule in words: what weighs how much, when it is enough, how it fades. */

import { Text } from '@mantine/core'
import { useText } from '../../web/language.ts'
import type { Told } from './rule-answers.ts'

export function RuleTold({ told: { parts, halfLife, threshold, lasts, met } }: { told: Told }) {
  const say = useText()
  return (
    <div className="any-name">
      <ul className="rule-parts">
        {parts.map(({ sentence, points }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two parts may say the same
          <li key={at}>{say('ui.inferences.told-part', { sentence, points })}</li>
        ))}
      </ul>
      <Text size="sm">
        {say('ui.inferences.told-threshold', { threshold, lasts })}{' '}
        {halfLife !== null && say('ui.inferences.told-half', { days: halfLife })}
      </Text>
      {met !== null && <Text size="sm">{say('ui.inferences.told-met', { sentence: met })}</Text>}
    </div>
  )
}
