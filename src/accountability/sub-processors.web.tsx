/** The other processors that a processor uses (Art. 28(2), (4)), one under another. */

import { Button, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useText } from '../../web/language.ts'
import type { ContractTermsAnswer } from './accountability-answers.ts'
import { type ErrorAt, SiteFields } from './site-fields.web.tsx'

type All = ContractTermsAnswer['subProcessors']

interface SubProcessorsProps {
  readonly all: All
  readonly change: (all: All) => void
  readonly errorAt: ErrorAt
}

export function SubProcessors({ all, change, errorAt }: SubProcessorsProps) {
  const say = useText()
  return (
    <fieldset className="accountability-fields">
      <legend>{say('ui.contracts.sub-processors')}</legend>
      {all.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('ui.contracts.sub-none')}
        </Text>
      )}
      <Stack gap="md">
        {all.map((one, index) => {
          const set = (changed: Partial<All[number]>) =>
            change(all.map((other, at) => (at === index ? { ...other, ...changed } : other)))
          const number = index + 1
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other key, and their fields keep nothing of their own
            <fieldset key={index} className="sub-processor">
              <legend>{say('ui.contracts.sub-number', { number })}</legend>
              {(['name', 'service'] as const).map(field => (
                <TextInput
                  key={field}
                  label={say(field === 'name' ? 'ui.contracts.sub-name' : 'ui.contracts.service')}
                  required
                  maxLength={300}
                  value={one[field]}
                  onChange={({ currentTarget }) => set({ [field]: currentTarget.value })}
                  error={errorAt(`subProcessors.${index}.${field}`)}
                />
              ))}
              <SiteFields site={one} change={set} errorAt={field => errorAt(`subProcessors.${index}.${field}`)} />
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => change(all.filter((_, at) => at !== index))}
              >
                {one.name.trim() === ''
                  ? say('ui.contracts.sub-remove-nameless', { number })
                  : say('ui.contracts.sub-remove', { name: one.name })}
              </Button>
            </fieldset>
          )
        })}
      </Stack>
      <Button
        mt="xs"
        size="compact-md"
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => change([...all, { name: '', service: '', country: 'FI', mechanism: null }])}
      >
        {say('ui.contracts.sub-add')}
      </Button>
    </fieldset>
  )
}
