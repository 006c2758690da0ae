/** A screen has one heading, which names the window too, and its acts stand beside it. */

import { Container, Group, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useText } from './language.ts'

interface PageProps {
  readonly title: ReactNode
  /** The window's name where the heading is a person's: names do not go into the browser's history. */
  readonly windowTitle?: string
  readonly beside?: ReactNode
  readonly acts?: ReactNode
  readonly width?: 'reading' | 'wide'
  readonly children: ReactNode
}

export function Page({ title, windowTitle, beside, acts, width = 'wide', children }: PageProps) {
  const say = useText()
  const name = windowTitle ?? (typeof title === 'string' ? title : '')
  useEffect(() => {
    document.title = name === '' ? say('app.name') : `${name} – ${say('app.name')}`
  }, [name, say])
  return (
    <Container size={width === 'reading' ? 760 : 1680} className="page" px={0}>
      <Group justify="space-between" align="center" gap="sm" mb="sm" className="page-head">
        <Group gap="sm" align="baseline" className="page-title">
          <Title order={1}>{title}</Title>
          {beside}
        </Group>
        {acts && <Group gap="xs">{acts}</Group>}
      </Group>
      {children}
    </Container>
  )
}
