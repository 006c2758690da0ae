/** An event is announced with its place, its time and what it is about. */

import { Group, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useText } from '../../web/language.ts'
import { Loaded } from '../../web/loaded.tsx'
import { Page } from '../../web/page.tsx'
import { tell } from '../../web/tell.ts'
import { AnnounceForm, instant } from '../participation/announce-form.web.tsx'
import { OtherPurpose, useOtherPurpose } from '../participation/other-purpose.web.tsx'
import { useEvents, useMaking } from './event-asks.web.ts'

export function NewEvent() {
  const say = useText()
  return useOtherPurpose() ? <OtherPurpose title={say('ui.events.new')} /> : <Announcing />
}

function Announcing() {
  const say = useText()
  const router = useRouter()
  const found = useEvents()
  const making = useMaking()
  const announced = async ({ id }: { readonly id: string }) => {
    tell(say('ui.events.announced'))
    await router.navigate({ to: '/events/$event', params: { event: id } })
  }
  return (
    <Page title={say('ui.events.new')} width="reading">
      <Loaded query={{ ...found, data: found.data?.pages[0] }} height={400}>
        {choices => (
          <AnnounceForm
            what="events"
            choices={choices}
            kinds={(['event', 'fair'] as const).map(value => ({ value, label: say(`ui.events.kind.${value}`) }))}
            own={{ place: '', starts: '', ends: '' }}
            parts={{
              title: { label: say('ui.events.words.title'), longest: 120 },
              about: { label: say('ui.events.words.about'), longest: 4000, lines: 3 },
            }}
            announcing={making}
            announce={({ kind, ...common }, { place, starts, ends }) =>
              making.mutate(
                {
                  ...common,
                  kind: kind === 'fair' ? 'fair' : 'event',
                  place,
                  starts: instant(starts),
                  ends: instant(ends),
                },
                { onSuccess: announced },
              )
            }
          >
            {field => (
              <>
                <TextInput label={say('ui.events.place')} required maxLength={200} {...field('place')} />
                <Group grow preventGrowOverflow={false}>
                  <TextInput type="datetime-local" required label={say('ui.events.starts')} {...field('starts')} />
                  <TextInput type="datetime-local" required label={say('ui.events.ends')} {...field('ends')} />
                </Group>
              </>
            )}
          </AnnounceForm>
        )}
      </Loaded>
    </Page>
  )
}
