/** An address where there is no screen says so, and shows the way home. */

import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Frame } from './frame.tsx'
import { useText } from './language.ts'

export function NoSuchScreen() {
  const say = useText()
  return (
    <Frame title={say('ui.problem.no-screen')}>
      <Text mb="sm">{say('ui.problem.no-screen-why')}</Text>
      <Anchor component={Link} to="/">
        {say('ui.navigation.home')}
      </Anchor>
    </Frame>
  )
}
