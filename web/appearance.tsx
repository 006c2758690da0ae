/** Language, light or dark, and density: each person's own choice, kept in their browser. */

import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { langNames, langNow, langs, speak, useText } from './language.ts'

export type Density = 'comfortable' | 'compact'

export const useDensity = () =>
  useLocalStorage<Density>({
    key: 'seloste.density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  })

const schemes = ['auto', 'light', 'dark'] as const
const densities = ['comfortable', 'compact'] as const

export function LanguageChoice() {
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
        if (lang) void speak(lang).then(() => client.invalidateQueries())
      }}
    />
  )
}

export function Appearance() {
  const say = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useDensity()
  return (
    <Stack gap="xs">
      <LanguageChoice />
      <SegmentedControl
        aria-label={say('ui.appearance.scheme')}
        fullWidth
        value={colorScheme}
        data={schemes.map(value => ({ value, label: say(`ui.appearance.${value}`) }))}
        onChange={value => setColorScheme(schemes.find(one => one === value) ?? 'auto')}
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
