/** An empty screen says what it is for and the first step. */

import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

export const NothingYet = ({ title, children, step }: { title: string; children?: ReactNode; step?: ReactNode }) => (
  <Stack align="flex-start" gap="xs" className="nothing-yet">
    <Title order={2}>{title}</Title>
    {children && (
      <Text c="dimmed" maw={560}>
        {children}
      </Text>
    )}
    {step}
  </Stack>
)
