/** A part of accountability on its contents page: a heading that leads to its screen, and how it stands. */

import { Badge, Text, Title } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'

interface PartProps {
  readonly to: NonNullable<LinkProps['to']>
  readonly title: string
  readonly about: string
  /** What is so. */
  readonly facts: readonly string[]
  /** What is to be mended. */
  readonly faults: readonly string[]
}

export function AccountabilityPart({ to, title, about, facts, faults }: PartProps) {
  const say = useText()
  const isWell = faults.length === 0
  return (
    <section className="accountability-part">
      <Title order={2}>
        <Link to={to}>{title}</Link>
      </Title>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
      <Badge variant="light" color={isWell ? 'pine' : 'amber'} tt="none">
        {say(isWell ? 'ui.accountability.all-well' : 'ui.accountability.to-mend')}
      </Badge>
      <ul>
        {[...faults, ...facts].map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
