/** Raffles and events are kept for purposes to which the notice gives taking part; for another one the screen says so, and offers nothing. */

import { useText } from '../../web/language.ts'
import { NothingYet } from '../../web/nothing-yet.tsx'
import { Page } from '../../web/page.tsx'
import { useScope } from '../../web/purpose.tsx'

/** False until it is known. */
export function useOtherPurpose(): boolean {
  const { data } = useScope()
  return data !== undefined && !data.categories.some(({ id }) => id === 'participation')
}

export function OtherPurpose({ title }: { title: string }) {
  const say = useText()
  return (
    <Page title={title}>
      <NothingYet title={say('ui.participation.other-purpose')}>{say('ui.participation.other-purpose-why')}</NothingYet>
    </Page>
  )
}
