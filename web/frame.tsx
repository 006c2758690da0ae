/** The frame of the screens before sign-in: the mark, one column, and the choice of language. */

import { Paper, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { LanguageChoice } from './appearance.tsx'
import { useText } from './language.ts'
import { Mark } from './mark.tsx'

export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const say = useText()
  useEffect(() => {
    document.title = `${title} – ${say('app.name')}`
  }, [title, say])
  return (
    <div className="frame">
      <header className="frame-mark">
        <Mark size={34} />
        <span>{say('app.name')}</span>
      </header>
      <main id="main" tabIndex={-1}>
        <Paper withBorder p="lg" radius="md">
          <Title order={1} mb="md">
            {title}
          </Title>
          {children}
        </Paper>
      </main>
      <footer>
        <LanguageChoice />
      </footer>
    </div>
  )
}
