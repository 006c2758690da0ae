/** Language, light or dark, and density: each person's own choice, kept in the browser and, but for density, with the account. */

import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import type { TextLang } from '../src/texts/texts.ts'
import { ask } from './ask.ts'
import { langNames, langNow, langs, rememberLang, speak, useText } from './language.ts'

export type Density = 'comfortable' | 'compact'

export const useDensity = () =>
  useLocalStorage<Density>({
    key: 'seloste.density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  })

const schemes = ['auto', 'light', 'dark'] as const
const densities = ['comfortable', 'compact'] as const

interface LanguageChoiceProps {
  /** Told when another language was chosen, so that the account can keep it. */
  readonly chosen?: (lang: TextLang) => void
}

export function LanguageChoice({ chosen }: LanguageChoiceProps) {
  const say = useText()
  const client = useQueryClient()
  return (
    <SegmentedControl
      aria-label={say('ui.appearance.language')}
      size="sm"
      fullWidth
      value={langNow()}
      data={langs.map(lang => ({ value: lang, label: langNames[lang] }))}
      onChange={value => {
        const lang = langs.find(one => one === value)
        if (lang === undefined) return
        rememberLang(lang)
        chosen?.(lang)
        void speak(lang).then(() => client.invalidateQueries())
      }}
    />
  )
}

/** Keeps a choice with the account, for other browsers; here it holds in any case. */
const keep = (choice: { lang?: TextLang; theme?: (typeof schemes)[number] }): void => {
  ask('/me', { method: 'PATCH', body: choice }).catch(() => undefined)
}

export function Appearance() {
  const say = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useDensity()
  return (
    <Stack gap="xs">
      <LanguageChoice chosen={lang => keep({ lang })} />
      <SegmentedControl
        aria-label={say('ui.appearance.scheme')}
        fullWidth
        value={colorScheme}
        data={schemes.map(value => ({ value, label: say(`ui.appearance.${value}`) }))}
        onChange={value => {
          const theme = schemes.find(one => one === value) ?? 'auto'
          setColorScheme(theme)
          keep({ theme })
        }}
      />
      <Text size="sm" c="dimmed">
        {say('ui.appearance.density')}
      </Text>
      <SegmentedControl
        aria-label={say('ui.appearance.density')}
        fullWidth
        value={density}
        data={densities.map(value => ({ value, label: say(`ui.appearance.${value}`) }))}
        onChange={value => setDensity(densities.find(one => one === value) ?? 'comfortable')}
      />
    </Stack>
  )
}
