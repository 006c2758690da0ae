/** The permits of a form: one box a purpose and channel, never ticked beforehand, with the words that the visitor agrees to. */

import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../web/language.ts'
import type { FormPermit } from './content.ts'
import type { FormOffer } from './form-answers.ts'
import type { PartProps } from './form-fields.web.tsx'
import { WordsField } from './words-field.web.tsx'

type Offered = FormOffer['permits'][number]
const keyOf = ({ purpose, channel }: Pick<Offered, 'purpose' | 'channel'>): string => `${purpose} ${channel ?? ''}`

export function FormPermits({ content, offer, change, errorAt }: PartProps) {
  const say = useText()
  const [chosen, choose] = useState('')
  const { permits, languages } = content
  const put = (permits: readonly FormPermit[]) => change({ ...content, permits: [...permits] })
  const nameOf = (of: Pick<Offered, 'purpose' | 'channel'>): string => {
    const name = offer.permits.find(one => one.purpose === of.purpose)?.name ?? of.purpose
    return of.channel === null ? name : `${name}: ${say(`ui.channel.${of.channel}`)}`
  }
  const free = offer.permits.filter(one => !permits.some(permit => keyOf(permit) === keyOf(one)))
  const add = () => {
    const found = free.find(one => keyOf(one) === chosen) ?? free[0]
    if (found) put([...permits, { purpose: found.purpose, channel: found.channel, wording: found.wording }])
    choose('')
  }
  return (
    <Stack gap="sm">
      {permits.map((permit, n) => (
        <section key={keyOf(permit)} className="form-field" aria-label={nameOf(permit)}>
          <Group justify="space-between" mb={4}>
            <Text fw={560}>{nameOf(permit)}</Text>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              aria-label={`${say('ui.forms.remove')}: ${nameOf(permit)}`}
              onClick={() => put(permits.toSpliced(n, 1))}
            >
              {say('ui.forms.remove')}
            </Button>
          </Group>
          {errorAt(`permits.${n}`) && (
            <Text size="sm" c="red" role="alert">
              {errorAt(`permits.${n}`)}
            </Text>
          )}
          <WordsField
            label={say('ui.forms.wording')}
            why={say('ui.forms.wording-why')}
            langs={languages}
            words={permit.wording}
            change={wording => put(permits.with(n, { ...permit, wording }))}
            long
            errorAt={lang => errorAt(`permits.${n}.wording.${lang}`) ?? errorAt(`permits.${n}.wording`)}
          />
        </section>
      ))}
      {errorAt('permits') && (
        <Text size="sm" c="red" role="alert">
          {errorAt('permits')}
        </Text>
      )}
      {free.length > 0 && (
        <Group align="end" gap="sm">
          <NativeSelect
            label={say('ui.forms.add-permit')}
            value={chosen}
            data={free.map(one => ({ value: keyOf(one), label: nameOf(one) }))}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          />
          <Button variant="default" onClick={add}>
            {say('ui.forms.add-permit-now')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
