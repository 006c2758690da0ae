/** One text in each language of the form, side by side in the eye and apart for the keyboard; what is missing is told at its language. */

import { Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { langNames } from '../../web/language.ts'
import type { FormContent, FormWords } from './content.ts'

interface WordsFieldProps {
  readonly label: string
  readonly why?: string | undefined
  readonly langs: FormContent['languages']
  readonly words: FormWords
  readonly change: (words: FormWords) => void
  readonly long?: boolean
  /** By language. */
  readonly errorAt: (lang: FormContent['languages'][number]) => string | undefined
}

export function WordsField({ label, why, langs, words, change, long = false, errorAt }: WordsFieldProps) {
  const id = useId()
  return (
    <Stack gap={4} role="group" aria-labelledby={id}>
      <Text id={id} size="sm" fw={500}>
        {label}
      </Text>
      {why !== undefined && (
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      )}
      {langs.map(lang => {
        const shared = {
          'aria-label': `${label}: ${langNames[lang]}`,
          lang,
          value: words[lang] ?? '',
          error: errorAt(lang),
          onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
            change({ ...words, [lang]: currentTarget.value }),
        }
        return (
          <Group key={lang} gap="xs" wrap="nowrap" align="start">
            <Text size="xs" c="dimmed" w={24} pt={9} aria-hidden>
              {lang}
            </Text>
            {long ? <Textarea flex={1} autosize minRows={2} {...shared} /> : <TextInput flex={1} {...shared} />}
          </Group>
        )
      })}
    </Stack>
  )
}
